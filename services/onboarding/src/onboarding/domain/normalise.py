"""From a submitted form to a brief, or to everything that is wrong with it, named at once and by field."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from contracts.brief import Brief
from contracts.messages import Problem
from onboarding.domain import limits
from onboarding.domain.field_names import with_canonical_names
from onboarding.domain.fields import FIELDS, REQUIRED, SAFEGUARDS
from onboarding.domain.money import currencies_in
from onboarding.domain.readers import clean, is_blank
from onboarding.domain.submission import Submission, storable
from onboarding.domain.unreadable import Unreadable, problem
from onboarding.domain.vocabulary import industry_named


def normalise(form: Mapping[Any, Any], today: date, *, kept_whole: bool = False) -> Brief | tuple[Problem, ...]:
    """Read a form as a brief; `today` is the day it came in. Gives a non-empty tuple of problems if it is none.

    Normalising `brief.model_dump(mode="json")` of the result gives an equal brief on any day. A form that was
    `kept_whole` is a copy by `storable` in which nothing had to be replaced.
    """
    named = with_canonical_names(form)
    submission = Submission(named, (), complete=True) if kept_whole else storable(named)
    if not submission.complete:
        return submission.problems
    values, unread = _read(_with_website(submission.form))
    problems = (*submission.problems, *_beside(submission.problems, unread))
    if problems:
        return problems
    return Brief.model_validate({"start_date": today + limits.START_DELAY, **values, **_industry(values)})


def _read(form: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, read in FIELDS.items():
        given = form.get(name)
        try:
            if not is_blank(given):
                values[name] = read(name, given)
            elif name in REQUIRED:
                problems.append(problem(name, f"is required: {REQUIRED[name]}", given))
        except Unreadable as error:
            problems.extend(error.problems)
    return values, [*problems, *_conflicts(form, values)]


def _conflicts(form: Mapping[str, Any], values: Mapping[str, Any]) -> list[Problem]:
    found = []
    if all(is_blank(form.get(name)) for name in SAFEGUARDS):
        message = f"is required, or another of {', '.join(SAFEGUARDS)}: say how far the wording may go"
        found.append(problem(SAFEGUARDS[0], message, None))
    found += [*_other_currencies(form, values)]
    avoided = set(values.get("avoid_platforms", ()))
    return found + [
        problem("focus_platforms", f"names {channel}, which avoid_platforms rules out", channel.value)
        for channel in values.get("focus_platforms", ())
        if channel in avoided
    ]


def _other_currencies(form: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Problem]:
    """Find order and customer values in another currency than the budget: nobody could put them side by side."""
    if "budget" not in values:
        return
    for name in ("average_order_value", "lifetime_value"):
        other = currencies_in(form[name]) - {values["budget"].currency} if name in values else frozenset()
        if other:
            message = f"is in {min(other)} and the budget in {values['budget'].currency}: give both in one currency"
            yield problem(name, message, form[name])


def _with_website(form: Mapping[str, Any]) -> Mapping[str, Any]:
    # A brief of ours says "no website" as null; in a form, a website that is absent or empty was forgotten.
    return {**form, "website": "no website"} if "website" in form and form["website"] is None else form


def _industry(values: Mapping[str, Any]) -> dict[str, Any]:
    """The industry, and the client's own words for it where they say more than our name does."""
    written = values["industry"]
    industry = industry_named(written)
    own_words = "" if clean(written).casefold() == industry.value else written
    return {"industry": industry, "industry_detail": values.get("industry_detail", own_words)}


def _beside(known: Sequence[Problem], found: Sequence[Problem]) -> list[Problem]:
    """The found problems that aren't about a value which `known` replaced: what stands there now is ours."""
    named = {item.field for item in known}
    return [item for item in found if not any(_within(item.field, field) for field in named)]


def _within(field: str, other: str) -> bool:
    return field == other or field.startswith((f"{other}.", f"{other}["))
