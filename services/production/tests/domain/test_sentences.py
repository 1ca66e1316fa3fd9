"""Sentences that a client sees first are right: names, amounts, numbers of one, quotations, and where a text is cut.

Mutants: `_frame` that always gives two ends -> one amount; `_never` through `closing` of its own -> the name keeps its
capital; an audience cut anywhere -> at a clause; `quoted` that quotes what is quoted -> one pair of marks; `measured`
without `unit_of` -> one of a thing; a pace rounded to nothing -> one every so many weeks.
"""

import re

import pytest
from production_builders import a_brief, a_channel, a_strategy, a_strategy_drafted, material, text_of

from contracts.brief import Budget, Channel, KpiTarget, PackageName
from contracts.strategy import AudiencePsychology, MarketTruth, Messaging, Pillar, Rebuttal
from production.domain.calendar import calendar
from production.domain.campaign.writers import WRITERS
from production.domain.drafting import write_draft
from production.domain.hashtags import hashtags
from production.domain.material import Material
from production.domain.sections import content_buckets, messaging, overview
from production.domain.wording import clause, gist, inside, measured, quoted, unquoted
from production.domain.work import Work

DESK = (
    "People of 24 to 40 who live or work within three miles of East 6th Street, sit most of the day, and stopped going "
    "to a gym within the last year"
)


def written(name: str, gathered: Material) -> str:
    return WRITERS[name](Work(gathered, calendar(gathered, hashtags(gathered)), hashtags(gathered)))


@pytest.mark.parametrize(
    ("lowest", "highest", "sentence"),
    [
        (8_000, 12_000, "The budget lies between 8,000 and 12,000 GBP."),
        (20_000, 20_000, "The budget is 20,000 GBP."),
        (0, 0, "The budget is zero, so shares say where the work goes, not money."),
    ],
)
def test_a_budget_of_one_amount_has_no_two_ends(lowest: int, highest: int, sentence: str) -> None:
    brief = a_brief(budget=Budget(minimum=lowest, maximum=highest, currency="GBP"))
    assert sentence in overview(material(brief))


@pytest.mark.parametrize("package", PackageName)
def test_no_package_counts_one_as_many(package: PackageName) -> None:
    written = text_of(write_draft(a_strategy_drafted(a_brief(package=package, duration_weeks=1))))
    assert not re.search(r"\b1 (weeks|days|posts|bookings|months)\b", written)


def test_a_week_and_a_result_stand_in_the_singular() -> None:
    assert "runs for 1 week." in overview(material(a_brief(duration_weeks=1)))
    one_week = a_brief(package=PackageName.FULL_FUNNEL_GROWTH, duration_weeks=1, kpi_targets=())
    assert "a week for 1 week." in text_of(write_draft(a_strategy_drafted(one_week)))
    audit = a_brief(package=PackageName.PERFORMANCE_AUDIT, duration_weeks=1)
    assert "1 target, 4 channels, 1 week, 12,000 GBP" in text_of(write_draft(a_strategy_drafted(audit)))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (2, "bookings", "2 bookings"),
        (1, "bookings", "1 booking"),
        (1, "new reviews a week", "1 new review a week"),
        (1, "enquiries", "1 enquiry"),
        (1, "starter passes", "1 starter pass"),
        (1, "people", "1 person"),
        (1, "GBP", "1 GBP"),
        (1, "% of customers", "1 % of customers"),
        (1, "starter passes sold", "1 starter pass sold"),
        (1, "", "1"),
        (1.5, "stars", "1.5 stars"),
    ],
)
def test_one_of_a_thing_is_no_plural(value: float, unit: str, expected: str) -> None:
    assert measured(value, unit) == expected


def test_one_channel_one_claim_and_one_order_are_no_plurals() -> None:
    alone = a_strategy(channels=(a_channel(Channel.INSTAGRAM, 100, 12_000),))
    brief = a_brief(differentiators=("Roast date printed",), average_order_value=100, lifetime_value=104)
    assert "carried by 1 channel;" in written("channel_plan", material(brief, alone))
    assert "brings 104 GBP, about that." in written("value_proposition", material(brief, alone))
    for package in (PackageName.BRAND_TURNAROUND, PackageName.PERFORMANCE_AUDIT):
        drafted = write_draft(a_strategy_drafted(brief.model_copy(update={"package": package}), alone))
        assert not re.search(r"\b1 (?:channels|proofs|claims|differences|orders|posts|times)\b", text_of(drafted))


def test_an_offer_without_an_article_gets_one_where_a_hook_or_a_call_names_it() -> None:
    draft = write_draft(
        a_strategy_drafted(a_brief(primary_offer="Coffee subscription with beans roasted the same day"))
    )
    hooks = [post.hook for post in draft.calendar]
    assert any("Choosing the coffee subscription" in hook for hook in hooks)
    bare = re.compile(r"(?:Choosing|questions about|begin:|in it:|asking Harbour & Vine about) coffee subscription")
    assert not bare.search(text_of(draft))


def test_a_slow_pace_is_told_in_weeks_rather_than_as_none_a_week() -> None:
    slow = KpiTarget(metric="Bookings", target=5, unit="bookings", baseline=0)
    objective = written("campaign_objective", material(a_brief(duration_weeks=100, kpi_targets=(slow,))))
    assert "Pace: 5 more bookings, one every 20 weeks for Harbour & Vine." in objective
    rate = KpiTarget(metric="Rating", target=4.6, unit="stars", baseline=4.5)
    objective = written("campaign_objective", material(a_brief(duration_weeks=100, kpi_targets=(rate,))))
    assert "Pace: rating moves from 4.5 to 4.6 stars." in objective


@pytest.mark.parametrize("client", ["Ida", "Arden & Holt Wealth", "The Bakers"])
def test_a_clients_name_keeps_its_capital(client: str) -> None:
    rules = (f"{client} spends nothing on TikTok in these weeks.", "No countdowns.")
    market = MarketTruth(category_maturity="", white_space="", what_not_to_do=rules)
    gathered = material(a_brief(client_name=client), a_strategy(market=market))
    never = written("creative_direction", gathered).partition("### Never")[2]
    assert f"- {client} spends nothing on TikTok in these weeks." in never
    assert f"- For {client}: no countdowns." in never


def test_a_phrase_that_begins_with_the_client_keeps_the_capital_wherever_it_is_told() -> None:
    brief = a_brief(client_name="Ida", differentiators=("Ida bakes at four in the morning",), must_include=())
    for name, text in ((name, written(name, material(brief))) for name in ("core_idea", "value_proposition")):
        assert "Ida bakes" in text and "ida bakes" not in text, name
    gathered = material(a_brief(client_name="Kestrel Coffee"))
    assert gathered.inside("Coffee arrives fresh") == "coffee arrives fresh"
    assert gathered.inside("Kestrel's beans") == "Kestrel's beans"


def test_an_audience_is_cut_where_a_clause_ends() -> None:
    cut = material(a_brief(target_audience=DESK)).audience
    assert cut == "People of 24 to 40 who live or work within three miles of East 6th Street"
    assert "#StoppedGoing" not in hashtags(material(a_brief(target_audience=DESK))).all


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Runners, swimmers, rowers and climbers", "Runners"),
        ("CISOs of banks that keep payment data", "CISOs of banks"),
        ("Short enough", "Short enough"),
        ("Everybody between the stations", "Everybody between the stations"),
    ],
)
def test_a_clause_leaves_no_list_unfinished(text: str, expected: str) -> None:
    assert clause(text, 26) == expected


def test_a_phrase_is_not_cut_within_a_list_or_after_a_percentage() -> None:
    assert gist("341 client families, 96 % of them still clients", 28) == "341 client families"
    assert gist("they want calm, know Bean Barn, Roast Works and Crema", 45) == "they want calm"


def test_what_is_quoted_already_is_not_quoted_again() -> None:
    assert quoted("“I am not fit enough”") == quoted("I am not fit enough") == "“I am not fit enough”"
    assert unquoted("“One” or “two”") == "“One” or “two”"
    pillar = Pillar(name="“I have no time”", description="Why people wait.", topics=("Ten minutes",))
    gathered = material(a_brief(), a_strategy(pillars=(pillar, *a_strategy().pillars)))
    assert "In the calendar “I have no time” has " in content_buckets(gathered, calendar(gathered, hashtags(gathered)))


def test_a_problem_that_the_brief_quotes_is_quoted_once() -> None:
    brief = a_brief(pain_points=('"I never know when it comes".',), package=PackageName.FULL_FUNNEL_GROWTH)
    text = text_of(write_draft(a_strategy_drafted(brief)))
    assert "“I never know when it comes”" in text
    assert '“"' not in text and "““" not in text


def test_a_quoted_name_that_is_cut_keeps_both_its_marks() -> None:
    names = ("“Doubt one: the way is far too long for me on a working day in winter”", "Rhythm", "Brewing")
    pillars = tuple(Pillar(name=name, description="", topics=()) for name in names)
    assert material(a_brief(), a_strategy(pillars=pillars)).pillars[0].name == "“Doubt one”"


def test_a_doubt_that_asks_keeps_its_question_mark() -> None:
    rebuttals = (Rebuttal(objection="My pension is safe, what is there to advise?", answer="The date."),)
    gathered = material(a_brief(), a_strategy(messaging=Messaging(core_promise="", rebuttals=rebuttals)))
    assert "- “My pension is safe, what is there to advise?” The date." in messaging(gathered)
    assert "“My pension is safe, what is there to advise?”" in written("audience_segments", gathered)


def test_a_tone_may_be_a_noun() -> None:
    assert "The tone of Harbour & Vine: plain and dry humour." in messaging(
        material(a_brief(tone_of_voice=("plain", "dry humour")))
    )


def test_a_state_named_before_a_colon_is_no_name() -> None:
    stated = AudiencePsychology(awareness_state="Solution-aware: CISOs know what they want.")
    told = written("audience_segments", material(a_brief(), a_strategy(audience=stated)))
    assert "they are solution-aware: CISOs know what they want." in told
    assert inside("Solution-aware: CISOs") == "solution-aware: CISOs"


def test_no_two_cards_are_convinced_by_the_same_and_no_reason_is_given_twice() -> None:
    brief = a_brief(proof_assets=(), differentiators=(), pain_points=("One", "Two"), desired_outcomes=("A", "B"))
    assert written("persona_cards", material(brief)).count("Convinced by") == 1
    assert written("value_proposition", material(brief)).count("What makes it possible") == 1


def test_one_customer_won_is_the_client_s_goal_and_not_what_a_reader_gets() -> None:
    words = material(a_brief(desired_outcomes=("1 pilot customer", "A customer service that answers")))
    assert (words.goals, words.outcomes) == (("1 pilot customer",), ("A customer service that answers",))


def test_visits_are_doubled_within_the_campaign() -> None:
    short = a_brief(package=PackageName.FULL_FUNNEL_GROWTH, duration_weeks=2, kpi_targets=())
    assert "doubled by 15 March 2026" in text_of(write_draft(a_strategy_drafted(short)))
