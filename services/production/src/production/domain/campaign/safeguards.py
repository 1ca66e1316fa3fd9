"""The sections that protect: what to say when something goes wrong, and how personal data are kept."""

from collections.abc import Mapping
from types import MappingProxyType

from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated
from production.domain.markdown import body, bullets, heading, steps
from production.domain.wording import leading, listed, opened, plain, quoted
from production.domain.work import Work, Writer

EUROPEAN = (
    "germany netherlands austria france spain italy ireland belgium portugal poland sweden denmark norway finland "
    "europe eu dach"
)
LAWS = (
    (frozenset(EUROPEAN.split()), "the GDPR and the ePrivacy rules"),
    (frozenset(("kingdom", "uk", "britain", "england", "scotland", "wales", "london")), "the UK GDPR and PECR"),
    (frozenset(("india", "kolkata", "mumbai", "delhi")), "the Digital Personal Data Protection Act, 2023"),
    (
        frozenset(("states", "us", "usa", "texas", "austin", "california", "york", "america")),
        "state privacy law (such as the CCPA), CAN-SPAM and, for text messages, the TCPA",
    ),
    (frozenset(("canada", "toronto", "vancouver", "montreal")), "PIPEDA and CASL"),
    (frozenset(("kenya", "nairobi", "kisumu")), "the Data Protection Act, 2019"),
    (frozenset(("switzerland", "zurich", "geneva")), "the Swiss Federal Act on Data Protection"),
    (frozenset(("zealand", "auckland")), "the Privacy Act 2020 of New Zealand"),
    (frozenset(("australia", "sydney", "melbourne")), "the Privacy Act 1988 and the Spam Act 2003"),
)
"""Words of a geography, and what its regulators go by; a pointer for counsel, not advice."""


def issue_response(work: Work) -> str:
    """Give levels, the first hour, sentences for the likeliest cases, and who speaks."""
    case, material = case_of(work), work.material
    return body(
        material.say(
            f"For the day on which somebody speaks about {case.client} and not about {case.product}.",
            "Speed counts for an hour, then care.",
        ),
        heading("Levels"),
        bullets(material, _levels(case)),
        heading("The first hour"),
        steps(material, _first_hour(case)),
        heading("Three cases"),
        bullets(material, _incidents(case)),
        heading("What is not said"),
        bullets(material, _unsaid(case)),
    )


def _levels(case: Case) -> list[str]:
    return [
        f"Level 1, a complaint: whoever looks after {case.social} for {case.client} answers the same day.",
        f"Level 2, {case.trade.incidents[0]}: {case.client} decides the wording, scheduled posts stop.",
        f"Level 3, press or authority: only the management of {case.client} speaks; advertisements pause everywhere.",
    ]


def _first_hour(case: Case) -> list[str]:
    return [
        f"Save what was said, with time and address, before anybody at {case.client} answers.",
        f"Stop the calendar on {listed(case.channels[:3])}.",
        f"Name one person at {case.client} who speaks, and one who listens.",
        f"Publish two sentences on {case.social}: what is known, and when {case.client} speaks again.",
        f"Tell the {case.trade.customers} who are affected before the public.",
    ]


def _incidents(case: Case) -> list[str]:
    first, second, third = case.trade.incidents
    return [
        f"{opened(first)}: “We know of {first}. Whoever is affected hears from {case.client} first;"
        f" the next word here comes tomorrow at noon.”",
        f"{opened(second)}: “You wrote to us about {second}. {case.client} looks into your case and calls today.”",
        f"{opened(third)}: “On {third}: here is what {case.client} knows, what it doesn't, and where to read it.”",
    ]


def _unsaid(case: Case) -> list[str]:
    rules = [leading(plain(rule), 150) for rule in case.material.strategy.guardrails.compliance[:1]]
    return [
        f"Nothing about {case.trade.records}, not even to correct a false report on {case.client}.",
        f"No comparison with {_others(case)}, whoever began it.",
        *(f"Nothing that breaks this rule: {case.closing(rule)}" for rule in rules),
        f"No promise in these days: {quoted(case.promise)} returns when the matter is settled.",
    ]


def _others(case: Case) -> str:
    rivals = case.material.guard.allowed(plain(rival) for rival in case.material.brief.competitors)[:2]
    return listed(rivals).replace(" and ", " or ") or f"others in {case.place}"


def data_privacy(work: Work) -> str:
    """List which personal data the campaign touches, on what ground, how long, and what the reader can ask for."""
    case, material = case_of(work), work.material
    return body(
        material.say(
            f"In {case.place} the campaign of {case.client} goes by this: {_laws(case)}.",
            f"Counsel of {case.client} confirms that in week 1.",
            f"The principle: what {quoted(case.product)} can be sold without is not collected.",
        ),
        heading("What is collected"),
        bullets(material, _collected(case)),
        heading("On what ground, how long"),
        bullets(material, _kept(case)),
        heading("What people can ask for"),
        bullets(material, _rights(case)),
        heading("To settle before the start"),
        bullets(material, _settled(case)),
    )


def _laws(case: Case) -> str:
    words = {word.strip(".,;()").casefold() for word in case.material.brief.geography.split()}
    found = [law for places, law in LAWS if places & words]
    return listed(found) or "the privacy law of the place"


def _collected(case: Case) -> list[str]:
    return [
        f"On the page of {case.client}: {case.aim.form}.",
        f"On {listed(case.channels[:3])}: how many {case.people} saw and clicked, without names.",
        f"With a yes only: a cookie that tells {case.client} which post brought the visit.",
        f"Never for advertising: {case.trade.records}.",
    ]


def _kept(case: Case) -> list[str]:
    return [
        f"Letters and messages: consent, until {case.client} is asked to stop.",
        f"{opened(case.aim.results)}: steps towards a contract; {case.client} deletes them after six months (assumed).",
        f"Counts for the analysis: interest in knowing what works; anonymous from {dated(case.figures.end)} on.",
    ]


def _rights(case: Case) -> list[str]:
    contact = case.material.brief.contact_email
    where = f"at {contact}" if contact else f"at an address that {case.client} still has to name"
    return [
        f"A copy, a correction or deletion, {where}; {case.client} answers within 30 days.",
        f"An end to letters: the line to unsubscribe in each mail, the word STOP in each message of {case.client}.",
    ]


def _settled(case: Case) -> list[str]:
    rules = [leading(plain(rule), 160) for rule in case.material.brief.compliance_requirements[:2]]
    return [
        f"Contracts between {case.client} and whoever runs {case.channel()}, mail and analytics for it.",
        *(f"The brief's own demand: {case.closing(rule)}" for rule in rules),
        f"A page with the privacy notice, linked below every form of {case.client}.",
        f"Consent of people in pictures, in writing, kept by {case.client}.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType({"issue_response": issue_response, "data_privacy": data_privacy})
