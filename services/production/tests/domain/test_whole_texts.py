"""No text of a package breaks off: what is too long is told up to where a clause ends, or whole where there is room.

Mutants: `shortened` that clips where no clause ends -> tactics, milestones and KPIs break off; an offer through `clip`
-> the overview does; evidence through `clause` -> a proof says more than it shows; `_short` without the day -> a
caption of one letter.
"""

import pytest
from production_builders import a_brief, a_channel, a_milestone, a_strategy, a_strategy_drafted, material

from contracts.brief import Brief, Channel, PackageName
from contracts.packages.catalogue import SECTIONS
from contracts.strategy import Kpi, Measurement, Strategy
from production.domain.angles import Angle
from production.domain.captions import Space, caption
from production.domain.drafting import write_draft

UNBROKEN = "Stale supermarket beans ruin every single Sunday morning breakfast coffee"
"""Longer than what stands between quotation marks, and without a word that it could be cut before."""
LONG = f"{UNBROKEN} since twelve years, which nobody has yet measured, and {UNBROKEN.lower()} again, " * 2
OFFER = f"Coffee subscription, {LONG}"


def told_at_length() -> tuple[Brief, Strategy]:
    """A brief and a strategy whose texts are all too long."""
    plan = a_channel(Channel.INSTAGRAM, 100, 12_000).model_copy(
        update={
            "kpi": f"comments by the audience; its share of the goal is 109 of 390 qualified leads; {LONG}",
            "kill_criteria": f"Stop on 3 May if {LONG}",
            "tactics": (f"Reels that open on “{UNBROKEN}” and end with coffee in use", LONG),
            "reason": f"It shows “{UNBROKEN}” to strangers.",
        }
    )
    measured = Measurement(definition_of_success=LONG, decision_rules=(LONG,), review_cadence=LONG)
    strategy = a_strategy(
        channels=(plan,),
        measurement=measured,
        timeline=(a_milestone(0, f"Launch on {UNBROKEN} {UNBROKEN}", "launch"),),
        kpis=(Kpi(name="Reach", stage="awareness", target=9, unit="people", window="12 weeks", basis=LONG),),
    )
    brief = a_brief(
        pain_points=(UNBROKEN, LONG), primary_offer=OFFER, target_audience=LONG, pricing=LONG, voice_examples=(LONG,),
        approval_frequency=LONG, report_frequency=LONG, objections=(LONG,),
    )  # fmt: skip
    return brief, strategy


@pytest.mark.parametrize("package", sorted(SECTIONS))
def test_no_section_of_a_package_breaks_off(package: PackageName) -> None:
    brief, strategy = told_at_length()
    draft = write_draft(a_strategy_drafted(brief.model_copy(update={"package": package}), strategy))
    limited = ("calendar_30_day", "content_buckets", "email_crm_flows")
    broken = [
        line
        for section in draft.sections
        if section.section_id not in limited  # they show hooks and subjects, which have no more room
        for line in section.body.splitlines()
        if "…" in line
    ]
    assert broken == []


def test_a_tactic_is_told_with_the_whole_problem() -> None:
    brief, strategy = told_at_length()
    draft = write_draft(a_strategy_drafted(brief.model_copy(update={"package": "strategy_campaign_basic"}), strategy))
    plan = next(section.body for section in draft.sections if section.section_id == "channel_plan")
    assert f"Instagram, first: reels that open on “{UNBROKEN}” and end with coffee in use." in plan


def test_evidence_is_told_whole_and_an_offer_up_to_its_first_addition() -> None:
    proof = f"{UNBROKEN}, and {UNBROKEN.lower()}, in 2026: 49 of 52 finished without complaint"
    words = material(a_brief(proof_assets=(proof,), primary_offer=OFFER))
    assert words.proofs == (proof,)
    assert words.offer == f"Coffee subscription, {UNBROKEN} since twelve years, which nobody has yet measured"


def test_a_caption_without_room_for_a_word_gives_the_day() -> None:
    words = material(a_brief(required_disclaimers=()))
    space = Space(Channel.PINTEREST, turn=3, wording=0, characters=len("Harbour & Vine, 5 March.") + 1)
    assert caption(words, Angle("voice", "You have read harder documents.", "Behind it: more"), space) == (
        "Harbour & Vine, 5 March."
    )
