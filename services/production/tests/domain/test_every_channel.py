"""A campaign on all channels stays inside its sections' limits, and no channel is lost from plan or roadmap.

Mutants: `channel_plan` that tells every line -> it is too long; ranks reversed -> a channel has no first move; stop
rules told in full -> the roadmap is too long.
"""

import pytest
from production_builders import a_brief, a_channel, a_strategy, a_strategy_drafted, reviewed

from contracts.brief import Channel, PackageName
from contracts.draft import Draft
from contracts.packages.catalogue import SPECIFICATIONS
from contracts.strategy import ChannelPlan
from production.domain.drafting import write_draft
from production.domain.platforms import label
from production.domain.specifications import fitted, shortfalls, words_in

REASON = "A picture shows what a claim cannot, and those who wonder whether the promise is kept can look twice. " * 2
COST = "or if its cost per subscriber passes 72 GBP, which is one and a half times the brief's own limit of 48 GBP"


def a_plan(place: int, channel: Channel) -> ChannelPlan:
    told = {
        "reason": f"{label(channel)} is the home of group {place}. {REASON}",
        "tactics": tuple(
            f"Short {turn} on {label(channel)} that open on stale beans and end with the cup"
            for turn in ("clips", "texts")
        ),
        "kill_criteria": f"Stop on 4 May if fewer than {place} % of all those who see it react within 12 posts, {COST}",
        "content_types": ("short video of the roastery", "document carousel", "customer story"),
    }
    return a_channel(channel, 7, 840).model_copy(update=told)


@pytest.fixture(scope="module")
def draft() -> Draft:
    strategy = a_strategy(channels=tuple(map(a_plan, range(1, 16), Channel)), timeline=reviewed(52))
    brief = a_brief(package=PackageName.STRATEGY_CAMPAIGN_BASIC, duration_weeks=52)
    roadmap = a_brief(package=PackageName.FULL_FUNNEL_GROWTH, duration_weeks=52)
    basic, funnel = (write_draft(a_strategy_drafted(each, strategy)) for each in (brief, roadmap))
    return basic.model_copy(update={"sections": (*basic.sections, *funnel.sections)})


@pytest.mark.parametrize("name", ["channel_plan", "execution_roadmap"])
def test_a_section_on_all_channels_is_no_longer_than_its_limit(draft: Draft, name: str) -> None:
    section = next(each for each in draft.sections if each.section_id == name)
    assert shortfalls(section, SPECIFICATIONS[name]) == ()
    assert words_in(section.body) <= SPECIFICATIONS[name].maximum_words
    assert all(f"\n| {label(channel)} |" in section.body for channel in Channel)


def test_each_channel_says_what_is_done_first_and_when_it_stops(draft: Draft) -> None:
    plan, roadmap = (
        next(each.body for each in draft.sections if each.section_id == name)
        for name in ("channel_plan", "execution_roadmap")
    )
    assert all(f"- {label(channel)}, first: short clips on {label(channel)}" in plan for channel in Channel)
    assert all(f"- {label(channel)}: Stop on 4 May if" in roadmap for channel in Channel)
    assert roadmap.count("cost per subscriber") == 1
    assert "- Any of them stops as well if its cost per subscriber passes 72 GBP" in roadmap


def test_lines_of_the_lowest_rank_are_kept_in_their_order() -> None:
    lines = [(1, "why one"), (0, "first one"), (2, "then one"), (1, "why two"), (0, "first two")]
    assert fitted(lines, 6) == ["why one", "first one", "first two"]
    assert fitted(lines, 99) == [text for _, text in lines]
    assert words_in("a 9 % share of well-known 1,340") == 9
