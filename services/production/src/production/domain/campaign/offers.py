"""The sections where interest becomes business: promotions and the landing page."""

from collections.abc import Mapping
from types import MappingProxyType

from production.domain.calls import button, call_to_action
from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated
from production.domain.markdown import body, bullets, heading, sayable, steps, table
from production.domain.wording import (
    clip,
    fitting,
    leading,
    opened,
    plain,
    quoted,
    sentence,
    shortened,
)
from production.domain.work import Work, Writer

LONGEST_TITLE = 60
LONGEST_DESCRIPTION = 160


def promotions(work: Work) -> str:
    """Propose three promotions with their dates, limits and what they may cost; none of them is announced yet."""
    case, material = case_of(work, 1), work.material
    header = ("Promotion", "What it is", "From", "To", "Limit")
    price = leading(plain(material.brief.pricing or ""), 120)
    return body(
        material.say(
            f"Proposals, none of them promised before {case.client} says yes.",
            f"They leave the price alone: {case.closing(price)}"
            if price
            else f"They need no price cut from {case.client}.",
        ),
        table(header, sayable(material, _promotions(case))),
        heading("What each may cost"),
        bullets(material, _costs(case)),
        heading("When they pause"),
        bullets(
            material,
            (
                f"At {case.client}'s limit: {case.closing(leading(plain(_capacity(case)), 150))}",
                f"If {quoted(case.doubt())} is asked more often than before.",
                f"In {case.trade.season}, unless the numbers of {case.client} speak for it: demand comes unaided then.",
            ),
        ),
    )


def _promotions(case: Case) -> list[tuple[str, ...]]:
    figures = case.figures
    last = figures.weeks
    spans = ((2, 4), (max(3, last // 2), max(4, last // 2 + 2)), (max(4, last - 3), last))
    limits = ("one a person", f"only in {case.place}", f"only {case.trade.customers}")
    return [
        (
            name,
            opened(shortened(case.filled(what), 170)),
            dated(min(max(figures.day(first), figures.launch), figures.end)),
            dated(min(figures.day(end + 1), figures.end)),
            limit,
        )
        for (name, what), (first, end), limit in zip(case.aim.offers, spans, limits, strict=True)
    ]


def _costs(case: Case) -> list[str]:
    figures = case.figures
    first, second, third = (name for name, _ in case.aim.offers)
    lines = []
    if figures.a_result:
        lines.append(
            f"{first}: under {figures.money(figures.a_result / 10)} each, a tenth of the advertising money per result."
        )
    if figures.order:
        lines.append(f"{second}: under {figures.money(figures.order / 20)}, 5 % of an average order (assumed).")
    if figures.ceiling:
        lines.append(f"{third}: counts towards the {figures.money(figures.ceiling)} that winning a customer may cost.")
    return lines or [f"Until {case.client} names order value or budget, “{first}” alone starts: it costs time only."]


def _capacity(case: Case) -> str:
    stated = case.material.guard.allowed(case.material.brief.constraints)
    return stated[0] if stated else f"more {case.aim.results} in a week than it can serve"


def landing_page(work: Work) -> str:
    """Write the page from headline to form, and say what is measured on it."""
    case, material = case_of(work), work.material
    address = material.brief.website or f"to be set up, since {case.client} has no website"
    return body(
        material.say(
            f"One page for one purpose: a reader of {case.client} reaches {case.trade.threshold}. Address: {address}"
        ),
        heading("Above the fold"),
        bullets(material, _top(case)),
        heading("Further down"),
        steps(material, _blocks(case)),
        heading("The form"),
        bullets(material, _form(case)),
        heading("For search engines"),
        bullets(material, _meta(case)),
        heading("What is measured"),
        bullets(material, _page_numbers(case)),
    )


def _top(case: Case) -> list[str]:
    return [
        f"Headline: {opened(case.promise)}",
        f"Line below it: {sentence(case.product)} For {case.people}.",
        f"Button: “{button(case.material)}”, in words: {call_to_action(case.material, 3)}.",
        f"Picture at the top: {case.trade.scene}.",
    ]


def _blocks(case: Case) -> list[str]:
    price = leading(plain(case.material.brief.pricing or ""), 110)
    return [
        f"The problem in the reader's words: {quoted(case.pain())}",
        f"The difference, with a picture of it: {case.closing(case.reason())}",
        f"The evidence with its source: {case.closing(case.shown())}",
        f"The price, unasked: {case.closing(price)}" if price else f"Unasked: {case.trade.aid}.",
        f"The question {quoted(case.doubt())} with an answer of three sentences, limits included.",
        *(f"Word for word: {sentence(plain(text))}" for text in case.material.brief.required_disclaimers[:1]),
    ]


def _form(case: Case) -> list[str]:
    contact = case.material.brief.contact_email
    return [
        f"It asks {case.client}'s visitor for {case.aim.form}.",
        f"Beside it: who answers at {case.client}, by when"
        + (f", and {contact} for people who prefer to write." if contact else "."),
        f"After sending: {case.trade.aid}, on the page itself and not behind another click.",
    ]


def _meta(case: Case) -> list[str]:
    title = fitting((f"{opened(case.product)} – {case.client}", opened(case.product)), LONGEST_TITLE)
    told = f"{opened(case.outcome())}. {sentence(case.reason())} {case.client}, {case.place}."
    described = clip(leading(told, LONGEST_DESCRIPTION), LONGEST_DESCRIPTION)
    return [f"Title ({len(title)} characters): {title}", f"Description ({len(described)} characters): {described}"]


def _page_numbers(case: Case) -> list[str]:
    goal, figures = case.figures.goal, case.figures
    rate = 3
    needed = (
        f"At {rate} % (assumed until measured) {case.client} needs {round(goal.extra * 100 / rate):,} visits"
        f" for {round(goal.extra):,} {goal.unit or case.aim.results}."
        if goal and goal.extra
        else f"Share of visits that become {case.aim.results}; week 1 of {case.client} gives the baseline."
    )
    return [
        needed,
        f"Loading time under 2.5 seconds for the largest element, on a phone in {case.place}.",
        f"Reading depth at {quoted(case.shown())}: whoever stops above it has not seen the evidence.",
        f"First change to the page: not before {dated(figures.after_launch(2))}.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType({"promotions": promotions, "landing_page": landing_page})
