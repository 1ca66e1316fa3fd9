"""A strategy fills all eight layers from the words and numbers of its brief."""

import re
from typing import Any

import pytest
from strategy_builders import a_brief, a_light_brief, a_run, a_strategy

from contracts.brief import Brief, Budget, Industry, KpiTarget, Objective
from contracts.payload import Value
from strategy.domain.strategist import strategy_id

MINIMAL: dict[str, Any] = {
    "client_name": "Acme",
    "website": None,
    "industry": "other",
    "geography": "Kolkata",
    "primary_offer": "Used cars with a service record",
    "target_audience": "families buying a first car",
    "pain_points": ["hidden defects."],
    "desired_outcomes": ["a car that lasts five years"],
    "objective": "sales",
    "start_date": "2026-03-02",
}


def empty_fields(value: Value, path: str = "") -> list[str]:
    """The paths under `value` that hold nothing."""
    found = []
    for name in type(value).model_fields:
        held = getattr(value, name)
        if isinstance(held, Value):
            found += empty_fields(held, f"{path}{name}.")
        elif held in ("", ()):
            found.append(f"{path}{name}")
    return found


def test_all_eight_layers_are_filled_from_a_full_brief() -> None:
    full = a_brief(compliance_requirements=("medical advertising act",), tone_of_voice=("calm",))
    assert empty_fields(a_strategy(full)) == ["changes"]


def test_a_minimal_brief_still_gives_a_whole_strategy_that_says_what_it_assumes() -> None:
    strategy = a_strategy(Brief.model_validate(MINIMAL))
    missing = {"changes", "guardrails.tone_boundaries", "guardrails.forbidden_language", "guardrails.compliance"}
    assert set(empty_fields(strategy)) <= missing | {"messaging.rebuttals", "avoided_channels"}
    assert "assumed" in strategy.audience.objection_hierarchy[0]
    assert (len(strategy.personas), len(strategy.pillars)) == (2, 3)


def test_a_minimal_brief_gives_sentences_without_gaps() -> None:
    text = a_strategy(Brief.model_validate(MINIMAL)).model_dump_json()
    assert "its field (" not in text
    assert not re.search(r" {2}|\(\)|\s[,.;]|\.\.|None|“”", text)


def test_the_executive_summary_names_client_offer_target_date_and_budget() -> None:
    summary = a_strategy().executive_summary
    for said in ("Lotus Move", "yoga and HIIT membership", "200 new members", "29 March 2026", "15,000 to 20,000 USD"):
        assert said in summary


def test_a_budget_of_nothing_is_called_so_and_moves_in_points() -> None:
    per_lead = KpiTarget(metric="Cost per lead", target=10, unit="USD")
    leads = KpiTarget(metric="leads", target=50, unit="leads")
    brief = a_brief(budget=Budget(minimum=0, maximum=0, currency="USD"), kpi_targets=(leads, per_lead))
    strategy = a_strategy(brief)
    assert "There is no money to spend; the work goes to " in strategy.executive_summary
    assert "share moves 10 points at a time" in " ".join(strategy.measurement.decision_rules)
    assert " 0 USD" not in " ".join((strategy.executive_summary, *strategy.measurement.decision_rules))


def test_every_objection_has_a_rebuttal_that_fits_its_subject() -> None:
    rebuttals = {one.objection: one.answer for one in a_strategy().messaging.rebuttals}
    assert "129 USD a month" in rebuttals["It is too expensive"]
    assert "45-minute classes" in rebuttals["I have no time"] + rebuttals["Does it work at my age?"]
    assert len(set(rebuttals.values())) == 3


def test_an_objection_is_read_by_whole_words() -> None:
    (rebuttal,) = a_strategy(a_brief(objections=("I feel awkward over coffee",))).messaging.rebuttals
    assert "price" not in rebuttal.answer


def test_two_briefs_give_two_strategies() -> None:
    studio = a_strategy()
    other = a_strategy(Brief.model_validate(MINIMAL))
    assert studio.messaging != other.messaging
    assert {plan.tactics for plan in studio.channels}.isdisjoint(plan.tactics for plan in other.channels)


def test_the_same_brief_gives_the_same_strategy() -> None:
    assert a_strategy(a_brief()) == a_strategy(a_brief())


def test_guardrails_keep_the_briefs_limits_word_for_word() -> None:
    limits = a_strategy(a_brief(required_disclaimers=("Results vary.",), must_avoid=("bikini body!",))).guardrails
    assert limits.forbidden_language == ("skinny", "bikini body!")
    assert "cures back pain" in limits.claim_boundaries
    assert "Results vary." in limits.compliance


def test_success_is_the_briefs_target_and_the_cadence_its_report_frequency() -> None:
    churn = KpiTarget(metric="Churn", target=7, unit="%", baseline=12)
    measured = a_strategy(a_brief(kpi_targets=(churn,))).measurement
    assert measured.definition_of_success == "Churn 7 % (from 12) by 29 March 2026."
    assert measured.review_cadence == "Report and review every Friday."
    assert "assumed" in a_strategy(a_brief(report_frequency=None)).measurement.review_cadence


def test_doubt_in_half_the_objections_makes_trust_the_bottleneck() -> None:
    assert a_strategy(a_brief(objections=("Is it safe?", "Too far"))).business.bottleneck == "trust"
    assert a_strategy(a_brief(objections=("Too far",))).business.bottleneck == "demand"


@pytest.mark.parametrize("objective", [Objective.HIRING, Objective.PARTNERSHIPS])
def test_who_is_to_be_hired_or_won_as_a_partner_is_no_customer(objective: Objective) -> None:
    customers = {persona.name for persona in a_strategy(a_brief(objective=Objective.SALES)).personas}
    asked = a_strategy(a_brief(objective=objective)).personas
    assert len(asked) == 2
    assert customers.isdisjoint(persona.name for persona in asked)
    assert "back pain from desk work" in asked[0].model_dump_json()


def test_retention_adds_the_customer_in_doubt() -> None:
    personas = a_strategy(a_brief(objective=Objective.RETENTION)).personas
    assert [persona.name for persona in personas] == [
        "The lapsed regular",
        "The sceptical beginner",
        "The customer in doubt",
    ]


@pytest.mark.parametrize("hostile", ["{client}", "{0.__class__}", "100 % {", "日本語 ✨", "a\nb"])
def test_the_clients_words_are_never_read_as_a_template(hostile: str) -> None:
    strategy = a_strategy(a_brief(pain_points=(hostile,), primary_offer=hostile))
    assert " ".join(hostile.split()).casefold() in strategy.messaging.core_promise.casefold()
    assert any(" ".join(hostile.split()) in tactic for plan in strategy.channels for tactic in plan.tactics)


@pytest.mark.parametrize("industry", list(Industry))
def test_no_text_holds_an_unfilled_brace(industry: Industry) -> None:
    text = a_strategy(a_brief(industry=industry, focus_platforms=())).model_dump_json(exclude={"changes"})
    assert not any(f"{{{field}}}" in text for field in ("client", "offer", "pain", "outcome", "difference", "proof"))


def test_the_light_package_has_one_channel_with_the_whole_budget_and_nothing_that_takes_time() -> None:
    strategy = a_strategy(a_light_brief())
    assert [plan.budget_share_percent for plan in strategy.channels] == [100]
    assert (strategy.kpis, strategy.timeline, strategy.personas) == ((), (), ())


def test_a_run_always_has_the_same_strategy_id_and_no_other_run_has_it() -> None:
    run = a_run()
    assert strategy_id(run) == strategy_id(run) != strategy_id(a_run())
