"""The sections on where the campaign is heard: channels, voices, community, partners."""

import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from contracts.packages.catalogue import SPECIFICATIONS
from contracts.strategy import ChannelPlan
from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.platforms import label
from production.domain.specifications import fitted, words_in
from production.domain.wording import (
    LONGEST_BREATH,
    leading,
    listed,
    measured,
    number,
    opened,
    plain,
    quoted,
    sentence,
)
from production.domain.work import Work, Writer

VOICES_SHARE = 10
SENTENCE = re.compile(r"\S.*?[.!?…](?= |$)")
DAYS = 30


def channel_plan(work: Work) -> str:
    """Show each channel's job, rhythm, money and reason, what is done on it first, and what is left out.

    Where channels are too many for the section, what is done first goes before the reasons, and these before the rest.
    """
    case, material = case_of(work), work.material
    plans = material.strategy.channels
    header = ("Channel", "Role", "Formats", "Rhythm", "Share", "A week")
    left_out = [
        f"{label(gone.channel)}: {case.inside(plain(gone.reason))}" for gone in material.strategy.avoided_channels
    ]
    opening = body(
        material.say(
            f"The campaign of {case.client} is carried by {measured(len(plans), 'channels')}; "
            f"each has a job of its own on the way to {case.trade.threshold}."
        ),
        table(header, sayable(material, [_channel(work, case, plan) for plan in plans])),
        heading("Why these, and what comes first"),
    )
    end = bullets(material, [f"{case.client} stays off {sentence(line)}" for line in left_out])
    closing = body(heading("Left out"), end) if end else ""
    room = SPECIFICATIONS["channel_plan"].maximum_words - words_in(f"{opening} {closing}")
    lines = [line for turn in range(len(plans)) for line in _reasons(case, turn)]
    return body(opening, bullets(material, fitted(lines, room)), closing)


def _channel(work: Work, case: Case, plan: ChannelPlan) -> tuple[str, ...]:
    count = Counter(post.platform for post in work.posts)[plan.channel]
    rhythm = f"{measured(count, 'posts')} in {DAYS} days" if count else "always on"
    formats = listed([plain(kind) for kind in plan.content_types[:3]]) or "post"
    return (label(plan.channel), plan.role, formats, rhythm, f"{plan.budget_share_percent} %", _a_week(case, plan))


def _a_week(case: Case, plan: ChannelPlan) -> str:
    return case.figures.money(plan.budget_amount / case.figures.weeks) if plan.budget_amount else "no amount"


def _reasons(case: Case, turn: int) -> list[tuple[int, str]]:
    """Give the lines on a channel, each behind its rank: the lowest is told however many channels there are."""
    plans = case.material.strategy.channels
    plan, name = plans[turn], label(plans[turn].channel)
    told = " ".join(plain(each.reason) for each in plans[:turn])
    reason = leading(case.briefly(_untold(plain(plan.reason), told)), 320)
    tactics = [leading(case.briefly(tactic), 260) for tactic in plan.tactics[:2]]
    own = f"{name} begins with {quoted(case.pain(turn))} and leads to {case.trade.threshold}."
    order = (f"{name}, first", f"{name}, then, for {case.client}")
    chosen = (
        f"Why {case.client} chose {name}: {case.closing(reason)}" if reason else f"{name} is what the strategy names."
    )
    moves = [f"{step}: {_told(case, tactic)}" for step, tactic in zip(order, tactics, strict=False)] or [own]
    return [(1, chosen), *zip((0, 2), moves, strict=False)]


def _untold(reason: str, told: str) -> str:
    """Leave out the sentences that an earlier channel was chosen for, unless nothing is left."""
    parts = SENTENCE.findall(reason)
    return " ".join(part for part in parts if part not in told) or reason


def _told(case: Case, tactic: str) -> str:
    """End the sentence at the colon where the whole would be hard to read."""
    head, _, rest = tactic.partition(": ")
    return (
        f"{case.closing(head)} {sentence(rest)}"
        if rest and len(tactic.split()) > LONGEST_BREATH
        else case.closing(tactic)
    )


def influencer_strategy(work: Work) -> str:
    """Say who speaks for the client, how they are chosen, what they are asked and paid, and how it is labelled."""
    case, material = case_of(work, 1), work.material
    return body(
        material.say(
            f"{case.client} is best vouched for by {case.trade.voices}.",
            f"Wanted are few voices close to {case.people} rather than one large name.",
        ),
        heading("Whom to ask"),
        bullets(material, _choice(case)),
        heading("What they are asked for"),
        bullets(material, _request(case)),
        heading("Money and measure"),
        bullets(material, _voice_money(case)),
        heading("Rules"),
        bullets(material, _voice_rules(case)),
    )


def _choice(case: Case) -> list[str]:
    return [
        f"Has readers in {case.place}: of the last 20 comments half come from people for whom {case.product} would do.",
        f"Has spoken about {quoted(case.pain(1))} before, unpaid.",
        f"Has not advertised for {_rivals(case)} within six months.",
    ]


def _rivals(case: Case) -> str:
    rivals = case.material.guard.allowed(plain(rival) for rival in case.material.brief.competitors)[:3]
    return listed(rivals).replace(" and ", " or ") if rivals else f"an offer that replaces {case.product}"


def _request(case: Case) -> list[str]:
    return [
        f"To try {case.product} for two weeks before a word is published.",
        f"To show {case.trade.scene}.",
        f"To ask {case.client} in public: {quoted(case.doubt())}",
        f"To say what did not suit; {case.client} answers under the piece within a day.",
    ]


def _voice_money(case: Case) -> list[str]:
    figures = case.figures
    share = (figures.total or 0) * VOICES_SHARE / 100
    money = (
        f"Set aside {figures.money(share)}, {VOICES_SHARE} % of the budget (assumed), taken from {case.social}."
        if share
        else f"Payment in kind first: {case.product}, until {case.client} names a budget."
    )
    price = (
        f"A voice stays if it brings {case.units} at no more than {figures.money(figures.a_result)} each."
        if figures.a_result
        else f"A voice stays if its link brings {case.aim.results} within two weeks."
    )
    return [money, price, f"Each voice has its own tracked link; {case.client} reads it on {dated(figures.half)}."]


def _voice_rules(case: Case) -> list[str]:
    compliance = [leading(plain(rule), 150) for rule in case.material.strategy.guardrails.compliance[:2]]
    return [
        f"Paid or given: the first line says “Advertisement for {case.client}”.",
        *(f"Part of the agreement with every voice: {case.closing(rule)}" for rule in compliance),
        f"Facts about {case.product} are checked by {case.client}; opinions are not.",
    ]


def community_plan(work: Work) -> str:
    """Say where people already talk, what is answered how fast, which rituals there are, and when to step in."""
    case, material = case_of(work, 2), work.material
    return body(
        material.say(
            f"{case.client} doesn't need a new place: {case.people} already meet here: {case.trade.gathering}."
        ),
        heading("Rituals"),
        bullets(material, _rituals(case)),
        heading("Answers"),
        bullets(material, _answers(case)),
        heading("House rules"),
        bullets(material, _house_rules(case)),
        heading("Read each month"),
        bullets(
            material,
            (
                f"Answered questions about {case.product}, and how many of them within a working day.",
                f"Members of the public who answer for {case.client} without being asked: names, not counts.",
            ),
        ),
    )


def _rituals(case: Case) -> list[str]:
    days = ("Monday", "Wednesday", "Friday")
    turn = case.material.seed % len(days)
    return [
        f"{days[turn]}: one question from {case.social} is answered in full, beginning with {quoted(case.doubt())}",
        f"{days[(turn + 1) % 3]}: one of the {case.trade.customers} shows {quoted(case.outcome())} in practice.",
        f"First week of a month: {case.client} says what it changed, and who asked for it.",
    ]


def _answers(case: Case) -> list[str]:
    return [
        f"When somebody writes {quoted(pair.objection)}, say this. {sentence(case.briefly(pair.answer))}"
        for pair in case.material.rebuttals[:3]
    ] or [
        f"When somebody writes {quoted(case.doubt())}: {case.client} points to {case.closing(case.shown())}",
        f"When somebody reports {quoted(case.pain())}: ask for the case, answer in public, settle it in private.",
    ]


def _house_rules(case: Case) -> list[str]:
    return [
        f"A complaint about {case.product} stays visible; insults and personal data don't.",
        f"No one from {case.client} writes under a borrowed name.",
        f"Anything like {case.trade.incidents[0]} goes to the issue response, not into a thread.",
    ]


def partnerships(work: Work) -> str:
    """Name who reaches the same people without competing, what each side gives, and how a first talk is won."""
    case, material = case_of(work, 2), work.material
    header = ("Partner", "Brings", f"Gets from {case.client}", "First step", "By")
    return body(
        material.say(
            f"Three kinds of partner reach {case.people} without competing with {case.client}; their names are still "
            f"to be found in {case.place}."
        ),
        table(header, sayable(material, _partners(case))),
        heading("The first letter"),
        material.say(
            f"“Your customers and ours share one problem: {case.closing(case.pain())}",
            f"We are {case.client}; we offer {case.product}.",
            f"Could we show you {case.trade.scene}, and leave {case.trade.aid} for your customers?”",
        ),
        heading("Terms to agree"),
        bullets(material, _terms(case)),
    )


def _partners(case: Case) -> list[tuple[str, ...]]:
    brings = (
        f"people who know {quoted(case.pain())}",
        f"trust where {quoted(case.doubt())} is asked",
        "a room and a date",
    )
    gets = (case.trade.aid, f"{case.product} on its own terms", f"a share of the attention on {case.social}")
    first = ("one talk, 20 minutes", "a trial with two customers", "a date in the calendar")
    weeks = (2, 4, 6)
    return [
        (opened(who), what, price, step, dated(min(case.figures.day(week), case.figures.end)))
        for who, what, price, step, week in zip(case.trade.partners, brings, gets, first, weeks, strict=True)
    ]


def _terms(case: Case) -> list[str]:
    figures = case.figures
    limit = (
        f"A commission, if any, stays under {figures.money(figures.ceiling)} a customer."
        if figures.ceiling
        else f"A commission, if any, is set once {case.client} knows what a customer is worth."
    )
    half = number(max(2, round(figures.weeks / 2)))
    return [
        limit,
        f"Data: each side writes to its own customers; {case.trade.records} are not exchanged.",
        f"An end: after {half} weeks without {case.aim.results} both sides part without notice.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "channel_plan": channel_plan,
        "influencer_strategy": influencer_strategy,
        "community_plan": community_plan,
        "partnerships": partnerships,
    }
)
