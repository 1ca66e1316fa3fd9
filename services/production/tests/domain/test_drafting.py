"""The draft keeps to its specifications, and to what the client demands and forbids."""

import re
from itertools import pairwise

import pytest
from production_builders import (
    BARE_STRATEGY,
    PLACEHOLDERS,
    THIN,
    a_brief,
    a_light_one,
    a_strategy,
    a_strategy_drafted,
    reviewed,
    text_of,
)

from contracts.brief import Brief, PackageName
from contracts.draft import Draft, Section
from contracts.packages.catalogue import specifications_of
from contracts.strategy import Strategy
from production.domain.drafting import objection, write_draft
from production.domain.plans import MOST_MILESTONES
from production.domain.specifications import shortfalls


def a_draft(brief: Brief | None = None, strategy: Strategy | None = None) -> Draft:
    return write_draft(a_strategy_drafted(brief, strategy))


@pytest.mark.parametrize("strategy", [a_strategy(), BARE_STRATEGY], ids=["full strategy", "bare strategy"])
@pytest.mark.parametrize("brief", [a_brief(), THIN], ids=["full brief", "thin brief"])
def test_each_section_meets_its_specification(brief: Brief, strategy: Strategy) -> None:
    draft = a_draft(brief, strategy)
    specifications = specifications_of(PackageName.QUICK_SOCIAL)
    assert [section.section_id for section in draft.sections] == [each.section_id for each in specifications]
    for section, specification in zip(draft.sections, specifications, strict=True):
        assert shortfalls(section, specification) == (), section.body


@pytest.mark.parametrize(
    ("body", "form", "missing"),
    [
        ("Too short.", "prose", "2 words, at least 60 wanted"),
        ("word " * 900, "prose", "900 words, at most 500 wanted"),
        ("word " * 80, "prose", "no heading “The problem”"),
        ("word " * 80, "prose", "fewer than 2 bullets"),
        ("word " * 80, "list", "form list, not prose"),
    ],
)
def test_a_shortfall_is_named(body: str, form: str, missing: str) -> None:
    section = Section.model_validate({"section_id": "overview", "title": "Overview", "form": form, "body": body})
    assert missing in shortfalls(section, specifications_of(PackageName.QUICK_SOCIAL)[0])


@pytest.mark.parametrize("strategy", [a_strategy(), BARE_STRATEGY], ids=["full strategy", "bare strategy"])
def test_no_placeholder_is_left(strategy: Strategy) -> None:
    assert PLACEHOLDERS.search(text_of(a_draft(THIN, strategy))) is None


def test_banned_words_forbidden_claims_and_messages_to_avoid_stand_nowhere() -> None:
    strategy = a_strategy(executive_summary="Artisanal and obsessed.")
    pillar = strategy.pillars[0].model_copy(update={"description": "The healthiest  COFFEE there is, and artisanal."})
    guarded = a_strategy(pillars=(pillar, *strategy.pillars[1:]))
    text = text_of(a_draft(a_brief(pain_points=("Obsessed baristas", "Stale beans")), guarded)).casefold()
    for phrase in ("artisanal", "obsessed", "healthiest", "tea drinkers"):
        assert phrase not in text


def test_words_of_our_own_patterns_give_way_to_a_ban_as_well() -> None:
    banned = ("what", "watch", "promise", "order", "hello")
    brief = a_brief(banned_words=banned, must_include=(), primary_offer="Fresh beans", contact_email=None)
    text = text_of(a_draft(brief))
    published = text[text.index("### Next steps") :]
    assert not re.search(r"\b(?:promise|hello)\b", published, re.IGNORECASE)


def test_what_the_client_demands_is_said_though_it_contradicts_a_ban() -> None:
    draft = a_draft(a_brief(banned_words=("guaranteed",), must_include=("Freshness guaranteed or your money back",)))
    assert "Freshness guaranteed or your money back" in draft.sections[1].body
    assert "Freshness guaranteed or your money back" in draft.emails[0].body


def test_required_disclaimers_and_demanded_messages_stand_word_for_word() -> None:
    draft = a_draft()
    for phrase in ("Prices include VAT.", "Pause or cancel in two clicks"):
        assert phrase in draft.sections[1].body
        assert phrase in draft.emails[0].body


def test_the_client_is_named_in_every_section_and_in_the_email() -> None:
    draft = a_draft()
    assert all("Harbour & Vine" in section.body for section in draft.sections)
    assert "Harbour & Vine" in draft.emails[0].body


def test_the_roadmap_shows_every_channel_with_shares_that_sum_to_a_hundred() -> None:
    roadmap = next(section.body for section in a_draft().sections if section.section_id == "execution_roadmap")
    shares = [int(found) for found in re.findall(r"\| (\d+) % \|", roadmap)]
    assert sum(shares) == 100
    assert all(f"| {name} |" in roadmap for name in ("Instagram", "E-mail", "X", "Meta Ads"))


@pytest.mark.parametrize("weeks", [40, 104])
def test_a_long_plan_is_shown_to_its_end(weeks: int) -> None:
    strategy = a_strategy(timeline=reviewed(weeks))
    draft = a_draft(a_brief(duration_weeks=weeks), strategy)
    roadmap = next(section.body for section in draft.sections if section.section_id == "execution_roadmap")
    shown = [stone for stone in strategy.timeline if f"| {stone.title} |" in roadmap]
    assert {stone.kind for stone in shown} == {None, "launch", "review", "half_time", "final_report"}
    assert len(shown) == min(len(strategy.timeline), MOST_MILESTONES)
    weeks_shown = [stone.week for stone in shown]
    assert max(later - sooner for sooner, later in pairwise(weeks_shown)) <= weeks / 6
    left_out = f"not listed here: {len(strategy.timeline) - MOST_MILESTONES}."
    assert (left_out in roadmap) == (len(strategy.timeline) > MOST_MILESTONES)


def test_kpis_are_shown_with_baseline_target_unit_and_window() -> None:
    plan = next(section.body for section in a_draft().sections if section.section_id == "kpi_plan")
    assert "| Monthly churn | retention | 12 % | 7 % | 12 weeks |" in plan
    assert "| Reach | awareness | measured in week 1 | 150,000 people | 12 weeks |" in plan


def test_content_buckets_count_the_posts_of_the_calendar() -> None:
    draft = a_draft()
    buckets = next(section.body for section in draft.sections if section.section_id == "content_buckets")
    counts = [int(found) for found in re.findall(r"In the calendar .+ has (\d+) of 30", buckets)]
    assert sum(counts) == len(draft.calendar) == 30
    assert min(counts) > 0


def test_no_line_of_five_words_is_repeated_in_the_sections_and_the_email() -> None:
    draft = a_draft(a_brief(must_include=(), required_disclaimers=()))
    text = "\n".join((*(section.body for section in draft.sections), draft.emails[0].body))
    lines = [line for line in text.splitlines() if len(line.split()) >= 5 and not line.startswith("|")]
    assert len(lines) == len(set(lines))


def test_a_light_draft_is_one_section_with_nothing_else() -> None:
    draft = write_draft(a_light_one())
    assert len(draft.sections) == 1
    assert (draft.calendar, draft.advertisements, draft.emails) == ((), (), ())
    assert "Harbour & Vine" in draft.sections[0].body


def test_a_brief_with_english_among_its_languages_is_written() -> None:
    assert objection(a_strategy_drafted(a_brief(languages=("nl", "en-GB")))) is None
