"""The sections on paid placements: the concepts of the advertisements, and whom to speak to a second time."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import Channel
from contracts.draft import Advertisement
from production.domain.advertising import advertisements
from production.domain.calls import call_to_action
from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.platforms import ADVERTISING, label, placed
from production.domain.wording import listed, opened, quoted, sentence
from production.domain.work import Work, Writer

RETARGETING_SHARE = 15
FREQUENCY = 3
WINDOWS = ((3, 7), (14, 30), (30, 90))
"""Days in which a visitor counts as recent; the second of each pair where a decision takes months."""


def ad_concepts(work: Work) -> str:
    """Tell three concepts, each with its opening, picture and test, and list the lines that fit the placements."""
    case, material = case_of(work), work.material
    lines = advertisements(material)
    return body(
        material.say(
            f"Three concepts for {case.client}; they differ in the argument, not in the colour.",
            f"Each is made once, for {case.stages[0]} and its {case.people}, and then cut for the other placements.",
        ),
        *(_concept(case, *concept) for concept in _concepts(case)),
        heading("Lines within the limits"),
        bullets(material, [_line(case, advert) for advert in lines])
        or f"No channel in the plan of {case.client} takes advertisements; the concepts run as posts.",
        heading("What is compared"),
        bullets(material, _compared(case)),
    )


def _concepts(case: Case) -> list[tuple[str, str, str, str]]:
    return [
        ("The problem first", case.pain(), case.trade.scene, case.reason()),
        (
            "The evidence first",
            case.shown(),
            f"the source of it, filmed or photographed at {case.client}",
            case.outcome(),
        ),
        (
            "The doubt first",
            case.doubt(),
            f"one of the {case.trade.customers} asks it, {case.client} answers",
            case.shown(1),
        ),
    ]


def _concept(case: Case, name: str, opening: str, picture: str, turn_to: str) -> str:
    place = ("The problem first", "The evidence first", "The doubt first").index(name)
    return body(
        heading(name),
        bullets(
            case.material,
            (
                f"Opening line: {quoted(opening)}",
                f"Picture: {picture}.",
                f"Turn: from there to {quoted(turn_to)}",
                f"Close: {call_to_action(case.material, place + 1)}.",
                f"Dropped if {case.people} scroll past the first three seconds more often than in the other two.",
            )[: 5 if place == 0 else 4],
        ),
    )


def _line(case: Case, advert: Advertisement) -> str:
    where = placed(advert.platform, case.material.brief)
    return f"{where}: {advert.headline} – {sentence(advert.description)}".replace("|", "–")


def _compared(case: Case) -> list[str]:
    price, read = case.figures.a_result, dated(case.figures.after_launch(2))
    return [
        f"One variable: the opening. Offer, page and audience stay as they are until {read}.",
        f"Winner: the lowest advertising cost per result ({case.units})"
        + (
            f", with {case.figures.money(price)} as the mark to beat."
            if price
            else f" among the three, read on {read}."
        ),
        f"Word check before publishing: {case.client}'s bans and claims, then a second reader.",
    ]


def retargeting_plan(work: Work) -> str:
    """Show whom to address again, with what, for how long, and with which money; and who is left alone."""
    case, material = case_of(work, 1), work.material
    paid = [placed(plan.channel, material.brief) for plan in material.strategy.channels if plan.channel in ADVERTISING]
    where = listed(paid) or f"{_unpaid(case)}, since the plan holds no paid placements"
    header = ("Group", "Window", "Message", "Ends with")
    return body(
        material.say(
            f"{case.client} speaks a second time only to people who showed interest in {case.product}.",
            f"For {case.client} that means {where}.",
        ),
        table(header, sayable(material, _groups(case))),
        heading("Left alone"),
        bullets(material, _left_alone(case)),
        heading("Money and frequency"),
        bullets(material, _retargeting_money(case)),
        heading("Consent"),
        material.say(
            f"In {case.place} a visitor of {case.client} is followed only after saying yes to it.",
            f"A list never contains {case.trade.records}.",
        ),
    )


def _unpaid(case: Case) -> str:
    mail = label(Channel.EMAIL)
    is_other = case.channel() != mail and Channel.EMAIL not in case.material.brief.avoid_platforms
    return f"{case.channel()} and {mail}" if is_other else case.channel()


def _groups(case: Case) -> list[tuple[str, ...]]:
    slow = any(word in case.trade.decision for word in ("month", "weeks"))
    windows = [f"{pair[slow]} days" for pair in WINDOWS]
    return [
        (f"read about {case.product}, left", windows[1], opened(case.shown()), case.trade.threshold),
        (f"came as far as {case.trade.threshold}, stopped", windows[0], quoted(case.doubt()), opened(case.aim.results)),
        (f"watched half a clip on {case.stages[0]}", windows[1], opened(case.reason()), "the page, once"),
        (f"{case.trade.customers} of {case.client}", windows[2], opened(case.outcome(1)), "a recommendation"),
    ]


def _left_alone(case: Case) -> list[str]:
    return [
        f"Whoever {case.acted} in the last 30 days; further news comes by letter.",
        f"Visitors who left {case.client} within ten seconds.",
        f"Staff and suppliers of {case.client}, whose visits are excluded by address.",
    ]


def _retargeting_money(case: Case) -> list[str]:
    figures = case.figures
    share = (figures.total or 0) * RETARGETING_SHARE / 100
    money = (
        f"At most {figures.money(share)} in all, {RETARGETING_SHARE} % of the budget (assumed: warm groups are small)."
        if share
        else f"At most {RETARGETING_SHARE} % of what {case.client} spends on reach (assumed: warm groups are small)."
    )
    return [
        money,
        f"No one sees {case.client} more than {FREQUENCY} times in seven days.",
        f"A message on {quoted(case.shown())} is exchanged after {dated(figures.half)} at the latest.",
        f"A tenth of each group sees nothing; only {case.aim.results} above its level count for {case.client}.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType({"ad_concepts": ad_concepts, "retargeting_plan": retargeting_plan})
