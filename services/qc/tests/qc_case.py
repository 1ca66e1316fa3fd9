"""How a fault is put into the sound message: one function for each place where it may stand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qc_builders import (
    a_brief,
    a_bundle,
    a_calendar,
    a_draft,
    a_post,
    a_strategy,
    overview_with,
    produced,
)

from contracts.brief import Channel
from contracts.draft import Advertisement
from contracts.messages import DraftProduced
from contracts.report import Result

WARN = Result.WARN


@dataclass(frozen=True, slots=True)
class Case:
    """A fault put into the sound message: what the rule must say of it, and where its evidence comes from."""

    rule: str
    event: Callable[[], DraftProduced]
    evidence: str
    result: Result = Result.FAIL


def draft(**fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(draft=a_draft(**fields))


def saying(sentence: str, **brief: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(brief=a_brief(**brief), draft=a_draft(sections=overview_with(sentence)))


def posting(day: int = 1, **fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(draft=a_draft(calendar=a_calendar(a_post(day, **fields))))


def briefed(**fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(brief=a_brief(**fields))


def planned(**fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(strategy=a_strategy(**fields))


def filed(**fields: Any) -> Callable[[], DraftProduced]:
    return lambda: produced(bundle=a_bundle(**fields))


def advertising(
    platform: Channel, headline: str = "Use less", description: str = "Three"
) -> Callable[[], DraftProduced]:
    return draft(advertisements=(Advertisement(platform=platform, headline=headline, description=description),))
