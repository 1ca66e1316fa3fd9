"""A channel that the client avoids gets no text; a section that is owed all the same says so, and what takes its place.

Mutants: `messaging_flows` without `avoid_platforms` -> the texts are there; `QUICK` in every package -> an unplanned
channel has advertisements; `emails` that writes whatever the client avoids -> an introduction is sent; `barred`
without Meta Ads -> copy for Meta that nobody could show; `label` in place of `placed` -> no place is named.
"""

import re

import pytest
from production_builders import a_brief, a_channel, a_strategy, a_strategy_drafted, material

from contracts.brief import META_PLACES, Brief, Channel, PackageName
from contracts.draft import Draft, Section
from contracts.packages.catalogue import SECTIONS, SPECIFICATIONS
from contracts.strategy import Strategy
from production.domain.ad_copy import ad_copy
from production.domain.drafting import write_draft
from production.domain.platforms import label
from production.domain.series import emails
from production.domain.specifications import shortfalls

MESSAGES = (Channel.SMS, Channel.WHATSAPP)
WITH_MESSAGES = [package for package in PackageName if "messaging_flows" in SECTIONS.get(package, ())]
UNPAID = a_strategy(channels=(a_channel(Channel.INSTAGRAM, 60, 7_200), a_channel(Channel.EMAIL, 40, 4_800)))


def drafted(brief: Brief, strategy: Strategy | None = None) -> Draft:
    return write_draft(a_strategy_drafted(brief, strategy))


def section(draft: Draft, name: str) -> Section:
    return next(each for each in draft.sections if each.section_id == name)


def part(section: Section, title: str) -> str:
    return re.split(r"^### ", section.body.partition(f"### {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0].strip()


@pytest.mark.parametrize("package", WITH_MESSAGES)
def test_avoided_messages_are_not_written_and_their_section_still_meets_its_specification(package: PackageName) -> None:
    flows = section(drafted(a_brief(package=package, avoid_platforms=MESSAGES)), "messaging_flows")
    for title in ("SMS", "WhatsApp"):
        assert part(flows, title).startswith(f"- Not used: Harbour & Vine asks to avoid {title}")
    assert "Reply" not in flows.body and "Opening" not in flows.body
    assert shortfalls(flows, SPECIFICATIONS["messaging_flows"]) == ()


def test_one_avoided_channel_leaves_the_other_its_texts() -> None:
    brief = a_brief(package=PackageName.RETENTION_CRM, avoid_platforms=(Channel.SMS,))
    flows = section(drafted(brief), "messaging_flows")
    assert "Not used" in part(flows, "SMS")
    assert "Opening, after a question" in part(flows, "WhatsApp")
    assert flows.body.startswith("The brief rules out SMS: Harbour & Vine writes to nobody there.")


def test_planned_messages_are_named_as_people_write_them() -> None:
    strategy = a_strategy(channels=(*UNPAID.channels[:1], a_channel(Channel.SMS, 20), a_channel(Channel.WHATSAPP, 20)))
    flows = section(drafted(a_brief(package=PackageName.RETENTION_CRM), strategy), "messaging_flows")
    assert "Harbour & Vine has SMS and WhatsApp in its plan." in flows.body


@pytest.mark.parametrize("package", sorted(set(SECTIONS) - {PackageName.QUICK_SOCIAL}))
def test_no_advertisement_is_written_for_a_channel_that_is_not_planned(package: PackageName) -> None:
    draft = drafted(a_brief(package=package), UNPAID)
    assert draft.advertisements == ()
    assert all("Meta Ads: " not in each.body and "Google Ads: " not in each.body for each in draft.sections)


def test_concepts_and_files_say_that_the_plan_has_no_advertisements() -> None:
    draft = drafted(a_brief(package=PackageName.STRATEGY_CAMPAIGN_STANDARD), UNPAID)
    concepts = section(draft, "ad_concepts")
    assert "No channel in the plan of Harbour & Vine takes advertisements" in concepts.body
    assert shortfalls(concepts, SPECIFICATIONS["ad_concepts"]) == ()
    assert "no channel that takes them" in ad_copy(a_brief(), draft.advertisements).decode()


def test_a_quick_social_package_has_google_and_meta_whatever_is_planned() -> None:
    platforms = {advert.platform for advert in drafted(a_brief(), UNPAID).advertisements}
    assert platforms == {Channel.GOOGLE_ADS, Channel.META_ADS}


def test_nothing_is_written_for_meta_where_its_two_places_are_to_be_avoided() -> None:
    avoiding = a_brief(avoid_platforms=META_PLACES)
    assert {advert.platform for advert in drafted(avoiding, UNPAID).advertisements} == {Channel.GOOGLE_ADS}


@pytest.mark.parametrize(("avoided", "left"), [(META_PLACES[0], "Facebook"), (META_PLACES[1], "Instagram")])
def test_meta_s_advertisements_name_the_one_place_that_is_left(avoided: Channel, left: str) -> None:
    strategy = a_strategy(channels=(a_channel(Channel.META_ADS, 60, 7_200), a_channel(Channel.EMAIL, 40, 4_800)))
    brief = a_brief(avoid_platforms=(avoided,), package=PackageName.STRATEGY_CAMPAIGN_PREMIUM)
    draft = drafted(brief, strategy)
    copy = ad_copy(brief, draft.advertisements).decode()
    told = (copy, section(draft, "ad_concepts").body, section(draft, "retargeting_plan").body)
    assert all(f"Meta Ads ({left} alone)" in text for text in told)
    assert label(avoided) not in copy
    assert "Meta Ads (" not in ad_copy(a_brief(), draft.advertisements).decode()


def test_a_client_that_avoids_e_mail_gets_none_unless_it_orders_a_series() -> None:
    avoiding = a_brief(avoid_platforms=(Channel.EMAIL,))
    assert emails(material(avoiding)) == ()
    series = avoiding.model_copy(update={"package": PackageName.RETENTION_CRM})
    assert len(emails(material(series))) == 7
    assert "nothing is sent before Harbour & Vine has decided" in section(drafted(series), "email_crm_flows").body


def test_without_paid_placements_the_second_address_goes_over_what_is_planned() -> None:
    premium = PackageName.STRATEGY_CAMPAIGN_PREMIUM
    plan = section(drafted(a_brief(package=premium), UNPAID), "retargeting_plan").body
    assert "that means Instagram and E-mail, since the plan holds no paid placements" in plan
    mail = a_strategy(channels=(a_channel(Channel.EMAIL, 60, 7_200), a_channel(Channel.INSTAGRAM, 40, 4_800)))
    assert "means E-mail, since" in section(drafted(a_brief(package=premium), mail), "retargeting_plan").body
