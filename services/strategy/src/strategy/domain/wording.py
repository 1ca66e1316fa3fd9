"""How numbers, money and the client's own phrases are put into sentences."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from contracts.brief import Brief, Budget, KpiTarget
from contracts.english import unit_of

_NAMES = ("Google ", "Instagram ", "LinkedIn ", "TikTok ", "YouTube ", "Facebook ", "Pinterest ", "WhatsApp ")
_ABBREVIATIONS = ("a.m.", "p.m.", "etc.")


def phrase(text: str) -> str:
    """Give a client's phrase without surrounding space and closing punctuation, so that it fits inside a sentence."""
    kept = " ".join(text.split())
    return kept if kept.endswith(_ABBREVIATIONS) else kept.rstrip(" .;,!")


def phrases(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the phrases that have words, each once, in their order."""
    return tuple(dict.fromkeys(kept for text in texts if (kept := phrase(text))))


@lru_cache(maxsize=2048)
def words(text: str) -> frozenset[str]:
    """Give the words of a text in lower case, hyphens kept."""
    return frozenset(re.findall(r"\w+(?:-\w+)*", text.casefold()))


def sentence(text: str) -> str:
    """Give a phrase as a sentence: a capital first, a full stop last."""
    kept = phrase(text)
    return f"{kept[:1].upper()}{kept[1:]}{'' if kept.endswith(('?', '.', '?”', '.”')) else '.'}"


def listed(items: Sequence[str]) -> str:
    """Join phrases as a reader would: `a`, `a and b`, `a, b and c`."""
    *leading, last = items or ("",)
    return f"{', '.join(leading)} and {last}" if leading else last


def number(value: float) -> str:
    """Write a number with thousands separated and no idle decimals."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def money(amount: float, brief: Brief) -> str:
    """Write an amount in the brief's currency; without one where no budget names it."""
    written = number(amount) if amount == round(amount) else f"{amount:,.2f}"
    return f"{written} {brief.budget.currency}" if brief.budget else written


def budget_range(budget: Budget) -> str:
    """Write a budget as its range, or as one amount where both ends are equal."""
    if budget.minimum == budget.maximum:
        return f"{number(budget.maximum)} {budget.currency}"
    return f"{number(budget.minimum)} to {number(budget.maximum)} {budget.currency}"


def target(wanted: KpiTarget) -> str:
    """Write what the client wants to reach, with where it starts: `200 members`, `churn 7 % (from 12)`."""
    metric, unit = phrase(wanted.metric), phrase(wanted.unit)
    amount = f"{wanted.target:,.2f}" if _is_currency(unit) and wanted.target % 1 else number(wanted.target)
    if unit and unit.casefold() in metric.casefold():
        reached = f"{amount} {unit_of(wanted.target, uncapped(metric))}"
    else:
        reached = f"{metric} {amount} {unit_of(wanted.target, unit)}".rstrip()
    return f"{reached} (from {number(wanted.baseline)})" if wanted.baseline else reached


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def day(when: date) -> str:
    """Write a date so that no reader takes the month for the day: `5 January 2026`."""
    return f"{when.day} {when:%B %Y}"


def weeks(count: int) -> str:
    """Write a number of weeks."""
    return counted(count, "weeks")


def counted(count: float, noun: str) -> str:
    """Write a number with what it counts, which is given in the plural: `200 members`, `1 member`."""
    return f"{number(count)} {unit_of(count, noun)}"


def uncapped(text: str) -> str:
    """Give the name of a number for the middle of a sentence: a small first letter unless it is an abbreviation."""
    kept = phrase(text)
    return kept if kept[1:2].isupper() or kept.startswith(_NAMES) else f"{kept[:1].lower()}{kept[1:]}"


def quoted(text: str) -> str:
    """Give the client's words as such."""
    return f"“{phrase(text)}”"
