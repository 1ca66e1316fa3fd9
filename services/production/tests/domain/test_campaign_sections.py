"""The sections of the strategy campaign packages: written for this client, in this trade, with sums that are right.

Mutants, each of which failed a test: a client's name left out of a rule for mails; `trade_of` that knows industries
alone; `aim.after` unfilled; `sayable` that keeps every row; a lift of 20 % in the sample; a region taken for a place;
the amount of a scenario unscaled; a text message uncut; personas that repeat; one persona where the strategy has one; a
long success told in full; phrases of a specification unread; a client's name written small.
"""

import re
from collections import defaultdict
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from production_builders import a_brief, a_channel, a_strategy, a_strategy_drafted, material

from contracts.brief import Brief, Budget, Channel, Industry, KpiTarget, Objective, PackageName
from contracts.draft import Section
from contracts.packages import campaign as promised
from contracts.strategy import (
    AudiencePsychology,
    AvoidedChannel,
    BusinessReality,
    Guardrails,
    MarketTruth,
    Measurement,
    Messaging,
    Narrative,
    Persona,
    Strategy,
    ValueArchitecture,
)
from production.domain.calendar import calendar
from production.domain.campaign.case import Case, case_of
from production.domain.campaign.writers import WRITERS
from production.domain.drafting import objection
from production.domain.figures import per_variant
from production.domain.hashtags import hashtags
from production.domain.series import flow_emails
from production.domain.specifications import shortfalls
from production.domain.text_messages import LONGEST
from production.domain.work import Work

EXAMPLES = Path(__file__).parents[3] / "onboarding" / "examples" / "normalised"
CLIENTS = tuple(path for path in sorted(EXAMPLES.glob("*.json")) if path.stem not in ("light", "demo-brief"))
CAMPAIGNS = [package for package in PackageName if package.startswith("strategy_campaign")]
OWN_STRATEGY = Strategy(
    executive_summary="", business=BusinessReality(model="", bottleneck="trust"),
    value=ValueArchitecture(core_promise=""), messaging=Messaging(core_promise=""),
    channels=(a_channel(Channel.INSTAGRAM, 60, 6_000), a_channel(Channel.EMAIL, 40, 4_000)),
)  # fmt: skip
"""Says nothing, so that what is written is production's own."""
LONG = "each household decides by itself how often coffee is sent and how much of it, " * 4
TOLD = a_strategy(
    business=BusinessReality(model="Sells bags.", growth_constraint="A small basket; Two roasters", bottleneck="trust"),
    market=MarketTruth(
        category_maturity="Coffee is crowded.", white_space="Rhythm.", what_not_to_do=("No countdowns.",)
    ),
    audience=AudiencePsychology(awareness_state="Most aware: they have bought."),
    value=ValueArchitecture(core_promise="", differentiation_kind="structural"),
    narrative=Narrative(repetition="Fresh, and only when needed; Pause at will"),
    channels=(
        a_channel(Channel.YOUTUBE, 30, 3_000).model_copy(update={"reason": "It shows.", "tactics": (LONG, "Film it")}),
        a_channel(Channel.GOOGLE_ADS, 70, 7_000),
    ),
    avoided_channels=(AvoidedChannel(channel=Channel.X, reason="The brief asks to avoid it."),),
    guardrails=Guardrails(compliance=("UK GDPR: consent before tracking", LONG)),
    measurement=Measurement(
        definition_of_success=LONG,
        leading_indicators=("Reach",),
        lagging_indicators=("Monthly churn",),
        decision_rules=("A channel that meets its stop rule loses its budget.",),
        review_cadence="Every two weeks.",
    ),
    personas=(
        Persona(name="Ready to act", goals=("Fresh cups",), pains=("Stale beans",), channels=(Channel.YOUTUBE,)),
    ),
)
"""Says everything, some of it at length."""
WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"]?\s+|\n|\|")
UNFILLED = re.compile(r"\{\w*\}|None\b|\bTBD\b|\.\.|…\.|\s\.|\s,")


@cache
def example(name: str) -> Brief:
    return Brief.model_validate_json((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def work(brief: Brief | None = None, strategy: Strategy | None = None) -> Work:
    gathered = material(brief, strategy)
    tags = hashtags(gathered)
    return Work(gathered, calendar(gathered, tags), tags)


def case(brief: Brief) -> Case:
    return case_of(work(brief))


def section(name: str, brief: Brief | None = None, strategy: Strategy | None = None) -> str:
    return WRITERS[name](work(brief, strategy))


def sections(brief: Brief, strategy: Strategy | None = None) -> dict[str, str]:
    made = work(brief, strategy)
    return {name: write(made) for name, write in WRITERS.items()}


def sentences(text: str) -> list[list[str]]:
    return [words for part in SENTENCE_END.split(text) if (words := WORD.findall(part.casefold()))]


def test_every_section_that_a_campaign_adds_has_a_writer() -> None:
    assert set(WRITERS) == {each.section_id for each in promised.SPECIFICATIONS}


@pytest.mark.parametrize("package", CAMPAIGNS)
def test_each_strategy_campaign_can_be_ordered(package: PackageName) -> None:
    assert objection(a_strategy_drafted(a_brief(package=package))) is None


@pytest.mark.parametrize("strategy", [TOLD, OWN_STRATEGY], ids=["a strategy that says all", "one that says nothing"])
@pytest.mark.parametrize(("industry", "objective"), list(product(Industry, Objective)))
def test_sections_meet_their_specification_in_every_industry_for_every_objective(
    industry: Industry, objective: Objective, strategy: Strategy
) -> None:
    written = sections(a_brief(industry=industry, objective=objective), strategy)
    for each in promised.SPECIFICATIONS:
        made = Section(section_id=each.section_id, title=each.title, form=each.form, body=written[each.section_id])
        assert shortfalls(made, each) == (), made.body
        assert UNFILLED.search(made.body) is None, made.body


@pytest.mark.parametrize("path", CLIENTS, ids=lambda path: path.stem)
def test_no_sentence_for_an_example_client_is_unfilled_or_longer_than_forty_words(path: Path) -> None:
    for name, text in sections(example(path.stem), OWN_STRATEGY).items():
        assert UNFILLED.search(text) is None, (name, UNFILLED.search(text))
        assert max(map(len, sentences(text))) <= 40, (name, max(sentences(text), key=len))


def test_no_sentence_of_more_than_eight_words_stands_in_more_than_three_of_the_ten_clients_campaigns() -> None:
    clients = defaultdict(set)
    for path in CLIENTS:
        for text in sections(example(path.stem), OWN_STRATEGY).values():
            for words in sentences(text):
                clients[" ".join(words)].add(path.stem)
    assert len(CLIENTS) == 10
    repeated = {text: who for text, who in clients.items() if len(text.split()) > 8 and len(who) > 3}
    assert repeated == {}


def test_five_words_in_a_row_are_rarely_shared_by_two_clients() -> None:
    shingles = {}
    for path in CLIENTS:
        words = WORD.findall(" ".join(sections(example(path.stem), OWN_STRATEGY).values()).casefold())
        shingles[path.stem] = {tuple(words[place : place + 5]) for place in range(len(words) - 4)}
    pairs = [(one, other) for one in shingles for other in shingles if one < other]
    shared = [len(shingles[one] & shingles[other]) / len(shingles[one] | shingles[other]) for one, other in pairs]
    assert max(shared) < 0.25
    assert sum(shared) / len(shared) < 0.2


def test_what_is_sold_decides_the_trade_before_the_industry_does() -> None:
    assert case(example("coffee-subscription")).trade.customers == "subscribers"
    assert case(example("fitness-app")).aim.results == "downloads"
    assert case(example("yoga-studio")).trade.customers == "members"
    assert case(example("yoga-studio")).aim.results == "enquiries"
    assert case(a_brief(objective=Objective.HIRING)).trade.customers == "employees"


@pytest.mark.parametrize(
    ("client", "product", "reader"),
    [
        ("yoga-studio", "the ten-class starter pass at $89", "people of 24 to 40 who live or work within three miles"),
        (
            "sportswear-shop",
            "Fjellvind's wind-proof running jackets and tights",
            "runners of 28 to 50 in Nordic cities",
        ),
        ("encryption-saas", "a 30-day pilot of Keyhollow Vault", "CISOs and heads of platform security"),
        ("wealth-manager", "the retirement review of Arden & Holt", "Consultants, GPs and dentists of 48 to 62 with"),
        ("coding-bootcamp", "the 24-week software developer course of Mwanga Code", "school leavers and graduates"),
    ],
)
def test_offer_and_audience_are_named_in_few_words(client: str, product: str, reader: str) -> None:
    made = case(example(client))
    assert made.product == product
    assert made.reader.startswith(reader)
    assert not made.reader.endswith("£300,000")


def test_a_goal_that_can_be_counted_gives_a_pace_and_a_price() -> None:
    objective = section("campaign_objective", example("yoga-studio"), OWN_STRATEGY)
    assert "Pace: 200 more members, on average 15.4 a week" in objective
    assert "Price: 100 USD for each of 200 members." in objective
    assert "Ceiling: a third of a lifetime value, 370 USD" in objective


def test_a_rate_is_told_in_people_and_a_return_in_sales() -> None:
    churn = section("campaign_objective", a_brief(), OWN_STRATEGY)
    assert "of 1,000 subscribers 120 leave today and 70 at the target; 50 stay" in churn
    target = KpiTarget(metric="ROAS", target=3.5, unit="x", baseline=1.8)
    sales = section("campaign_objective", a_brief(kpi_targets=(target,)), OWN_STRATEGY)
    assert "the budget of 12,000 GBP brings 21,600 GBP today and 42,000 GBP at the target" in sales


def test_scenarios_scale_money_and_results() -> None:
    brief = a_brief(
        budget=Budget(minimum=9_000, maximum=10_000, currency="GBP"),
        kpi_targets=(KpiTarget(metric="New subscribers", target=500, unit="subscribers", baseline=100),),
    )
    table = section("budget_scenarios", brief, OWN_STRATEGY)
    budgets = ("| Careful | 7,000 GBP |", "| As planned | 10,000 GBP |", "| Bold | 13,000 GBP |")
    assert all(cells in table for cells in (*budgets, "| 280 subscribers |", "| 500 subscribers |"))


def test_a_channel_gets_its_share_of_a_week() -> None:
    plan = section("channel_plan", a_brief(duration_weeks=10), OWN_STRATEGY)
    assert "| Instagram | primary | post |" in plan
    assert "| 60 % | 600 GBP |" in plan


def test_the_sample_of_a_test_follows_lehr() -> None:
    assert per_variant(0.015, 0.3) == 11_675
    assert "11,675 (at 1.5 %)" in section("test_plan", None, OWN_STRATEGY)


def test_text_messages_fit_and_say_how_to_end_them() -> None:
    long = a_brief(client_name=" ".join(["Harbour & Vine"] * 6), differentiators=("Long " * 29,))
    flows = section("messaging_flows", long)
    messages = re.findall(r"^- (?:Confirmation|Reminder|Afterwards|News): (.+)$", flows, re.MULTILINE)
    assert len(messages) == 4
    assert all(len(text) <= LONGEST and text.endswith("Reply STOP to end.") for text in messages)


def test_the_flows_tell_the_subjects_and_files_of_the_mails_that_are_written() -> None:
    flows = section("email_crm_flows")
    for letter in flow_emails(material()):
        assert f"email-{letter.name}.html" in flows and f"| {letter.subject} |" in flows


def test_places_are_told_from_their_region() -> None:
    one = section("localisation", a_brief(geography="Austin, Texas"))
    assert one.count("could come from nowhere else") == 1
    assert "- Austin, Texas: one post" in one
    two = section("localisation", a_brief(geography="Kolkata and Howrah, West Bengal"))
    assert all(f"- {place}: one post" in two for place in ("Kolkata", "Howrah"))
    assert "- West Bengal: one post" not in two


def test_a_language_that_the_package_lacks_is_named() -> None:
    assert "also names Bengali; this package is in English" in section("localisation", a_brief(languages=("en", "bn")))


@pytest.mark.parametrize(
    ("geography", "law"),
    [("United Kingdom", "the UK GDPR and PECR"), ("Kolkata, India", "Digital Personal Data Protection Act, 2023")],
)
def test_the_law_that_counsel_has_to_check_is_that_of_the_place(geography: str, law: str) -> None:
    assert law in section("data_privacy", a_brief(geography=geography))


def test_a_banned_word_stands_in_no_row_and_in_no_line_of_a_trade() -> None:
    for name, text in sections(a_brief(banned_words=("parcel", "delivery"), must_avoid=("price rise",))).items():
        assert re.search(r"\b(?:parcel|delivery|price rise)\b", text, re.IGNORECASE) is None, name


def test_competitors_are_compared_in_the_table_and_not_named_in_any_mail() -> None:
    brief = a_brief(competitors=("Bean Barn", "Roast Works"))
    assert "| Bean Barn |" in section("competitive_positioning", brief)
    mails = "".join(section(name, brief) for name in ("email_crm_flows", "messaging_flows", "ad_concepts"))
    assert "Bean Barn" not in mails


def test_personas_do_not_share_problem_or_doubt() -> None:
    brief = example("coffee-subscription")
    twins = [
        Persona(name=name, pains=brief.pain_points, goals=brief.desired_outcomes, objections=brief.objections)
        for name in ("Ready to act", "Still comparing")
    ]
    cards = section("persona_cards", brief, OWN_STRATEGY.model_copy(update={"personas": tuple(twins)}))
    for label in ("Problem", "Doubt", "Progress would be"):
        told = re.findall(rf"^- {label}: (.+)$", cards, re.MULTILINE)
        assert len(told) == len(set(told)) == 2


def test_a_long_definition_of_success_gives_way_to_the_number_that_decides() -> None:
    framework = section("measurement_framework", a_brief(), TOLD)
    assert "Success for Harbour & Vine: monthly churn from 12 to 7 %, by 24 May 2026." in framework
    short = TOLD.measurement.model_copy(update={"definition_of_success": "Churn at 7 % in May."})
    stated = section("measurement_framework", a_brief(), TOLD.model_copy(update={"measurement": short}))
    assert "is defined once: churn at 7 % in May." in stated


def test_mails_without_a_way_out_fall_short() -> None:
    body = section("email_crm_flows").replace("nsubscribe", "")
    promise = next(each for each in promised.SPECIFICATIONS if each.section_id == "email_crm_flows")
    made = Section(section_id=promise.section_id, title=promise.title, form=promise.form, body=body)
    assert "nowhere “unsubscribe”" in shortfalls(made, promise)
