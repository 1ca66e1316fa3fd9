"""An onboarding form: what was submitted for a run, and the judgement on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from contracts.brief import Brief, Scope
from contracts.messages import Problem
from contracts.payload import RunId
from onboarding.domain import limits
from onboarding.domain.completeness import completeness_of, questions_for
from onboarding.domain.normalise import normalise
from onboarding.domain.scope import scope_of
from onboarding.domain.submission import digest, storable
from onboarding.domain.unreadable import problem


class Assessment(NamedTuple):
    """What is promised for a brief, how complete it is (0-100), and what has to be asked."""

    scope: Scope
    completeness: int
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The form is a brief that can be worked on."""

    brief: Brief
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Rejected:
    """The form is no brief; `problems` (at least one) name everything that is wrong."""

    problems: tuple[Problem, ...]

    @property
    def reason(self) -> str:
        """The problems in one sentence."""
        fields = ", ".join(dict.fromkeys(item.field for item in self.problems))
        count = len(self.problems)
        return f"the brief has {count} problem{'s' if count > 1 else ''}: {fields}"


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A submission with its judgement; `submission` is as sent, except for what no database can hold."""

    run: RunId
    brief_id: UUID
    submission: dict[str, Any]
    fingerprint: str
    judgement: Accepted | Rejected


def assess(brief: Brief, today: date) -> Assessment:
    """Say what a brief that came in on the day `today` gets, how complete it is and what to ask."""
    return Assessment(scope_of(brief), completeness_of(brief), questions_for(brief, today))


def fill(run: RunId, brief_id: UUID, form: Mapping[str, Any], today: date) -> FilledForm:
    """Judge a submitted form that came in on the day `today`."""
    kept = storable(form)
    # Problems are told by our names of the fields, so a form with any is copied once more under those.
    found = normalise(form, today) if kept.problems else normalise(kept.form, today, kept_whole=True)
    return FilledForm(run, brief_id, kept.form, digest(kept.form), _judged(found, today))


def _judged(found: Brief | tuple[Problem, ...], today: date) -> Accepted | Rejected:
    return Accepted(found, assess(found, today)) if isinstance(found, Brief) else Rejected(_told(found))


def _told(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    more = len(problems) - limits.TOLD_PROBLEMS
    if more <= 0:
        return problems
    return (*problems[: limits.TOLD_PROBLEMS], problem("brief", f"has {more} more problems", None))
