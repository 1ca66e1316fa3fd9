"""What is usual in each industry: who buys, how a decision falls, who is believed, what can go wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import Brief, Industry, Objective

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Trade:
    """Phrases for the middle of a sentence; `threshold` is where interest becomes business, `aid` helps before it."""

    customers: str
    decision: str
    threshold: str
    scene: str
    voices: str
    partners: tuple[str, str, str]
    incidents: tuple[str, str, str]
    records: str
    season: str
    gathering: str
    aid: str


TRADES: Mapping[Industry, Trade] = MappingProxyType(
    {
        Industry.FOOD: Trade(
            "guests", "within minutes, hungry and with a phone in hand", "the first order",
            "hands at work, steam, the cut and the first bite", "home cooks and food writers who pay for their plate",
            ("growers and suppliers named on the pack", "kitchen shops", "offices that order lunch"),
            ("an allergen missing on the label", "a delivery that arrives spoiled", "a bad review with a picture"),
            "addresses, orders and allergies", "the weeks before holidays and the first cold days", "recipe groups",
            "a recipe for the second day",
        ),
        Industry.BOUTIQUE_RETAIL: Trade(
            "shoppers", "in the shop within a quarter of an hour, online after two or three visits", "the fitting room",
            "one piece worn on three different people in daylight", "stylists and regulars from the same streets",
            ("neighbouring cafés", "makers of the pieces", "local photographers"),
            ("a size that runs small", "a maker's working conditions questioned", "a parcel that never came"),
            "sizes, addresses and past purchases", "the change of season and the weeks before gifts are given",
            "the fitting room and the shop's own guest list", "a guide to sizes and care",
        ),
        Industry.SAAS: Trade(
            "accounts", "over weeks, by a user, a budget holder and someone from security", "the first working session",
            "the product on a screen, at its real speed, doing one job", "practitioners who publish what they tested",
            ("consultancies that install it", "vendors whose product it connects to", "auditors and user groups"),
            ("an outage in working hours", "a security report by an outside researcher", "a price change that reaches"
             " social media before the customers"),
            "log-ins, usage data and contracts", "the budget round in autumn and the weeks before an audit",
            "user groups and the comment threads of practitioners", "a checklist for the evaluation",
        ),
        Industry.FITNESS: Trade(
            "members", "within a week, after one visit and a look at the timetable", "the first class",
            "a session at its real pace, mistakes and corrections included", "coaches and regulars known locally",
            ("physiotherapists nearby", "employers within walking distance", "cafés and running groups"),
            ("an injury in a session", "a cancellation that was refused", "an overcrowded hour shown in a story"),
            "attendance, payment data and remarks on health", "January, September and the first warm weeks",
            "the minutes before and after a session", "a plan for the first four weeks",
        ),
        Industry.ECOMMERCE: Trade(
            "customers", "on a phone, after two to four visits and a look at the returns page", "the checkout",
            "the parcel opened at a kitchen table, then the product in its third week", "buyers who film what arrived",
            ("makers of products used alongside", "newsletters with the same readers", "gift registries"),
            ("a late batch of deliveries", "a refund that takes longer than promised", "a faulty production run"),
            "addresses, orders and browsing data", "gift weeks and the return season after them",
            "review pages and the comments under unpacking clips", "a comparison of sizes, versions or plans",
        ),
        Industry.B2B_SERVICES: Trade(
            "clients", "over one to three months, by people who have to defend the choice", "the first conversation",
            "the people who do the work, at a board, with a real document", "clients who describe their own project",
            ("software vendors whose users need help", "trade associations", "law and accounting firms"),
            ("a project that ran over", "a senior person who leaves", "a conflict of interest that becomes known"),
            "contacts, contracts and documents in confidence", "the start of a quarter and the planning of next year",
            "association evenings and closed groups of peers", "a template for the decision paper",
        ),
        Industry.LOCAL_SERVICE: Trade(
            "households", "the same day, from the first two names that answer", "the first appointment",
            "a job from the doorbell to the swept floor", "neighbours who had the work done",
            ("property managers", "hardware shops", "estate agents in the same streets"),
            ("damage during a job", "an appointment that was missed", "a bill above the estimate"),
            "addresses, photographs of homes and invoices", "the first frost, the first heat and moving season",
            "neighbourhood groups", "a list of prices for usual jobs",
        ),
        Industry.COACHING: Trade(
            "participants", "after weeks of listening, once a sample has helped", "the first session",
            "a question answered live, with the pauses left in", "former participants in their own words",
            ("podcasts on the subject", "professional associations", "bookshops and event hosts"),
            ("a participant who regrets the purchase", "a claim of success that is doubted", "a session called off"),
            "notes from conversations and payment data", "the turn of the year and the end of summer",
            "closed groups of participants", "an exercise for twenty minutes",
        ),
        Industry.EDUCATION: Trade(
            "students", "over two to four months, together with family or employer", "the open lesson",
            "a class at work and a graduate at a desk", "graduates with their name and their job",
            ("employers who hire graduates", "job centres and schools", "meet-ups of the profession"),
            ("a placement figure that is questioned", "a cohort that starts late", "a tutor replaced mid-course"),
            "applications, grades and financing documents", "the eight weeks before each start date",
            "alumni groups and open lessons", "the curriculum with hours and an honest list of prerequisites",
        ),
        Industry.FINANCE: Trade(
            "clients", "over three to nine months, and seldom alone", "the first meeting",
            "an adviser with paper and pen, explaining one decision", "its own advisers and independent planners",
            ("tax advisers", "notaries and family lawyers", "employers with benefit plans"),
            ("a fall in markets", "a complaint about fees", "a message that reads like a recommendation"),
            "income, assets and family circumstances", "tax deadlines and the turn of the year",
            "small evenings by invitation", "a worksheet for one's own figures",
        ),
        Industry.HEALTH_BEAUTY: Trade(
            "customers", "after reading ingredients and reviews, with a small size first", "the first order",
            "skin and texture in window light, unretouched, over weeks", "users who show the ordinary days as well",
            ("dermatology nurses and pharmacists", "independent retailers", "makers of tools used alongside"),
            ("a reaction to an ingredient", "a claim read as medical", "a changed formula"),
            "addresses, orders and what people tell about their skin", "the change of season and heating months",
            "routine threads and ingredient forums", "a routine for one's own case, with what to leave out",
        ),
        Industry.CONSUMER_ELECTRONICS: Trade(
            "buyers", "over two to six weeks of tests, videos and waiting for the date", "the order page",
            "the device at a task from start to end, without a cut", "testers who buy or return the device",
            ("retailers with a demonstration table", "makers of accessories", "editors of test magazines"),
            ("a delivery date that slips", "a fault in the first batch", "a test that measures less than promised"),
            "addresses, serial numbers and support history", "the weeks before gift season and after trade fairs",
            "test channels and owner forums", "a comparison with the device people own today",
        ),
        Industry.AUTOMOTIVE: Trade(
            "buyers", "over two to four months, ending in one Saturday", "the test drive",
            "the car in the buyer's own street, at the school gate, in the rain", "owners after the first year",
            ("banks and insurers", "driving schools", "companies with a fleet"),
            ("a recall", "a delivery that is put off", "a workshop bill above the quote"),
            "driving licences, finance papers and service history", "festival weeks and the end of the fiscal year",
            "owner groups", "a sheet with the total price on the road",
        ),
        Industry.HOSPITALITY: Trade(
            "guests", "in one evening, with three other tabs open", "the direct booking",
            "the room, the walk to it and breakfast as they are today", "travellers who stayed at their own expense",
            ("railways and tour operators", "restaurants around the corner", "event organisers"),
            ("a cancelled booking", "a complaint about hygiene", "building noise next door"),
            "passports, cards and length of stay", "the booking weeks before holidays", "travel forums",
            "a plan for two days in the area",
        ),
        Industry.REAL_ESTATE: Trade(
            "owners", "over months, with one weekend that settles it", "the valuation",
            "the street at eight in the morning and the flat as it is", "former sellers from the same street",
            ("mortgage brokers", "removal firms", "notaries"),
            ("a sale that falls through", "a defect found late", "a commission that is disputed"),
            "ownership papers and financial statements", "spring and early autumn", "residents' associations",
            "recent sales in the street with time on the market",
        ),
        Industry.NONPROFIT: Trade(
            "donors", "in a minute when moved, and again each year when told what became of it", "the first gift",
            "one place on one day, told by those who live there", "volunteers and people who were helped and agree",
            ("foundations", "employers who match gifts", "schools and parishes"),
            ("doubt about overheads", "a project that failed", "a picture published without consent"),
            "donations, addresses and correspondence", "the last six weeks of the year", "volunteer evenings",
            "an account of the last gift, with dates",
        ),
        Industry.OTHER: Trade(
            "customers", "in a time that the first two weeks of enquiries will show", "the first purchase",
            "the work itself, from request to result", "present customers who agree to be named",
            ("suppliers", "associations of the field", "neighbouring businesses"),
            ("a late delivery", "a public complaint", "a mistake in a published figure"),
            "contact and purchase data", "the busiest month of last year, from the client's own books",
            "the places where customers already talk", "answers to the questions asked most",
        ),
    }
)  # fmt: skip
"""One for every industry that a brief can name; assumptions about a trade, to be held against the client's figures."""

APPLICATION = Trade(
    "users", "within a minute in the store, and again on the seventh day", "the first session on the phone",
    "a hand, a phone and the one screen that does the job, in real time", "users who show their own week in the app",
    ("employers who pay for their staff", "makers of watches and trackers", "newsletters with the same readers"),
    ("an update that breaks something", "a charge after the trial that came as a surprise", "a report on data sharing"),
    "usage, device and health data", "January, September and the first weeks with a new phone",
    "store reviews and groups of users", "a film of the first session, uncut",
)  # fmt: skip
"""What is sold on a phone is bought and judged as an app, whatever its subject."""

SUBSCRIPTION = Trade(
    "subscribers", "on a phone, with the thought how to get out again", "the second delivery",
    "the parcel on the day it arrives and what is left before the next one", "subscribers past their third parcel",
    ("makers of what is used alongside", "offices and studios that share a delivery", "gift shops"),
    ("a delivery that arrives late or damaged", "a cancellation that takes more than two clicks", "a price rise"),
    "addresses, rhythm of deliveries and payment data", "moves, holidays and the weeks after gifts",
    "comment threads and replies to the delivery mail", "a rhythm finder with four questions",
)  # fmt: skip
"""Goods that come again by themselves are left rather than not bought."""

EMPLOYER = Trade(
    "employees", "over two to six weeks, after asking somebody who works there", "the first conversation",
    "a shift from its first to its last hour, with the people who work it", "people on the team, in their own words",
    ("schools and training colleges", "job centres", "associations of the trade"),
    ("a bad review by a former employee", "an application that was never answered", "a question about pay in public"),
    "applications, references and medical certificates", "the end of school terms, January and the weeks after bonuses",
    "groups of the trade and old school friends", "a page with pay, hours and shifts",
)  # fmt: skip
"""Who looks for a job judges the employer, whatever it sells."""

PARTNERSHIP = Trade(
    "partners", "over one to three quarters, by two managements", "the first talk",
    "the offer at work at a present partner's", "people who run a partner's business and give their name",
    ("associations of the field", "consultants whom both sides know", "organisers of trade fairs"),
    ("a complaint by a partner's customer", "terms that differ and become known", "a partner that leaves"),
    "contracts, margins and names of customers", "the planning of the next year", "fairs and association evenings",
    "a sheet with the sum for both sides",
)  # fmt: skip
"""Who looks for a partner weighs margins and reputation."""

_OF_OBJECTIVE = {Objective.HIRING: EMPLOYER, Objective.PARTNERSHIPS: PARTNERSHIP}
_GOODS = frozenset(
    (Industry.FOOD, Industry.ECOMMERCE, Industry.HEALTH_BEAUTY, Industry.BOUTIQUE_RETAIL, Industry.OTHER)
)


def trade_of(brief: Brief) -> Trade:
    """Choose the trade by what is looked for or sold: staff, partners, an app, a subscription; else by the industry."""
    if brief.objective in _OF_OBJECTIVE:
        return _OF_OBJECTIVE[brief.objective]
    words = set(_WORD.findall(f"{brief.industry_detail} {brief.primary_offer}".casefold()))
    if words & {"app", "apps"} and brief.industry != Industry.SAAS:
        return APPLICATION
    if words & {"subscription", "subscriptions"} and brief.industry in _GOODS:
        return SUBSCRIPTION
    return TRADES[brief.industry]
