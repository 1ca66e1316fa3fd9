"""What each objective asks for: the result, the steps towards it, the mails and offers that fit it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import Brief, Objective
from production.domain.campaign.trades import APPLICATION, trade_of


@dataclass(frozen=True, slots=True)
class Aim:
    """`act` says that somebody has done it; `stages` are five steps: a name and what the reader does there; `mails`
    have a day, a name and what they hold; `offers` a name and what is given.

    Patterns take {client}, {product}, {pain}, {outcome}, {reason}, {evidence}, {doubt}, {threshold}, {aid} and
    {customers}.
    """

    people: str
    result: str
    results: str
    act: str
    form: str
    after: str
    stages: tuple[tuple[str, str], ...]
    mails: tuple[tuple[int, str, str], ...]
    offers: tuple[tuple[str, str], ...]


AIMS: Mapping[Objective, Aim] = MappingProxyType(
    {
        Objective.AWARENESS: Aim(
            "future {customers}", "first visit", "first visits",
            "visited {client}", "nothing but an optional e-mail address",
            "people who come back within 30 days without an advertisement",
            (
                ("Living with it", "puts up with “{pain}”"),
                ("Recognition", "stops at a post that describes it"),
                ("Curiosity", "looks for {reason}"),
                ("Recall", "names {client} when the subject comes up"),
                ("Passing on", "sends {aid} to somebody"),
            ),
            (
                (0, "Thank you", "what arrives from now on, how often, and {aid}"),
                (3, "The problem", "“{pain}”, told through one ordinary day"),
                (8, "Behind it", "{reason}, and why {client} works this way"),
                (15, "Seen from outside", "{evidence}"),
                (24, "Pass it on", "{aid} in a form that can be forwarded"),
            ),
            (
                ("To keep", "{aid}, free and without registration"),
                ("Open door", "one hour a month in which {client} answers questions about {product}"),
                ("Forwarding", "whoever passes {aid} on receives the next edition first"),
            ),
        ),
        Objective.LEADS: Aim(
            "future {customers}", "enquiry", "enquiries",
            "sent {client} an enquiry", "name, e-mail and one question about the case",
            "enquiries that led to {threshold}",
            (
                ("Trigger", "can no longer ignore “{pain}”"),
                ("Search", "compares kinds of solution, names come later"),
                ("Shortlist", "holds {client} against two others"),
                ("Enquiry", "asks about {product}"),
                ("Decision", "wants “{doubt}” answered before {threshold}"),
            ),
            (
                (0, "Receipt", "what happens next, who answers, and {aid}"),
                (2, "The case", "“{pain}”: how others handled it and where it went wrong"),
                (5, "The difference", "{reason}, in pictures or numbers"),
                (9, "The doubt", "“{doubt}”: the answer with its limits"),
                (14, "The invitation", "two dates for {threshold}, and a line to say no"),
            ),
            (
                ("Before the talk", "{aid}, sent at once to everyone who enquires"),
                ("Two dates", "{threshold} at one of two fixed times, no preparation asked"),
                ("Second opinion", "{client} looks at what the enquirer has now and says whether to keep it"),
            ),
        ),
        Objective.SALES: Aim(
            "future {customers}", "purchase", "purchases", "bought from {client}", "no more than the contract needs",
            "buyers who come back",
            (
                ("Occasion", "meets “{pain}” again"),
                ("Discovery", "sees {product} in use"),
                ("Check", "reads prices, conditions and reviews"),
                ("Purchase", "reaches {threshold}"),
                ("Use", "notices whether “{outcome}” came true"),
            ),
            (
                (0, "Welcome", "{product}: what is in it, whom it suits and whom not"),
                (2, "In use", "“{outcome}”: {product} from the first day to the thirtieth"),
                (4, "Evidence", "{evidence}"),
                (7, "The question", "“{doubt}”, answered by somebody who had it"),
                (11, "Last call of the series", "{reason}; price and conditions in one table"),
            ),
            (
                ("First purchase", "{aid} goes with it"),
                ("Together", "an addition to {product} at a fixed price, shown before {threshold}"),
                ("Second purchase", "a dated advantage that {client} sets, for those who bought in the first month"),
            ),
        ),
        Objective.HIRING: Aim(
            "applicants", "application", "applications",
            "applied to {client}", "name, contact and one sentence; no covering letter",
            "people still in the job after six months",
            (
                ("Unrest", "is tired of “{pain}”"),
                ("Notice", "sees how {client} works"),
                ("Check", "asks people who work there"),
                ("Application", "sends one sentence and a number to call"),
                ("Arrival", "finds “{outcome}” in the first weeks"),
            ),
            (
                (0, "Receipt", "who reads the application at {client} and by which day"),
                (2, "A day there", "one shift from start to end, {reason}"),
                (5, "The hard part", "“{doubt}”, answered by somebody on the team"),
                (8, "The talk", "two dates, who sits at the table, what is asked"),
                (14, "The decision", "a yes or a no with its reason"),
            ),
            (
                ("Trial day", "a paid day with the team before anything is signed"),
                ("Recommendation", "a reward that {client} sets, for whoever recommended somebody, after six months"),
                ("Answer in five days", "every application is answered by a person within five working days"),
            ),
        ),
        Objective.PARTNERSHIPS: Aim(
            "possible partners", "first talk", "first talks",
            "met {client} for a first talk", "company, role and what both would gain",
            "talks that became a signed agreement",
            (
                ("Gap", "misses something its own customers ask for"),
                ("Fit", "recognises {reason}"),
                ("Check", "looks for {evidence}"),
                ("Talk", "meets {client} with a draft of terms"),
                ("Pilot", "tests {product} with its own customers"),
            ),
            (
                (0, "Introduction", "what {client} brings, what it looks for, and {aid}"),
                (4, "The sum", "who earns what, with {product} as the example"),
                (9, "Evidence", "{evidence}"),
                (15, "Terms", "a page of terms, with “{doubt}” answered in it"),
                (22, "Pilot", "a first month with one customer of the partner's"),
            ),
            (
                ("Pilot month", "one month with one of the partner's customers, terms on a page"),
                ("Shared evening", "an event with both names, costs split by agreement"),
                ("Material", "{aid} with the partner's name beside {client}'s"),
            ),
        ),
        Objective.RETENTION: Aim(
            "{customers}", "renewal", "renewals", "renewed with {client}", "one click; no new data",
            "customers who stay another quarter",
            (
                ("First use", "finds out whether {product} fits the week"),
                ("Habit", "uses it without being reminded"),
                ("Doubt", "meets “{pain}”"),
                ("Decision", "weighs leaving against {reason}"),
                ("Recommendation", "tells somebody about “{outcome}”"),
            ),
            (
                (0, "The start", "the first week with {product}, in three steps"),
                (7, "First check", "one question: does it fit? the answer changes what comes next"),
                (21, "Before the doubt", "“{pain}”: what to change before thinking of leaving"),
                (45, "What you have", "{outcome}; {reason}"),
                (80, "Quarterly letter", "what {client} changed because {customers} asked for it"),
            ),
            (
                ("Fit instead of leaving", "a change of rhythm or size of {product} in place of a cancellation"),
                ("A quarter's thanks", "an addition to {product} after three months, never announced beforehand"),
                ("Bring one", "whoever brings somebody gets an advantage that {client} sets, and so does the guest"),
            ),
        ),
    }
)  # fmt: skip
"""One for every objective that a brief can name."""

DOWNLOADS = Aim(
    "future {customers}", "download", "downloads", "opened {product}", "nothing before the first session",
    "users who are active in the eighth week",
    (
        ("Annoyance", "meets “{pain}” again"),
        ("Discovery", "sees the one screen that helps"),
        ("Store", "reads ratings and what data is taken"),
        ("First session", "reaches {threshold} within five minutes"),
        ("Seventh day", "comes back, or doesn't"),
    ),
    (
        (0, "Welcome", "the first session, with one button"),
        (1, "First hurdle", "“{pain}”: the setting that helps"),
        (3, "Made by whom", "{reason}; {evidence}"),
        (6, "The seventh day", "“{doubt}”, answered before the free week ends"),
        (21, "A month in", "“{outcome}”, in the reader's own numbers"),
    ),
    (
        ("To see first", "{aid}, on the store page and in the first mail"),
        ("Two at once", "an advantage that {client} sets, for whoever brings somebody and for the guest"),
        ("Year at a price", "a yearly price that {client} sets, offered once in the eighth week"),
    ),
)  # fmt: skip
"""Where the offer is an app, enquiries and purchases both begin with a download."""


def aim_of(brief: Brief) -> Aim:
    """Choose the aim by objective, and by what is sold."""
    is_app = trade_of(brief) is APPLICATION
    return DOWNLOADS if is_app and brief.objective in {Objective.LEADS, Objective.SALES} else AIMS[brief.objective]
