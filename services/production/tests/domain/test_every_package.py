"""Every package that can be ordered, for every kind of brief: its sections meet what is promised, nothing is left open.

Mutants: `shortfalls` that reads no phrases -> a phrase is demanded and another ruled out; a calendar in every package
-> only an audit has none; `sayable` that keeps every row -> a table keeps to the guard.
"""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from production_builders import (
    BARE_STRATEGY,
    PLACEHOLDERS,
    THIN,
    a_brief,
    a_channel,
    a_strategy,
    a_strategy_drafted,
    text_of,
)

from contracts.brief import Brief, Channel, PackageName
from contracts.draft import Draft, Section
from contracts.packages.catalogue import SECTIONS, has_calendar, specifications_of
from contracts.packages.specification import Specification
from contracts.strategy import Strategy
from production.domain.drafting import objection, write_draft
from production.domain.specifications import shortfalls

EXAMPLES = Path(__file__).parents[3] / "onboarding" / "examples" / "normalised"
CLIENTS = tuple(path for path in sorted(EXAMPLES.glob("*.json")) if path.stem not in ("light", "demo-brief"))
STRATEGIES = {"full strategy": a_strategy(), "bare strategy": BARE_STRATEGY}
PACKAGES = sorted(SECTIONS)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")


def drafted(brief: Brief, package: PackageName, strategy: Strategy) -> Draft:
    return write_draft(a_strategy_drafted(brief.model_copy(update={"package": package}), strategy))


@cache
def example(path: Path) -> Brief:
    return Brief.model_validate_json(path.read_text(encoding="utf-8"))


def lacking(draft: Draft) -> list[tuple[str, tuple[str, ...]]]:
    pairs = zip(draft.sections, specifications_of(draft.package), strict=True)
    return [(section.section_id, found) for section, promised in pairs if (found := shortfalls(section, promised))]


@pytest.mark.parametrize("strategy", STRATEGIES.values(), ids=STRATEGIES)
@pytest.mark.parametrize("brief", [a_brief(), THIN], ids=["full brief", "thin brief"])
@pytest.mark.parametrize("package", PACKAGES)
def test_each_section_of_each_package_meets_its_specification(
    package: PackageName, brief: Brief, strategy: Strategy
) -> None:
    draft = drafted(brief, package, strategy)
    assert lacking(draft) == []
    assert PLACEHOLDERS.search(text_of(draft)) is None
    assert all(brief.client_name in section.body for section in draft.sections)


@pytest.mark.parametrize("strategy", STRATEGIES.values(), ids=STRATEGIES)
@pytest.mark.parametrize("path", CLIENTS, ids=lambda path: path.stem)
def test_each_package_can_be_made_for_each_example_client(path: Path, strategy: Strategy) -> None:
    for package in PACKAGES:
        assert lacking(drafted(example(path), package, strategy)) == [], package


def test_only_an_audit_has_no_calendar_and_needs_no_channel_that_carries_posts() -> None:
    assert [package for package in PACKAGES if not has_calendar(package)] == [PackageName.PERFORMANCE_AUDIT]
    paid = a_strategy(channels=(a_channel(Channel.GOOGLE_ADS, 100, 9_000),))
    brief = a_brief(package=PackageName.PERFORMANCE_AUDIT)
    assert objection(a_strategy_drafted(brief, paid)) is None
    draft = drafted(brief, PackageName.PERFORMANCE_AUDIT, paid)
    assert (draft.calendar, draft.hashtags) == ((), ())
    assert objection(a_strategy_drafted(a_brief(package=PackageName.LAUNCH_GTM), paid)) is not None


def test_a_phrase_is_demanded_and_another_ruled_out() -> None:
    promised = Specification("x", "X", "prose", 1, 50, phrases=("read-only",), forbidden=("we found",))
    section = Section(section_id="x", title="X", form="prose", body="In the account We found three things.")
    assert shortfalls(section, promised) == ("nowhere “read-only”", "“we found” may not be said")
    mended = section.model_copy(update={"body": "Read-only access shows whether web foundations hold."})
    assert shortfalls(mended, promised) == ()


@pytest.mark.parametrize("package", PACKAGES)
def test_banned_words_stand_in_no_section_and_no_table(package: PackageName) -> None:
    brief = a_brief(pain_points=("Obsessed baristas", "Stale beans", "Artisanal prices"))
    text = text_of(drafted(brief, package, a_strategy())).casefold()
    for phrase in ("artisanal", "obsessed", "healthiest"):
        assert not re.search(rf"\b{phrase}\b", text), phrase


def test_a_table_keeps_to_the_guard_in_our_own_words_too() -> None:
    banned = ("public reviews", "small campaigns", "named person")
    for package in (PackageName.BRAND_TURNAROUND, PackageName.PERFORMANCE_AUDIT, PackageName.RETENTION_CRM):
        text = text_of(drafted(a_brief(banned_words=banned), package, a_strategy())).casefold()
        assert not any(phrase in text for phrase in banned)
        assert len(text) > 1_000


def test_a_sum_in_a_section_is_the_briefs_own_arithmetic() -> None:
    draft = drafted(a_brief(average_order_value=11), PackageName.RETENTION_CRM, a_strategy())
    churn = next(section.body for section in draft.sections if section.section_id == "churn_diagnosis")
    assert "Of 1,000 subscribers, 120 leave a month today; at the target 70." in churn
    assert "they stay 8.3 months; at 7 % 14.3" in churn
    assert "91.67 GBP against 157 GBP each" in churn


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_says_what_its_client_demands_word_for_word(package: PackageName) -> None:
    for brief in map(example, CLIENTS):
        text = text_of(drafted(brief, package, a_strategy()))
        missing = [demand for demand in (*brief.must_include, *brief.required_disclaimers) if demand not in text]
        assert missing == [], brief.client_name


@pytest.mark.parametrize("package", PACKAGES)
def test_no_sentence_of_more_than_eight_words_stands_in_more_than_three_of_ten_clients_same_package(
    package: PackageName,
) -> None:
    clients: dict[str, set[str]] = defaultdict(set)
    for brief in map(example, CLIENTS):
        for section in drafted(brief, package, BARE_STRATEGY).sections:
            for said in SENTENCE.split("\n".join(line for line in section.body.splitlines() if line[:1] != "|")):
                words = re.findall(r"\w+(?:['’.,-]\w+)*", said.casefold())
                if len(words) > 8:
                    clients[" ".join(words)].add(brief.client_name)
    assert len(CLIENTS) == 10
    assert {said: len(names) for said, names in clients.items() if len(names) > 3} == {}
