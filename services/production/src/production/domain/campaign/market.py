"""The sections that look at the whole: the summary for the board, the market, the competitors."""

from collections.abc import Mapping
from types import MappingProxyType

from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated, moved, weeks
from production.domain.markdown import body, bullets, heading, sayable, steps, table
from production.domain.platforms import label
from production.domain.wording import (
    bared,
    distinct,
    leading,
    listed,
    opened,
    plain,
    quoted,
    sentence,
    shortened,
)
from production.domain.work import Work, Writer

MOST_RIVALS = 5


def executive_summary(work: Work) -> str:
    """Tell the board what is decided, why, for how much, by when, and which three decisions are open."""
    case, material = case_of(work), work.material
    figures, goal = case.figures, case.figures.goal
    aimed = f"{case.inside(goal.name)} {moved(goal)}" if goal else f"more {case.aim.results}"
    money = f", for {figures.money(figures.total)} at most" if figures.total else ""
    return body(
        heading("The decision"),
        material.say(
            f"{case.client} puts {weeks(figures.weeks)} into one aim: {aimed} by {dated(figures.end)}{money}.",
            f"It does so with {case.product}, in {case.place}, for {case.reader}.",
        ),
        heading("The reasoning"),
        steps(material, _reasoning(case)),
        heading("The numbers"),
        bullets(material, _headline_numbers(case)),
        heading("Open decisions"),
        bullets(material, _open(case)),
    )


def _reasoning(case: Case) -> list[str]:
    bottleneck = case.material.strategy.business.bottleneck
    return [
        f"The obstacle is {bottleneck}: {quoted(case.pain())} is what {case.people} say first.",
        f"The answer is something {case.client} has: {case.closing(case.reason())}",
        f"It is believed because of {quoted(case.shown())}.",
        f"It is told on {listed(case.channels)}, beginning on {dated(case.figures.launch)}.",
    ]


def _headline_numbers(case: Case) -> list[str]:
    figures = case.figures
    lines = [f"Half time: {dated(figures.half)}; until then {case.channel()} has to show {case.aim.results}."]
    if figures.total:
        lines.append(
            f"Money a week: {figures.money(figures.total / figures.weeks)}, the largest part on {_largest(case)}."
        )
    if figures.a_result:
        lines.append(f"Allowed for each of the {case.units}: {figures.money(figures.a_result)}.")
    if figures.lifetime:
        lines.append(f"Worth of a customer over its lifetime: {figures.money(figures.lifetime)}.")
    return lines


def _largest(case: Case) -> str:
    plans = case.material.strategy.channels
    place = max(range(len(plans)), key=lambda place: plans[place].budget_share_percent)
    return case.channels[place]


def _open(case: Case) -> list[str]:
    return [
        f"May {quoted(case.shown())} be published as it stands?",
        f"Who at {case.client} follows {case.aim.results} up within two working days?",
        f"Is {quoted(case.outcome())} the promise, and may the rest wait?",
    ]


def market_landscape(work: Work) -> str:
    """Say where the market stands, who is in it, what moves it, and what has to be checked before it is believed."""
    case, material = case_of(work, 2), work.material
    maturity = leading(plain(material.strategy.market.category_maturity), 150)
    model = leading(plain(material.strategy.business.model), 190)
    return body(
        heading("Where the market stands"),
        material.say(
            f"As {case.client} finds it: {case.closing(maturity)}"
            if maturity
            else f"No figures on the market of {case.client} yet.",
            sentence(model),
        ),
        heading("Who is in it"),
        bullets(material, _present(case)),
        heading("What moves it"),
        bullets(material, _forces(case)),
        heading("Still to be checked"),
        bullets(material, _unchecked(case)),
    )


def _present(case: Case) -> list[str]:
    rivals = case.material.guard.allowed(distinct(case.material.brief.competitors))[:MOST_RIVALS]
    streams = case.material.guard.allowed(plain(text) for text in case.material.strategy.business.revenue_streams[1:])
    return [
        f"Named by {case.client}: {bared(listed(rivals))}."
        if rivals
        else f"No rival named; {quoted('doing nothing')} is one.",
        f"Addressed: {case.reader}, in {case.place}.",
        f"In between: {listed(case.trade.partners)}.",
        f"Money is earned with {listed(streams)}." if streams else f"Money is earned with {case.product}.",
    ]


def _forces(case: Case) -> list[str]:
    return [
        f"Season: {case.trade.season}; the campaign of {case.client} begins on {dated(case.figures.start)}.",
        f"Decisions fall {case.trade.decision}.",
        f"Talk: {case.trade.gathering} are where {quoted(case.doubt())} is asked.",
        f"Risk that the whole trade shares: {case.trade.incidents[1]}.",
    ]


def _unchecked(case: Case) -> list[str]:
    return [
        f"How many {case.people} there are in {case.place}: a count from public statistics, week 1.",
        f"What rivals charge for something like {case.product}: five quotations or price pages, week 1.",
        f"How often {quoted(case.pain())} is searched for: keyword tool, week 2.",
    ]


def competitive_positioning(work: Work) -> str:
    """Set the client beside its competitors by what can be checked, say what it claims and what it leaves to them."""
    case, material = case_of(work), work.material
    header = ("Alternative", "Why it is chosen", f"Where {case.client} differs", "To check")
    space = leading(plain(material.strategy.market.white_space), 200)
    return body(
        material.say(
            f"The alternatives as {case.people} see them. What rivals can do is taken from outside and "
            f"has to be checked; {case.client}'s side comes from its brief."
        ),
        table(header, sayable(material, _alternatives(case))),
        heading("The position"),
        material.say(
            f"Many could work on {quoted(case.pain())}.",
            f"{case.client} is the one with this: {case.closing(case.reason())}",
            f"Open ground to be checked in week 1: {case.closing(case.reason(1))}" if space else "",
        ),
        heading("What it claims"),
        bullets(material, _claims(case)),
        heading("What it leaves to others"),
        bullets(material, _left(case)),
    )


def _alternatives(case: Case) -> list[tuple[str, ...]]:
    rivals = case.material.guard.allowed(distinct(case.material.brief.competitors))[:MOST_RIVALS]
    why = ("known by name", "already in use", "lower price", "close by", "recommended")
    checks = (
        "price page",
        "terms and notice periods",
        "reviews of the last 90 days",
        "a test purchase",
        "their last ten posts",
    )
    named = [
        (shortened(rival, 40), f"{why[turn]} (assumed)", opened(case.reason(turn)), checks[turn])
        for turn, rival in enumerate(rivals)
    ]
    nothing = (
        "Leaving it as it is",
        "costs nothing today",
        f"{quoted(case.pain())} stays",
        "talks with three who did nothing",
    )
    by_hand = (
        "A makeshift of one's own",
        f"{quoted(case.doubt())} never arises",
        opened(case.outcome()),
        "the hours it takes",
    )
    return [*named, nothing, by_hand]


def _claims(case: Case) -> list[str]:
    return [
        f"{opened(reason)} – shown by {case.closing(case.shown(turn))}" for turn, reason in enumerate(case.reasons[:3])
    ]


def _left(case: Case) -> list[str]:
    wishes = case.material.brief.avoid_platforms
    rivals = case.material.guard.allowed(plain(rival) for rival in case.material.brief.competitors)
    return [
        f"The lowest price: {case.client} answers {quoted(case.doubt(1))} instead.",
        f"Everybody other than {case.reader}.",
        f"Attention on {listed([label(channel) for channel in wishes[:2]])}, which the brief rules out."
        if wishes
        else "",
        f"Naming {rivals[0]} in public: comparisons stay in the talk with one customer." if rivals else "",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "executive_summary": executive_summary,
        "market_landscape": market_landscape,
        "competitive_positioning": competitive_positioning,
    }
)
