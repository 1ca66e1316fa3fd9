"""Who decides, by industry, or by objective where no customer is sought: who feels the problem, and who doubts.

Stances hold the fields of `angles.Angles` in braces.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import Brief, Industry, Objective
from strategy.domain.wording import words


@dataclass(frozen=True, slots=True)
class Archetype:
    """A kind of person with a stance towards the offer."""

    name: str
    stance: str


Pair = tuple[Archetype, Archetype]

_BY_INDUSTRY: Mapping[Industry, Pair] = MappingProxyType(
    {
        Industry.FOOD: (
            Archetype("The regular at the counter", "Buys by habit and notices at once: “{pain}”."),
            Archetype("The label reader", "Compares {rivals} by origin and price before trying {offer}."),
        ),
        Industry.BOUTIQUE_RETAIL: (
            Archetype("The one who collects", "Comes for one piece and leaves when “{pain}”."),
            Archetype("The gift buyer", "Has an hour, a sum in mind and the doubt “{objection}”."),
        ),
        Industry.SAAS: (
            Archetype("The owner of the problem", "Answers for it inside the company: “{pain}”. Opens the comparison."),
            Archetype("The signatory", "Puts {offer} beside {rivals} and asks the rest: “{objection}”."),
        ),
        Industry.FITNESS: (
            Archetype("The lapsed regular", "Trained before and stopped; knows the sentence “{pain}”."),
            Archetype("The sceptical beginner", "Looks at {rivals} at night and closes the page at “{objection}”."),
        ),
        Industry.ECOMMERCE: (
            Archetype("The one who replaces", "Has owned two that failed: “{pain}”. Searches by feature."),
            Archetype("The careful first buyer", "Has {rivals} open beside it; leaves the basket at “{objection}”."),
        ),
        Industry.B2B_SERVICES: (
            Archetype("The head of department", "Has the task and no hands for it: “{pain}”."),
            Archetype("The purchaser", "Needs three offers; weighs {rivals}; writes down “{objection}”."),
        ),
        Industry.LOCAL_SERVICE: (
            Archetype("The one who calls today", "Has it in the house now: “{pain}”."),
            Archetype("The one who asks neighbours", "Reads ratings of {rivals}; holds back at “{objection}”."),
        ),
        Industry.COACHING: (
            Archetype("The stuck practitioner", "Has tried alone; still says “{pain}”."),
            Archetype("The disappointed former client", "Paid for a promise before; asks “{objection}”."),
        ),
        Industry.EDUCATION: (
            Archetype("The applicant", "Is ready to learn and stands before this: “{pain}”. Asks on the phone first."),
            Archetype("The relative who pays", "Shares fee and worry: “{objection}”. Knows {rivals} by hearsay."),
        ),
        Industry.FINANCE: (
            Archetype("The postponer", "Means to act each spring and doesn't; the reason is on the desk: “{pain}”."),
            Archetype("The once-burned client", "Had an adviser before. Begins every talk with “{objection}”."),
        ),
        Industry.HEALTH_BEAUTY: (
            Archetype("The one who reacts", "Knows the feeling within a minute: “{pain}”. Stops at the first sign."),
            Archetype("The reader of lists", "Holds the box next to {rivals} and looks for the catch: “{objection}”."),
        ),
        Industry.CONSUMER_ELECTRONICS: (
            Archetype("The one in the kitchen", "Lives with it every day: “{pain}”. Would pay to end it."),
            Archetype("The tester of claims", "Watches reviews of {rivals} to the end; comments “{objection}”."),
        ),
        Industry.AUTOMOTIVE: (
            Archetype("The family that buys", "Needs the car this season and fears one thing: “{pain}”."),
            Archetype("The adviser they bring along", "Knows engines, knows {rivals}, says it aloud: “{objection}”."),
        ),
        Industry.HOSPITALITY: (
            Archetype("The planner of the trip", "Compares dates and pictures; is tired of “{pain}”."),
            Archetype("The returning guest", "Has {rivals} as a habit; needs an answer to “{objection}”."),
        ),
        Industry.REAL_ESTATE: (
            Archetype("The owner who hesitates", "Could sell, if it weren't for “{pain}”."),
            Archetype("The buyer with a deadline", "Sees homes of {rivals} the same week; objects “{objection}”."),
        ),
        Industry.NONPROFIT: (
            Archetype("The single giver", "Gave once; hasn't heard since; thinks “{pain}”."),
            Archetype("The doubter of effect", "Wants to know where the last gift went: “{objection}”."),
        ),
        Industry.OTHER: (
            Archetype("The one with the problem", "Says it like this: “{pain}”."),
            Archetype("The one who compares", "Weighs {offer} against {rivals}; stops at “{objection}”."),
        ),
    }
)

_LAPSING: Pair = (
    Archetype("The one out of rhythm", "Likes the thing and loses step: “{pain}”. Cancels to pause, not to leave."),
    Archetype("The quiet leaver", "Doesn't complain. Thinks “{objection}”, looks at {rivals}, goes at the next bill."),
)
_APP_USERS: Pair = (
    Archetype("The one without a fixed hour", "Wants to and can't plan it: “{pain}”. Installs at night on the sofa."),
    Archetype("The one with too many apps", "Has deleted {rivals}; reads the permissions; thinks “{objection}”."),
)
_BY_OBJECTIVE: Mapping[Objective, Pair] = MappingProxyType(
    {
        Objective.HIRING: (
            Archetype("The one who would move", "Has a job and a reason to leave it: “{pain}”. Reads on the way home."),
            Archetype("The one who asks around", "Compares {rivals} by what people there say; stops at “{objection}”."),
        ),
        Objective.PARTNERSHIPS: (
            Archetype("The one who wants more", "Looks for what the own offer lacks; says it like this: “{pain}”."),
            Archetype("The one who lends the name", "Weighs {rivals} and answers for the choice: “{objection}”."),
        ),
    }
)
"""Who is spoken to where a campaign isn't for customers."""
IN_DOUBT = Archetype("The customer in doubt", "Has {offer} and asks at each bill whether the word is kept: {outcome}.")
"""Who joins the pair where a campaign is to keep customers."""


def people_of(brief: Brief) -> tuple[Archetype, ...]:
    """Give the people that this campaign speaks to: two, or three where it is to keep customers."""
    said = words(brief.industry_detail)
    if brief.objective in _BY_OBJECTIVE:
        pair = _BY_OBJECTIVE[brief.objective]
    elif said & words("app apps"):
        pair = _APP_USERS
    elif brief.objective is Objective.RETENTION and said & words("subscription subscriptions"):
        pair = _LAPSING
    else:
        pair = _BY_INDUSTRY[brief.industry]
    return (*pair, IN_DOUBT) if brief.objective is Objective.RETENTION else pair
