"""The ten example briefs, one client each: whole forms that are read without a question of substance."""

from pathlib import Path

import pytest
from onboarding_builders import BRIEF_FILES, EXAMPLES, TODAY, written_in

from contracts.brief import BrandKit, Brief, PackageName
from contracts.packages.catalogue import SECTIONS
from onboarding.domain.completeness import completeness_of
from onboarding.domain.deliverables import PROMISES
from onboarding.domain.form import assess
from onboarding.domain.normalise import normalise
from onboarding.domain.scope import DELIVERABLES

CLIENTS = tuple(path for path in sorted(EXAMPLES.glob("*.yaml")) if path.stem != "light")
LEFT_TO_DEFAULTS = {"industry_detail"}


def read(path: Path) -> Brief:
    """The brief in a file; fails with its problems if it is none."""
    brief = normalise(written_in(path), TODAY)
    assert isinstance(brief, Brief), brief
    return brief


@pytest.mark.parametrize("path", BRIEF_FILES, ids=lambda path: path.stem)
def test_the_example_briefs_are_read_as_their_normalised_files_say(path: Path) -> None:
    normalised = EXAMPLES / "normalised" / f"{path.stem}.json"
    assert read(path) == Brief.model_validate_json(normalised.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CLIENTS, ids=lambda path: path.stem)
def test_an_example_fills_the_whole_form(path: Path) -> None:
    brief = read(path)
    empty = {name for name in Brief.model_fields if getattr(brief, name) in (None, "", (), {}, BrandKit())}
    assert empty <= LEFT_TO_DEFAULTS
    assert completeness_of(brief) == 100


@pytest.mark.parametrize("path", CLIENTS, ids=lambda path: path.stem)
def test_an_example_brief_gets_a_scope(path: Path) -> None:
    brief = read(path)
    scope = assess(brief, TODAY).scope
    assert scope.weeks == brief.duration_weeks
    assert len(scope.deliverables) == len(SECTIONS[brief.package]) + 2


def test_ten_clients_order_the_ten_packages() -> None:
    ordered = [read(path).package for path in CLIENTS]
    assert sorted(ordered) == sorted(set(PackageName) - {PackageName.LIGHT})


def test_the_examples_differ_in_what_a_brief_can_differ_in() -> None:
    briefs = [read(path) for path in CLIENTS]
    for name in ("client_name", "industry_detail", "geography", "start_date", "tone_of_voice", "primary_offer"):
        assert len({getattr(brief, name) for brief in briefs}) == len(briefs), name
    assert len({brief.budget.currency for brief in briefs if brief.budget}) >= 7
    assert len({brief.timezone for brief in briefs}) == len(briefs)


def test_every_section_has_its_promise_and_no_promise_is_of_no_section() -> None:
    assert {section for sections in SECTIONS.values() for section in sections} == set(PROMISES)
    assert set(DELIVERABLES) == set(PackageName)
