"""The calendar: contiguous, specific, within limits, and shared out by budget."""

from collections import Counter
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from production_builders import a_brief, a_channel, a_milestone, a_strategy, material

from contracts.brief import Brief, Channel, KpiTarget, Objective
from contracts.draft import CalendarPost
from production.domain.calendar import calendar, schedule
from production.domain.hashtags import hashtags
from production.domain.plans import calendar_table
from production.domain.sections import summary

LIMITS = {Channel.X: 280, Channel.SMS: 160, Channel.INSTAGRAM: 2200, Channel.LINKEDIN: 3000, Channel.PINTEREST: 500}
EVERY_CHANNEL = tuple(a_channel(channel, 7) for channel in Channel)

BRIEFS = {
    "full": a_brief(),
    "thin": a_brief(
        pain_points=("Stale beans",),
        desired_outcomes=("Fresh cups",),
        differentiators=(),
        proof_assets=(),
        pricing=None,
    ),
    "long": a_brief(
        client_name="The Harbour and Vineyard Coffee Roasting Company of Greater Bristol",
        pain_points=tuple(f"Problem {place}: {'a long account of beans ' * 20}" for place in range(9)),
        required_disclaimers=("Prices include VAT and delivery within mainland Great Britain only, islands excluded.",),
    ),
    "unicode": a_brief(client_name="শিউলি কফি 北京", primary_offer="新鲜咖啡 every month"),
    "banned verbs": a_brief(banned_words=("what", "you", "first", "read", "see", "why", "how", "begin", "ask", "tell")),
}


def posts(brief: Brief, channels: tuple[Channel, ...] = ()) -> tuple[CalendarPost, ...]:
    plans = tuple(a_channel(channel, 100 // len(channels)) for channel in channels)
    words = material(brief, a_strategy(channels=plans) if plans else a_strategy())
    return calendar(words, hashtags(words))


def published(post: CalendarPost) -> str:
    link = "x" * 23 if post.platform in (Channel.X, Channel.SMS) else (post.utm_link or "")
    return " ".join(filter(None, (post.hook, post.caption, post.call_to_action, link, *post.hashtags)))


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
def test_thirty_days_follow_each_other_from_the_start_date(brief: Brief) -> None:
    written = posts(brief)
    assert [post.day for post in written] == list(range(1, 31))
    assert [post.date for post in written] == [date(2026, 3, 2) + timedelta(days=day) for day in range(30)]


def test_the_thirty_days_begin_with_the_launch_and_the_summary_says_so() -> None:
    launched = a_strategy(
        channels=(a_channel(Channel.SMS, 100),), timeline=(a_milestone(10, "Launch on SMS", "launch"),)
    )
    words = material(strategy=launched)
    written = calendar(words, hashtags(words))
    assert [post.date for post in written] == [date(2026, 3, 12) + timedelta(days=day) for day in range(30)]
    assert "Harbour & Vine, 12 March" in written[0].caption
    assert "Publishing begins on 12 March." in summary(words, written)
    assert "from 12 March until 10 April 2026" in calendar_table(words, written)


@pytest.mark.parametrize(
    ("weeks", "said"), [(1, "Posts from 9 March on are in reserve"), (4, "from 30 March"), (12, "")]
)
def test_posts_after_the_last_day_of_a_short_campaign_are_in_reserve(weeks: int, said: str) -> None:
    words = material(a_brief(duration_weeks=weeks))
    table = calendar_table(words, calendar(words, hashtags(words)))
    assert ("in reserve" in table) == bool(said)
    assert said in table


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
def test_no_hook_is_used_twice_and_none_is_empty(brief: Brief) -> None:
    hooks = [post.hook.casefold() for post in posts(brief)]
    assert len(set(hooks)) == 30
    assert all(len(hook) > 8 for hook in hooks)


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
def test_no_caption_is_used_twice_on_a_platform(brief: Brief) -> None:
    used = Counter((post.platform, post.caption) for post in posts(brief))
    assert used.most_common(1)[0][1] == 1


@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS)
@pytest.mark.parametrize("platform", LIMITS)
def test_a_whole_post_stays_within_its_platforms_limit(brief: Brief, platform: Channel) -> None:
    for post in posts(brief, (platform,)):
        assert len(published(post)) <= LIMITS[platform], published(post)


def test_every_post_asks_for_something_and_leads_to_a_link_of_its_own() -> None:
    written = posts(a_brief())
    assert all(post.call_to_action and post.theme and post.asset_type and post.status == "draft" for post in written)
    assert len({post.utm_link for post in written}) == 30


def test_a_link_keeps_the_clients_port_path_and_query_and_says_where_it_stood() -> None:
    post = posts(a_brief(website="https://shop.example.com:8443/start?ref=1"), (Channel.LINKEDIN,))[4]
    parts = urlsplit(post.utm_link or "")
    assert (parts.netloc, parts.path) == ("shop.example.com:8443", "/start")
    assert parse_qs(parts.query) == {
        "ref": ["1"],
        "utm_source": ["linkedin"],
        "utm_medium": ["social"],
        "utm_campaign": ["harbour-vine-retention-2026-03"],
        "utm_content": ["day-05"],
    }


def test_a_client_without_a_website_gets_no_links() -> None:
    assert {post.utm_link for post in posts(a_brief(website=None))} == {None}


def test_days_follow_the_budget_and_every_posting_channel_gets_one() -> None:
    given = Counter(
        schedule([a_channel(Channel.INSTAGRAM, 60), a_channel(Channel.X, 37), a_channel(Channel.TIKTOK, 3)])
    )
    assert given == {Channel.INSTAGRAM: 18, Channel.X: 11, Channel.TIKTOK: 1}


def test_a_channel_that_takes_few_posts_a_month_stops_at_its_number() -> None:
    given = Counter(schedule([a_channel(Channel.WEBINAR, 90), a_channel(Channel.LINKEDIN, 10)]))
    assert given == {Channel.WEBINAR: 2, Channel.LINKEDIN: 28}


def test_every_channel_that_carries_posts_is_used_and_advertising_channels_are_not() -> None:
    words = material(strategy=a_strategy(channels=EVERY_CHANNEL))
    used = {post.platform for post in calendar(words, hashtags(words))}
    assert used == set(Channel) - {Channel.GOOGLE_ADS, Channel.META_ADS}


def test_an_sms_says_how_to_opt_out_and_an_email_how_to_unsubscribe() -> None:
    assert all("Reply STOP" in post.caption for post in posts(a_brief(required_disclaimers=()), (Channel.SMS,)))
    assert all("Unsubscribe" in post.caption for post in posts(a_brief(), (Channel.EMAIL,)))


def test_disclaimers_stand_in_every_caption_that_has_room() -> None:
    assert all("Prices include VAT." in post.caption for post in posts(a_brief(), (Channel.INSTAGRAM,)))


def test_no_post_shows_the_clients_own_numbers_as_a_benefit() -> None:
    assert not any("Churn from" in f"{post.hook} {post.caption}" for post in posts(a_brief()))


def test_no_post_names_a_competitor_though_a_rebuttal_does() -> None:
    strategy = a_strategy()
    rebuttal = strategy.messaging.rebuttals[0].model_copy(update={"answer": "Unlike BeanGiant we print the date."})
    messaging = strategy.messaging.model_copy(update={"rebuttals": (rebuttal,)})
    words = material(a_brief(competitors=("BeanGiant",)), a_strategy(messaging=messaging))
    assert not any("BeanGiant" in f"{post.hook} {post.caption}" for post in calendar(words, hashtags(words)))


@pytest.mark.parametrize("objective", Objective)
def test_each_objective_has_calls_of_its_own(objective: Objective) -> None:
    calls = {post.call_to_action for post in posts(a_brief(objective=objective))}
    assert len(calls) >= 4
    assert any("Harbour & Vine" in call for call in calls)


def test_evidence_that_is_shortened_shows_that_something_is_missing() -> None:
    proof = f"Independent test of {'forty-nine ' * 11}volunteers, 2026: 49 finished without complaint"
    hooks = [post.hook for post in posts(a_brief(proof_assets=(proof,))) if "independent test" in post.hook.casefold()]
    assert hooks
    assert all("…" in hook for hook in hooks)


def test_the_clients_own_sentences_open_posts_word_for_word() -> None:
    spoken = "You have 11 days of coffee left, if our guess is right. Is it?"
    assert any(spoken in post.hook for post in posts(a_brief(voice_examples=(spoken,))))


def test_no_opening_is_used_again_before_the_others_of_its_kind() -> None:
    problems = tuple(f"Problem {letter} at home" for letter in "ABCDEF")
    hooks = [post.hook.casefold() for post in posts(a_brief(pain_points=problems))]
    first = {problem: next(hook for hook in hooks if problem.casefold() in hook) for problem in problems}
    assert len({hook.replace(problem.casefold(), "") for problem, hook in first.items()}) == len(problems)


def test_a_text_message_is_whole_says_who_sends_it_and_how_to_opt_out() -> None:
    sent = [post for post in posts(a_brief(), (Channel.SMS, Channel.EMAIL)) if post.platform == Channel.SMS]
    assert sent
    for post in sent:
        assert post.caption.startswith(f"Harbour & Vine, {post.date.day} {post.date:%B}. Reply STOP to opt out.")
        assert len(post.call_to_action) <= 20
        assert published(post).isascii()


@pytest.mark.parametrize(
    ("unit", "call"),
    [("downloads", "Download Harbour & Vine"), ("pre-orders", "Pre-order at Harbour & Vine"), ("cups", "Order from")],
)
def test_a_call_asks_for_what_the_client_counts(unit: str, call: str) -> None:
    wanted = (KpiTarget(metric="Target", target=500, unit=unit, baseline=0),)
    calls = {post.call_to_action for post in posts(a_brief(kpi_targets=wanted, objective=Objective.SALES))}
    assert any(found.startswith(call) for found in calls)


def test_a_way_leads_from_a_problem_to_the_outcome_that_answers_it() -> None:
    pains = ("Skipping a week takes a login, and nobody has it", "Stale beans")
    brief = a_brief(pain_points=pains, desired_outcomes=("Skipping in one message", "Rest"))
    hooks = [post.hook for post in posts(brief)]
    assert any("rom “Skipping a week takes a login” to “Skipping in one message”" in hook for hook in hooks)
    assert not any("“Stale beans” to" in hook for hook in hooks)
