"""Where a brief says two things that cannot both hold, each as a question to the client."""

import re
from collections.abc import Iterator

from contracts.brief import Brief, KpiTarget

_IDLE = frozenset({"cost", "per", "a", "an", "of", "the"})


def contradictions_in(brief: Brief) -> Iterator[str]:
    """Ask about banned words within required texts, and about a cost limit that the budget cannot pay for."""
    yield from _banned_but_required(brief)
    yield from _dearer_than_the_budget(brief)


def _banned_but_required(brief: Brief) -> Iterator[str]:
    for text in (*brief.required_disclaimers, *brief.must_include):
        for word in (*brief.banned_words, *brief.forbidden_claims):
            if _stands_in(word, text):
                yield f"“{word}” is ruled out and stands in “{text}”, which must be said. Which of the two holds?"


def _stands_in(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def _dearer_than_the_budget(brief: Brief) -> Iterator[str]:
    for cap in brief.kpi_targets:
        counted = _counted_by(brief, cap)
        if brief.budget is None or counted is None:
            continue
        added = counted.target - (counted.baseline or 0)
        if cap.target * added > brief.budget.maximum:
            currency, sum_of_costs = brief.budget.currency, f"{cap.target * added:,.10g}"
            wanted = counted.unit or counted.metric
            yield (
                f"{wanted[:1].upper()}{wanted[1:]}: {added:,.10g} at {cap.target:,.10g} {currency} each is"
                f" {sum_of_costs} {currency} in all, more than the budget of {brief.budget.maximum:,} {currency}."
                f" Which of the three numbers may change?"
            )


def _counted_by(brief: Brief, cap: KpiTarget) -> KpiTarget | None:
    """Give the target that counts what `cap` limits the cost of; None where `cap` limits no cost."""
    said = _words(cap.metric)
    if not {"cost", "per"} <= said:
        return None
    noun = {_stem(word) for word in said - _IDLE}
    counts = (one for one in brief.kpi_targets if one is not cap and one.unit != "%")
    return next((one for one in counts if noun <= {_stem(word) for word in _words(f"{one.metric} {one.unit}")}), None)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+(?:-\w+)*", text.casefold()))


def _stem(word: str) -> str:
    return word.removesuffix("s")
