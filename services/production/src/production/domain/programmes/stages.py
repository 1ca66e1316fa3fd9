"""The four stages of full-funnel growth: what each must bring, where its money goes, what is said in it."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import Channel
from production.domain import quotes
from production.domain.calls import call_to_action
from production.domain.economics import (
    last_day,
    money,
    on_day,
    shifts_of,
    total_of,
    weekly,
)
from production.domain.figures import weeks
from production.domain.funnel import AWARENESS, CONSIDERATION, CONVERSION, RETENTION, funnel_of, plans_for, stage_rows
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.programmes.figures import (
    number_lines,
    price,
    requirements,
    result_lines,
    rivals,
    stage_money,
    way_of,
)
from production.domain.wording import number, opened, plain, sentence
from production.domain.work import Work, Writer

OWNED = (Channel.EMAIL, Channel.WHATSAPP, Channel.SMS)
SEARCHED = (Channel.GOOGLE_ADS, Channel.GOOGLE_MAPS)
DOUBLING = 56
"""The days in which a campaign without a target doubles its visits, or its whole length where that is less."""
HEADER = ("Channel", "Format", "Part", "A week")


def awareness(work: Work) -> str:
    """Say how many have to see what, on which channel, with which opening."""
    material = work.material
    return body(
        material.say(
            f"{material.client} begins with the problem: “{quotes.pain(material, 0)}”.",
            f"It is met where {quotes.audience(material)} already look, in {quotes.place(material)}.",
            f"Nothing is sold here: the name {material.client} and that problem first have to belong together.",
        ),
        heading("The arithmetic"),
        bullets(material, _reach(material)),
        heading("Channels and money"),
        _money(material, AWARENESS),
        heading("Openings"),
        bullets(material, _openings(material)),
        heading("When it works"),
        bullets(material, number_lines(material, "awareness")),
    )


def _reach(material: Material) -> list[str]:
    funnel, brief = funnel_of(material), material.brief
    if funnel is None:
        return _reach_without_goal(material)
    rate, clicks = number(funnel.visit_rate), number(funnel.click_rate)
    return [
        f"Goal: {funnel.goal.in_words} more by {last_day(brief)}, {_weekly(material, funnel.goal.added)} a week.",
        f"Visits: {number(funnel.visits)}, {_weekly(material, funnel.visits)} a week, if {rate} of 100 visitors "
        f"act ({funnel.visit_basis}).",
        f"Impressions: {number(funnel.impressions)}, {_weekly(material, funnel.impressions)} a week, at {clicks} "
        f"clicks per 100 ({funnel.click_basis}).",
        *_bought(material, funnel.impressions),
    ]


def _reach_without_goal(material: Material) -> list[str]:
    brief, total = material.brief, total_of(material.brief)
    shifts = [way_of(target) for target in shifts_of(brief)]
    spend = f"Spending: {money(brief, weekly(brief, total))} a week for {weeks(brief.duration_weeks)}." if total else ""
    return [
        f"{material.client} counts no single result, so reach serves this: {shifts[0]}." if shifts else "",
        spend,
        f"Without a target from {material.client}, visits a week are counted first and doubled by "
        f"{on_day(brief, min(DOUBLING, brief.duration_weeks * 7) - 1)}.",
        f"Half of those who see a post should meet {material.client} again within seven days (assumed).",
    ]


def _bought(material: Material, needed: int) -> list[str]:
    bought = next((kpi.target for kpi in material.strategy.kpis if kpi.name == "Impressions"), None)
    if bought is None:
        return []
    if bought < needed:
        missing = number(round(needed - bought, -3))
        return [f"The plan counts on {number(bought)}; {missing} must come unpaid, from posts and forwards."]
    return [f"The plan counts on {number(bought)}, {number(round(bought / needed, 1))} times what the goal needs."]


def _weekly(material: Material, amount: float) -> str:
    share = max(round(weekly(material.brief, amount)), 1)
    return number(round(share, 3 - len(str(share))))


def _money(material: Material, stage: int) -> str:
    rows = stage_rows(material, stage)
    if not rows:
        first = material.strategy.channels[0]
        rows = [(label(first.channel), "answers on request", "0 %", "nothing")]
    return body(material.say(stage_money(material, stage)), table(HEADER, rows))


def _openings(material: Material) -> list[str]:
    shown = [plan for plan in plans_for(material, AWARENESS) if plan.channel not in SEARCHED]
    names = [label(plan.channel) for plan in shown] or ["Every channel"]
    patterns = (
        f"“{quotes.pain(material, 0)}”, then three seconds of silence before {material.client} is named",
        f"the question behind “{quotes.pain(material, 1)}”, asked by somebody from {quotes.place(material)}",
        f"“{quotes.outcome(material, 0)}” as it looks on an ordinary day",
        f"a close view of this: {material.inside(quotes.difference(material, 0))}",
        f"the sentence “{quotes.doubt(material, 0) or quotes.pain(material, 2)}”, left standing for a moment",
    )
    return [f"{names[turn % len(names)]}: {pattern}." for turn, pattern in enumerate(patterns)]


def consideration(work: Work) -> str:
    """Say what the audience compares, what holds it back, and where each answer is read."""
    material = work.material
    against = rivals(material)
    return body(
        material.say(
            f"Whoever knows {material.client} now compares.",
            f"On the same list: {against}." if against else "",
            f"What should tip it: {material.inside(quotes.difference(material, 0))}.",
        ),
        heading("What they weigh"),
        bullets(material, _weighed(material)),
        heading("Channels and money"),
        _money(material, CONSIDERATION),
        heading("What they read"),
        "Each answer names its evidence.",
        table(("Question", "Answer", "Read on"), sayable(material, _answers(material))),
        heading("When it works"),
        bullets(material, [*number_lines(material, "engagement"), *_trusted(material)]),
    )


def _weighed(material: Material) -> list[str]:
    cost, evidence = price(material), quotes.proof(material, 0)
    return [
        f"What changes: {material.inside(quotes.outcome(material, 0))}.",
        f"What it costs: {material.inside(cost)}."
        if cost
        else f"What it costs: {material.client} names it before a first talk.",
        f"What can be checked: {material.inside(evidence)}." if evidence else "",
        f"What doing nothing costs: “{quotes.pain(material, 0)}” stays.",
        f"How the work differs: {material.inside(quotes.difference(material, 1))}.",
    ]


def _answers(material: Material) -> list[tuple[str, ...]]:
    names = [label(plan.channel) for plan in plans_for(material, CONSIDERATION)] or [
        label(material.strategy.channels[0].channel)
    ]
    stated = [(pair.objection, pair.answer) for pair in material.rebuttals]
    own = [
        (f"Why {quotes.product(material)}?", sentence(quotes.difference(material, 0))),
        (f"Is {material.client} right for me?", f"Made for {quotes.audience(material)}."),
    ]
    return [(question, text, names[turn % len(names)]) for turn, (question, text) in enumerate((stated or own)[:6])]


def _trusted(material: Material) -> list[str]:
    evidence = quotes.proof(material, 0)
    return [f"At least half of those who reply mention “{evidence}” unprompted (assumed)."] if evidence else []


def conversion(work: Work) -> str:
    """Say which step is asked for, what it brings, what stands in its way, and when its channels stop."""
    material = work.material
    return body(
        material.say(
            f"{material.client} asks for one step and makes it short: {material.inside(call_to_action(material, 1))}.",
            f"Beside it stands the price: {material.inside(price(material))}." if price(material) else "",
        ),
        heading("The step asked for"),
        bullets(material, _step(material)),
        heading("Channels and money"),
        _money(material, CONVERSION),
        heading("What stands in the way"),
        bullets(material, _hurdles(material)),
        heading("When it works"),
        bullets(material, number_lines(material, "conversion")),
    )


def _step(material: Material) -> list[str]:
    site = plain(material.brief.website or "")
    return [
        *result_lines(material),
        f"Where it leads: {site}, to a page about {quotes.product(material)} alone."
        if site
        else f"Where it leads: a message to {material.client}, answered the same day.",
        f"What it promises again: {quotes.within(material, quotes.outcome(material, 0))}.",
        f"What follows at once: {material.client} confirms, with the next date in the first line.",
    ]


def _hurdles(material: Material) -> list[str]:
    doubts = [f"“{pair.objection}”: {place}." for pair, place in zip(material.rebuttals, _PLACES, strict=False)]
    demanded = [f"Shown before the step: {sentence(text)}" for text in requirements(material)]
    limits = [f"A condition of {material.client}: {sentence(plain(text))}" for text in material.brief.constraints[:2]]
    return [*doubts, *demanded[:3], *limits] or [
        f"Nothing that {material.client} has named; five first customers are asked in week 2."
    ]


_PLACES = (
    "answered beside the button",
    "answered in the first line of the form",
    "answered by a person within a day",
    "answered in the confirmation",
)


def retention(work: Work) -> str:
    """Say what happens in a customer's first thirty days, and why he or she should come back."""
    material = work.material
    return body(
        material.say(
            f"Whoever chose {quotes.product(material)} decides within a month whether it was right.",
            f"{material.client} is measured by this: {material.inside(quotes.outcome(material, 0))}.",
        ),
        heading("The first thirty days"),
        table(("Day", "What happens", "Carried by"), sayable(material, _first_days(material))),
        "Every message carries an unsubscribe line.",
        heading("Channels and money"),
        _money(material, RETENTION),
        heading("Second reasons"),
        bullets(material, _second_reasons(material)),
        heading("When it works"),
        bullets(material, [*number_lines(material, "retention"), *_value(material)]),
    )


def _first_days(material: Material) -> list[tuple[str, ...]]:
    owned = [label(plan.channel) for plan in plans_for(material, RETENTION) if plan.channel in OWNED]
    names = owned or ["A personal message"]
    asked = quotes.doubt(material, 0)
    rows = (
        ("0", f"Thanks, with one thing to expect: {material.inside(quotes.outcome(material, 0))}"),
        ("3", f"The first use of {quotes.product(material)}, in three steps"),
        ("10", f"A reply to “{asked}”" if asked else f"A question: what is still missing at {material.client}?"),
        ("21", f"What most people overlook: {material.inside(quotes.difference(material, 1))}"),
        ("30", f"One question by {material.client}: did “{quotes.pain(material, 0)}” go away?"),
    )
    return [(day, what, names[turn % len(names)]) for turn, (day, what) in enumerate(rows)]


def _second_reasons(material: Material) -> list[str]:
    evidence = quotes.proof(material, 0)
    later = [f"To stay: {material.inside(text)}." for text in material.outcomes[1:3]]
    return [
        *later,
        f"To tell others: {material.client} asks for a review on day 30, and answers each within two days.",
        f"To be heard: whoever complains gets an answer from {material.client} before the next message.",
        f"To be counted: “{evidence}” grows only with reviews like these." if evidence else "",
        f"To begin again: one line to whoever paused: “{quotes.difference(material, 0)}”.",
    ]


def _value(material: Material) -> list[str]:
    brief = material.brief
    if not brief.lifetime_value:
        return []
    tenth = money(brief, brief.lifetime_value / 10)
    return [f"One more tenth of the time that people stay is worth {tenth} each to {opened(material.client)}."]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "awareness_stage": awareness,
        "consideration_stage": consideration,
        "conversion_stage": conversion,
        "retention_stage": retention,
    }
)
