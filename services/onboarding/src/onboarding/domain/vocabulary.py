"""The words people use for industries, channels, objectives, packages and risk, and what we call each.

Phrases are in the form of `words_of`: lower case, no punctuation.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from contracts.brief import Channel, Industry, Objective, PackageName, RiskTolerance
from onboarding.domain.readers import words_of

_Word = TypeVar("_Word", bound=StrEnum)


def _choices(words: Iterable[_Word], phrases: Mapping[_Word, str]) -> Mapping[str, _Word]:
    """Key every word by its own name and by the phrases, parted by commas, that mean it."""
    own = {words_of(word.value): word for word in words}
    other = {phrase.strip(): word for word, listed in phrases.items() for phrase in listed.split(",")}
    return MappingProxyType({**own, **other})


CHANNELS = _choices(
    Channel,
    {
        Channel.LINKEDIN: "linked in, linkedin ads, linkedin page, li",
        Channel.INSTAGRAM: "ig, insta, instagram ads, instagram reels, instagram stories, reels",
        Channel.FACEBOOK: "fb, facebook page, facebook groups",
        Channel.X: "twitter, x twitter, twitter x, x ads, twitter ads, x com",
        Channel.TIKTOK: "tik tok, tiktok ads, tiktok shop",
        Channel.YOUTUBE: "you tube, yt, youtube ads, youtube shorts",
        Channel.PINTEREST: "pinterest ads, pins",
        Channel.EMAIL: "e mail, e mails, emails, email marketing, newsletter, mail",
        Channel.SMS: "text message, text messages, texting",
        Channel.WHATSAPP: "whats app, whatsapp business, wa",
        Channel.WEBINAR: "webinars, online seminar",
        Channel.GOOGLE_ADS: "google, adwords, google adwords, google search ads, sem, paid search, ppc",
        Channel.META_ADS: "meta, facebook ads, fb ads, facebook and instagram ads, paid social",
        Channel.GOOGLE_MAPS: "google business profile, google my business, gmb, gbp, maps",
        Channel.BLOG: "seo, blog seo, blog and seo, organic search, content marketing, articles",
    },
)

OBJECTIVES = _choices(
    Objective,
    {
        Objective.AWARENESS: "brand awareness, reach, visibility, brand building",
        Objective.LEADS: "lead, lead generation, lead gen, demand generation, enquiries, inquiries, bookings, sign ups",
        Objective.SALES: "sale, revenue, conversion, conversions, e commerce sales, online sales, orders, "
        "pre orders, preorders, subscriptions, launch, product launch",
        Objective.HIRING: "recruiting, recruitment, talent, employer branding",
        Objective.PARTNERSHIPS: "partnership, partners, partner acquisition, collaborations",
        Objective.RETENTION: "loyalty, churn, churn reduction, reduce churn, repeat purchases, win back",
    },
)

RISK_TOLERANCES = _choices(
    RiskTolerance,
    {
        RiskTolerance.LOW: "conservative, careful, cautious, risk averse",
        RiskTolerance.MEDIUM: "moderate, balanced, normal",
        RiskTolerance.HIGH: "bold, aggressive, edgy",
    },
)

PACKAGES = _choices(
    PackageName,
    {
        PackageName.QUICK_SOCIAL: "quick social package, social, social media",
        PackageName.STRATEGY_CAMPAIGN_BASIC: "basic",
        PackageName.STRATEGY_CAMPAIGN_STANDARD: "strategy campaign, standard",
        PackageName.STRATEGY_CAMPAIGN_PREMIUM: "premium",
        PackageName.STRATEGY_CAMPAIGN_ENTERPRISE: "enterprise",
        PackageName.FULL_FUNNEL_GROWTH: "full funnel, full funnel growth suite",
        PackageName.LAUNCH_GTM: "launch, go to market, gtm, launch and gtm",
        PackageName.BRAND_TURNAROUND: "turnaround, brand turnaround lab",
        PackageName.RETENTION_CRM: "retention, crm, retention and crm",
        PackageName.PERFORMANCE_AUDIT: "audit, performance audit and revamp",
    },
)

_INDUSTRIES = _choices(
    (industry for industry in Industry if industry is not Industry.OTHER),
    {
        Industry.FOOD: "food and beverage, beverage, drinks, coffee, tea, bakery, restaurant, cafe, f b, grocery",
        Industry.BOUTIQUE_RETAIL: "boutique, retail, fashion boutique, gift shop, jewellery, jewelry, concept store",
        Industry.SAAS: "software, software as a service, b2b saas, cloud software, b2b software, app platform",
        Industry.FITNESS: "gym, gyms, yoga, hiit, pilates, crossfit, personal training, fitness app, yoga studio",
        Industry.ECOMMERCE: "e commerce, online shop, online store, d2c, dtc, direct to consumer, sportswear",
        Industry.B2B_SERVICES: "b2b, consulting, consultancy, professional services, agency, it services, accounting",
        Industry.LOCAL_SERVICE: "local business, local services, plumber, cleaning, salon, hairdresser, dentist",
        Industry.COACHING: "coach, life coaching, business coaching, online courses, course creator",
        Industry.EDUCATION: "edtech, school, university, bootcamp, coding bootcamp, training provider",
        Industry.FINANCE: "financial services, fintech, wealth management, wealth manager, banking, insurance",
        Industry.HEALTH_BEAUTY: "health and beauty, beauty, skincare, skin care, cosmetics, personal care, health",
        Industry.CONSUMER_ELECTRONICS: "electronics, gadgets, appliances, hardware, smart home, smart blender",
        Industry.AUTOMOTIVE: "car dealership, cars, car dealer, auto, dealership, vehicles",
        Industry.HOSPITALITY: "hotel, hotels, travel, tourism, resort",
        Industry.REAL_ESTATE: "property, realtor, estate agent, real estate agency",
        Industry.NONPROFIT: "non profit, charity, ngo, foundation, not for profit",
    },
)

_WITHIN = tuple((f" {phrase} ", industry) for phrase, industry in _INDUSTRIES.items())


def industry_named(name: str) -> Industry:
    """The industry that a phrase means, or the only one named within it ("SaaS / software"); else OTHER.

    A direct-to-consumer skincare brand is skincare: how a thing is sold counts only where nothing says what it is.
    """
    phrase = words_of(name)
    if phrase in _INDUSTRIES:
        return _INDUSTRIES[phrase]
    padded = f" {phrase} "
    named = {industry for known, industry in _WITHIN if known in padded}
    specific = named - {Industry.ECOMMERCE, Industry.B2B_SERVICES}
    found = specific or named
    return next(iter(found)) if len(found) == 1 else Industry.OTHER
