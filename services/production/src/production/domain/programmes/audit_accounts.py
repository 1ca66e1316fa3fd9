"""The audit's scope, and whether each account is cut so that its parts can learn."""

from contracts.brief import Channel
from contracts.strategy import ChannelPlan
from production.domain import quotes
from production.domain.economics import channel_week, goal_of, money, on_day, planned_cost, total_of, weekly
from production.domain.figures import weeks
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.programmes.checks import Check, checks_table
from production.domain.programmes.figures import way_of
from production.domain.programmes.known import facts, sources
from production.domain.wording import inside, listed, measured, number, opened, plain
from production.domain.work import Work

LEARNING = 50
"""Results a week that an advertising set needs to leave Meta's learning phase (Meta's own rule)."""
BIDDING = 30
"""Conversions in 30 days from which Google advises bidding to a target cost (Google's own rule)."""

ACCOUNTS = {
    Channel.GOOGLE_ADS: "Google Ads account",
    Channel.META_ADS: "Meta business portfolio",
    Channel.LINKEDIN: "LinkedIn Campaign Manager",
    Channel.INSTAGRAM: "Instagram insights",
    Channel.FACEBOOK: "Facebook page insights",
    Channel.TIKTOK: "TikTok Ads Manager",
    Channel.YOUTUBE: "YouTube Studio",
    Channel.PINTEREST: "Pinterest analytics",
    Channel.EMAIL: "mailing tool",
    Channel.SMS: "text message tool",
    Channel.WHATSAPP: "WhatsApp Business account",
    Channel.WEBINAR: "webinar tool",
    Channel.GOOGLE_MAPS: "Google business profile",
    Channel.BLOG: "Search Console",
    Channel.X: "X analytics",
}


def audit_scope(work: Work) -> str:
    """Say what is audited, which question each part answers, what access is needed, and what is left out."""
    material = work.material
    brief, total = material.brief, total_of(work.material.brief)
    spend = f", {money(brief, total)}" if total else ""
    return body(
        material.say(
            f"Written without access to any account of {material.client}: every line below is a check, not a finding.",
            f"It rests on the brief: {measured(len(brief.kpi_targets), 'targets')}, "
            f"{measured(len(material.strategy.channels), 'channels')}, {weeks(brief.duration_weeks)}{spend}.",
            f"Results follow within ten working days of access, first on {on_day(brief, 13)} (assumed).",
        ),
        table(("Part", "Question", "Answered from"), sayable(material, _questions(material))),
        heading("Access to grant"),
        bullets(material, _access(material)),
        heading("Left out"),
        bullets(material, _left_out(material)),
    )


def _questions(material: Material) -> list[tuple[str, ...]]:
    targets = [way_of(target) for target in material.brief.kpi_targets]
    first = targets[0] if targets else f"more from {quotes.product(material)}"
    names = [label(plan.channel) for plan in material.strategy.channels]
    return [
        ("Accounts and tracking", f"Can “{first}” be measured at all?", "accounts, tag manager"),
        ("Audience", f"Do {quotes.audience(material)} see it, or others?", f"{names[0]} reports"),
        ("Creative", f"Is “{quotes.pain(material, 0)}” shown before the product?", "advertisements of 90 days"),
        (
            "Search and landing page",
            f"Does a search for {quotes.product(material)} end on its page?",
            "search terms, page",
        ),
        ("Channels and budget", f"Which of {', '.join(names[:3])} earns its money?", "spend by week"),
        *(
            (f"Target {turn}", f"What moves {inside(target)}?", "all of the above")
            for turn, target in enumerate(targets[1:4], 2)
        ),
    ]


def _access(material: Material) -> list[str]:
    spent = [(ACCOUNTS[plan.channel], channel_week(material.brief, plan)) for plan in material.strategy.channels]
    granted = [f"{opened(account)} of {material.client}: read-only, for {week} a week." for account, week in spent]
    site = plain(material.brief.website or "")
    return [
        *granted,
        f"Web analytics and tag manager of {site}: read-only, 13 months back." if site else "",
        *(f"At hand already: {name}." for name in sources(material)),
    ]


def _left_out(material: Material) -> list[str]:
    avoided = [label(left.channel) for left in material.strategy.avoided_channels]
    return [
        f"{listed(avoided)}: the plan of {material.client} spends nothing there." if avoided else "",
        f"Changes in the accounts: {material.client} decides on each, after the findings.",
        f"The books of {material.client}: margin is asked for, not audited.",
    ]


def account_checks(material: Material) -> tuple[Check, ...]:
    """Give the checks of the accounts: one a channel, then what holds for all."""
    rhythm = plain(material.brief.report_frequency or "every 2 weeks (assumed)")
    by_channel = tuple(_account_check(material, plan) for plan in material.strategy.channels)
    stated = tuple(
        Check(f"Stated: {name}", value, "within a tenth in the account", "explained before anything else")
        for name, value in facts(material)
    )
    return (
        *by_channel,
        Check("Campaign names", material.client, "9 of 10 state channel, audience, offer", "renamed, then compared"),
        Check("Changes by hand", f"reviews {rhythm}", "at most one between reviews", "a change log, one line each"),
        *stated,
    )


def _account_check(material: Material, plan: ChannelPlan) -> Check:
    week, cost = channel_week(material.brief, plan), planned_cost(material.brief)
    name = opened(ACCOUNTS[plan.channel])
    if plan.channel not in PAID or not cost or plan.budget_amount is None:
        threshold, follows = _UNITS.get(plan.channel, _SERIES)
        return Check(name, f"{week} a week, {plan.budget_share_percent} % of the money", threshold, follows)
    results = weekly(material.brief, plan.budget_amount) / cost
    figure = f"{week} a week, {number(round(results, 1))} results at {money(material.brief, cost)}"
    return Check(name, figure, _learnable(plan.channel, results), "small parts merged into the largest")


def _learnable(channel: Channel, results: float) -> str:
    if channel is Channel.GOOGLE_ADS:
        return f"{_counted(results * 30 / 7 // BIDDING, 'campaign')} with {BIDDING} conversions in 30 days"
    return f"{_counted(results // LEARNING, 'set')} with {LEARNING} results a week"


def _counted(count: float, noun: str) -> str:
    whole = max(int(count), 1)
    return f"{whole} {noun}" if whole == 1 else f"{whole} {noun}s"


PAID = (Channel.GOOGLE_ADS, Channel.META_ADS)
_SERIES = ("each series at 4 posts a month", "weakest series ended")
_LISTS = ("no segment under 500 addresses", "small segments merged")
_UNITS = {
    Channel.GOOGLE_ADS: ("no campaign under a tenth of spend", "small campaigns merged"),
    Channel.META_ADS: ("no set under a tenth of spend", "small sets merged"),
    Channel.EMAIL: _LISTS,
    Channel.SMS: _LISTS,
    Channel.WHATSAPP: _LISTS,
    Channel.GOOGLE_MAPS: ("every field filled, reviews answered", "profile completed first"),
    Channel.BLOG: ("no page without a search term", "empty pages merged"),
}
"""What an account is held to where results can't be counted in it: threshold, and what follows."""


def account_structure(work: Work) -> str:
    """Show the checks of the accounts and the arithmetic behind their thresholds."""
    material = work.material
    return body(
        f"Whether the accounts of {material.client} are cut so that each part can learn.",
        checks_table(material, account_checks(material)),
        heading("The arithmetic"),
        bullets(material, _arithmetic(material)),
    )


def _arithmetic(material: Material) -> list[str]:
    brief, goal, cost, total = (
        material.brief,
        goal_of(material.brief),
        planned_cost(material.brief),
        total_of(material.brief),
    )
    spread = (
        f"All channels together: {money(brief, weekly(brief, total or 0))} a week for {weeks(brief.duration_weeks)}."
    )
    return [
        spread if total else "",
        f"{goal.in_words} for {money(brief, total)} leave {money(brief, cost)} each."
        if goal and cost and total
        else "",
        f"At the wanted return one order of {money(brief, brief.average_order_value)} may cost {money(brief, cost)}."
        if cost and not goal and brief.average_order_value
        else "",
        f"A Meta set with {LEARNING} results a week would spend {money(brief, cost * LEARNING)} in it." if cost else "",
        f"Meta asks for {LEARNING} results a set weekly.",
        f"Google asks for {BIDDING} conversions in 30 days.",
        f"Each split of {quotes.product(material)} by age or place divides these counts again.",
    ]
