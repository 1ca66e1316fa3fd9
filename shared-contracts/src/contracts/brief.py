"""The brief: what a client wants, normalised by onboarding so that later steps need not doubt it."""

from datetime import date
from enum import StrEnum
from typing import Any

from contracts.payload import Value


class Objective(StrEnum):
    """What the campaign is for."""

    AWARENESS = "awareness"
    LEADS = "leads"
    SALES = "sales"
    HIRING = "hiring"
    PARTNERSHIPS = "partnerships"
    RETENTION = "retention"


class PackageName(StrEnum):
    """What production makes; `light` is fixed small content for measuring the machinery."""

    LIGHT = "light"
    QUICK_SOCIAL = "quick_social"
    STRATEGY_CAMPAIGN_BASIC = "strategy_campaign_basic"
    STRATEGY_CAMPAIGN_STANDARD = "strategy_campaign_standard"
    STRATEGY_CAMPAIGN_PREMIUM = "strategy_campaign_premium"
    STRATEGY_CAMPAIGN_ENTERPRISE = "strategy_campaign_enterprise"
    FULL_FUNNEL_GROWTH = "full_funnel_growth"
    LAUNCH_GTM = "launch_gtm"
    BRAND_TURNAROUND = "brand_turnaround"
    RETENTION_CRM = "retention_crm"
    PERFORMANCE_AUDIT = "performance_audit"


class Channel(StrEnum):
    """Where a campaign speaks."""

    LINKEDIN = "linkedin"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    X = "x"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    PINTEREST = "pinterest"
    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    WEBINAR = "webinar"
    GOOGLE_ADS = "google_ads"
    META_ADS = "meta_ads"
    GOOGLE_MAPS = "google_maps"
    BLOG = "blog"


META_PLACES = (Channel.INSTAGRAM, Channel.FACEBOOK)
"""Where Meta Ads are shown."""


class Industry(StrEnum):
    """The industries whose channels and KPIs we know; anything else is OTHER, in its own words in `industry_detail`."""

    FOOD = "food"
    BOUTIQUE_RETAIL = "boutique_retail"
    SAAS = "saas"
    FITNESS = "fitness"
    ECOMMERCE = "ecommerce"
    B2B_SERVICES = "b2b_services"
    LOCAL_SERVICE = "local_service"
    COACHING = "coaching"
    EDUCATION = "education"
    FINANCE = "finance"
    HEALTH_BEAUTY = "health_beauty"
    CONSUMER_ELECTRONICS = "consumer_electronics"
    AUTOMOTIVE = "automotive"
    HOSPITALITY = "hospitality"
    REAL_ESTATE = "real_estate"
    NONPROFIT = "nonprofit"
    OTHER = "other"


class RiskTolerance(StrEnum):
    """How bold the client lets the wording be."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Budget(Value):
    """Whole units of `currency` (ISO 4217) for the whole campaign; minimum <= maximum."""

    minimum: int
    maximum: int
    currency: str = "USD"


class KpiTarget(Value):
    """A number the client wants to reach: metric "members", target 200, unit "members", baseline where known."""

    metric: str
    target: float
    unit: str = ""
    baseline: float | None = None


class BrandKit(Value):
    """Colours as #rrggbb, first the primary one; font names; a link to the logo."""

    colours: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    logo: str | None = None


class Attachment(Value):
    """A file of the client's, by reference."""

    name: str
    url: str
    media_type: str = "application/octet-stream"


class Brief(Value):
    """A normalised brief: trimmed, canonical, complete in every required field."""

    client_name: str
    website: str | None
    industry: Industry
    industry_detail: str = ""
    geography: str
    primary_offer: str
    target_audience: str
    pain_points: tuple[str, ...]
    desired_outcomes: tuple[str, ...]
    objective: Objective
    package: PackageName = PackageName.QUICK_SOCIAL

    compliance_requirements: tuple[str, ...] = ()
    forbidden_claims: tuple[str, ...] = ()
    risk_tolerance: RiskTolerance | None = None

    pricing: str | None = None
    average_order_value: float | None = None
    lifetime_value: float | None = None
    differentiators: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    proof_assets: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    kpi_targets: tuple[KpiTarget, ...] = ()
    start_date: date
    duration_weeks: int = 12
    budget: Budget | None = None
    constraints: tuple[str, ...] = ()

    tone_of_voice: tuple[str, ...] = ()
    voice_examples: tuple[str, ...] = ()
    banned_words: tuple[str, ...] = ()
    required_disclaimers: tuple[str, ...] = ()
    must_include: tuple[str, ...] = ()
    must_avoid: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    brand_kit: BrandKit = BrandKit()

    social_handles: dict[Channel, str] = {}
    focus_platforms: tuple[Channel, ...] = ()
    avoid_platforms: tuple[Channel, ...] = ()
    approval_frequency: str | None = None
    report_frequency: str | None = None
    timezone: str = "UTC"
    contact_email: str | None = None
    attachments: tuple[Attachment, ...] = ()
    context: dict[str, Any] = {}

    @property
    def meta_places(self) -> tuple[Channel, ...]:
        """Where Meta Ads may be shown: Instagram and Facebook, as far as they aren't to be avoided."""
        return tuple(place for place in META_PLACES if place not in self.avoid_platforms)

    @property
    def barred(self) -> tuple[Channel, ...]:
        """The channels that nothing is made for: those to avoid, and Meta Ads where no place is left to show them."""
        unplaced = not self.meta_places and Channel.META_ADS not in self.avoid_platforms
        return (*self.avoid_platforms, Channel.META_ADS) if unplaced else self.avoid_platforms


class Scope(Value):
    """What the agency promises to make, what it does not, and in how many weeks."""

    deliverables: tuple[str, ...]
    exclusions: tuple[str, ...]
    weeks: int


OFFERED_PACKAGES = frozenset(PackageName)
"""The packages that production can make today; onboarding rejects the others by name."""
