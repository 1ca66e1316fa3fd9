"""What is known about each industry before the client says a word: where it is heard, how it earns, what limits it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from contracts.brief import Channel, Industry


class KpiSet(StrEnum):
    """Which numbers an industry steers by."""

    SOFTWARE = "software"
    COMMERCE = "commerce"
    LOCAL = "local"
    COACHING = "coaching"
    EDUCATION = "education"
    FINANCE = "finance"
    AUTOMOTIVE = "automotive"
    APP = "app"
    SUBSCRIPTION = "subscription"


@dataclass(frozen=True, slots=True)
class Reach:
    """The channels of an industry: first choice, second choice (best first), and those that rarely pay there."""

    primary: tuple[Channel, ...]
    secondary: tuple[Channel, ...]
    avoid: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class IndustryProfile:
    """An industry in plain words; `hollow` is what its advertising does too often, `trust` what buyers believe."""

    name: str
    reach: Reach
    kpis: KpiSet
    model: str
    revenue: tuple[str, ...]
    constraint: str
    maturity: str
    hollow: str
    trust: str
    to_business: bool = False
    local: bool = False


_INSTAGRAM, _TIKTOK, _LINKEDIN, _YOUTUBE = Channel.INSTAGRAM, Channel.TIKTOK, Channel.LINKEDIN, Channel.YOUTUBE
_FACEBOOK, _PINTEREST, _EMAIL, _BLOG = Channel.FACEBOOK, Channel.PINTEREST, Channel.EMAIL, Channel.BLOG
_SEARCH, _MAPS, _WEBINAR, _WHATSAPP = Channel.GOOGLE_ADS, Channel.GOOGLE_MAPS, Channel.WEBINAR, Channel.WHATSAPP

PROFILES: Mapping[Industry, IndustryProfile] = MappingProxyType(
    {
        Industry.FOOD: IndustryProfile(
            "food and drink", Reach((_INSTAGRAM,), (_TIKTOK, _FACEBOOK), (_LINKEDIN,)), KpiSet.COMMERCE,
            "sells perishable goods at a small margin, so the second order earns more than the first",
            ("single orders", "repeat orders and subscriptions"),
            "the cost of the first order against a small basket",
            "crowded: taste is claimed by all and shown by few",
            "adjectives about taste without the product in use",
            "seeing it prepared, and ratings by people who bought it",
        ),
        Industry.BOUTIQUE_RETAIL: IndustryProfile(
            "boutique retail", Reach((_INSTAGRAM,), (_PINTEREST, _TIKTOK), (_LINKEDIN,)), KpiSet.COMMERCE,
            "sells a curated range in small runs at full price",
            ("shop sales", "online sales"),
            "few pieces a style, so attention must arrive while stock lasts",
            "mature: chains own price, small shops own choice",
            "discounts that teach customers to wait",
            "pieces worn by customers, and who made them",
            local=True,
        ),
        Industry.SAAS: IndustryProfile(
            "software", Reach((_LINKEDIN,), (_EMAIL, _YOUTUBE), (_TIKTOK,)), KpiSet.SOFTWARE,
            "sells recurring subscriptions, so a customer pays back over months and churn decides the margin",
            ("subscriptions", "expansion within accounts"),
            "several people must agree before one of them can buy",
            "crowded: buyers compare feature lists they can't test",
            "feature lists without the job they do",
            "named customers, security documents and a working demo",
            to_business=True,
        ),
        Industry.FITNESS: IndustryProfile(
            "fitness", Reach((_INSTAGRAM,), (_TIKTOK, _YOUTUBE), (_LINKEDIN,)), KpiSet.LOCAL,
            "sells memberships and classes; a member who comes twice a week stays",
            ("memberships", "class packs and personal training"),
            "seats in the good hours, and members lost in the first 60 days",
            "crowded: low price at one end, community at the other",
            "before-and-after bodies that promise a result",
            "members like themselves and the coach's face before the first visit",
            local=True,
        ),
        Industry.ECOMMERCE: IndustryProfile(
            "online retail", Reach((_INSTAGRAM,), (_PINTEREST, _EMAIL), (_LINKEDIN,)), KpiSet.COMMERCE,
            "sells direct to consumers; profit begins where an order exceeds what winning it cost",
            ("first orders", "repeat orders"),
            "paid reach grows dearer with scale",
            "mature: delivery and returns are expected, so the product has to differ",
            "countdowns and permanent sales",
            "reviews with photographs, a clear return policy",
        ),
        Industry.B2B_SERVICES: IndustryProfile(
            "business services", Reach((_LINKEDIN,), (_WEBINAR, _EMAIL)), KpiSet.SOFTWARE,
            "sells expertise by project or retainer; capacity of senior people sets the ceiling",
            ("projects", "retainers"),
            "buyers can't judge the work before they have bought it",
            "mature: many equal promises, few documented results",
            "lists of services instead of a point of view",
            "case studies with numbers, and the people who would do the work",
            to_business=True,
        ),
        Industry.LOCAL_SERVICE: IndustryProfile(
            "local service", Reach((_MAPS,), (_FACEBOOK, _WHATSAPP), (_LINKEDIN,)), KpiSet.LOCAL,
            "sells appointments within driving distance; a full calendar is the product",
            ("booked jobs", "repeat visits and referrals"),
            "a catchment area that can't be widened, only won more deeply",
            "fragmented: whoever is found first with good ratings is called",
            "stock photographs of strangers",
            "recent ratings, named staff, prices before the call",
            local=True,
        ),
        Industry.COACHING: IndustryProfile(
            "coaching", Reach((_YOUTUBE,), (_INSTAGRAM, _EMAIL)), KpiSet.COACHING,
            "sells one person's method as programmes and sessions; an audience comes before customers",
            ("programmes", "individual sessions"),
            "hours of the coach",
            "crowded: many voices, little evidence",
            "income and lifestyle claims",
            "clients who tell their own story, and a sample of the method",
        ),
        Industry.EDUCATION: IndustryProfile(
            "education", Reach((_YOUTUBE,), (_LINKEDIN, _EMAIL), (_PINTEREST,)), KpiSet.EDUCATION,
            "sells places in cohorts; fixed start dates make every late seat an empty one",
            ("tuition", "employer partnerships"),
            "a large, rare decision that families and employers share",
            "mature: outcomes are asked for, seldom published",
            "career promises without placement figures",
            "graduates with names and jobs, and the curriculum in full",
        ),
        Industry.FINANCE: IndustryProfile(
            "finance", Reach((_LINKEDIN,), (_EMAIL, _WEBINAR, _SEARCH), (_TIKTOK,)), KpiSet.FINANCE,
            "earns fees on entrusted money, so one client kept for ten years outweighs many won",
            ("advisory fees", "fees on managed assets"),
            "trust takes months and regulation limits what may be said",
            "mature and regulated: performance can't be the argument",
            "returns, implied or shown without risk",
            "credentials, transparent fees and patient explanation",
        ),
        Industry.HEALTH_BEAUTY: IndustryProfile(
            "health and beauty", Reach((_INSTAGRAM,), (_TIKTOK, _YOUTUBE), (_LINKEDIN,)), KpiSet.COMMERCE,
            "sells consumables; a routine that is kept turns one order into six a year",
            ("first orders", "replenishment"),
            "buyers have been disappointed before and test slowly",
            "crowded: ingredients are the new advertising",
            "medical effects that a cosmetic may not claim",
            "full ingredient lists, dermatological tests, unretouched skin",
        ),
        Industry.CONSUMER_ELECTRONICS: IndustryProfile(
            "consumer electronics", Reach((_YOUTUBE,), (_INSTAGRAM, _TIKTOK), (_LINKEDIN,)), KpiSet.COMMERCE,
            "sells hardware in launches; orders placed early pay for the production run",
            ("device sales", "accessories and consumables"),
            "stock must be financed before it is sold",
            "mature: specifications converge, use decides",
            "specifications without a task",
            "independent tests and the device at work, uncut",
        ),
        Industry.AUTOMOTIVE: IndustryProfile(
            "automotive", Reach((_SEARCH,), (_FACEBOOK, _MAPS, _YOUTUBE), (_PINTEREST,)), KpiSet.AUTOMOTIVE,
            "sells few, large tickets; a test drive is the real conversion and service keeps the margin",
            ("vehicle sales", "finance and service"),
            "months of comparison before one visit",
            "mature: price is public, treatment is not",
            "monthly rates with the conditions in small print",
            "transparent total price, ratings of the workshop",
            local=True,
        ),
        Industry.HOSPITALITY: IndustryProfile(
            "hospitality", Reach((_INSTAGRAM,), (_MAPS, _FACEBOOK), (_LINKEDIN,)), KpiSet.LOCAL,
            "sells nights and tables that expire unsold each evening",
            ("direct bookings", "bookings through portals"),
            "portals take the margin and the guest's address",
            "mature: comparison is one tap away",
            "empty rooms under perfect light",
            "recent guest ratings and what the place looks like today",
            local=True,
        ),
        Industry.REAL_ESTATE: IndustryProfile(
            "real estate", Reach((_SEARCH,), (_FACEBOOK, _YOUTUBE), (_TIKTOK,)), KpiSet.LOCAL,
            "earns commission on rare sales; mandates from owners come before buyers",
            ("sales commission", "letting fees"),
            "long cycles and listings shared with every competitor",
            "fragmented: reputation is by street",
            "superlatives about location",
            "recent sales nearby, with time on the market",
            local=True,
        ),
        Industry.NONPROFIT: IndustryProfile(
            "non-profit work", Reach((_FACEBOOK,), (_EMAIL, _INSTAGRAM)), KpiSet.COACHING,
            "lives on gifts and time; a monthly donor carries what a single gift starts",
            ("single gifts", "monthly gifts", "grants"),
            "each unit spent on reach has to be defended",
            "crowded with need: attention moves on in days",
            "guilt without a next step",
            "where the last gift went, with dates",
        ),
        Industry.OTHER: IndustryProfile(
            "its field", Reach((_SEARCH,), (_EMAIL, _BLOG)), KpiSet.LOCAL,
            "sells its offer directly; the industry has no benchmark here, so the client's own figures lead",
            ("sales of the primary offer",),
            "not known yet; the first review in week 2 names it",
            "not known yet; taken from the competitor review in week 1",
            "phrases a competitor could sign as well",
            "documented results of existing customers",
        ),
    }
)  # fmt: skip
"""One profile for every industry that a brief can name."""
