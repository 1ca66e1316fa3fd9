"""The packages that can be ordered: which sections each has, in their order."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import PackageName
from contracts.packages import audit, campaign, growth, retention, social, turnaround
from contracts.packages.specification import Specification

LIGHT = Specification("overview", "Overview", "prose", 5, 400)
"""The one section of the light package, which is shorter than any other overview."""

_BASIC = "overview messaging_framework channel_plan calendar_30_day kpi_budget_plan summary"

_STANDARD = (
    "overview campaign_objective core_idea messaging_framework channel_plan audience_segments persona_cards "
    "creative_direction influencer_strategy promotions calendar_30_day email_crm_flows ad_concepts kpi_budget_plan "
    "execution_roadmap post_campaign_analysis summary"
)

_PREMIUM = (
    "overview campaign_objective core_idea value_proposition competitive_positioning messaging_framework channel_plan "
    "audience_segments persona_cards customer_journey creative_direction content_buckets influencer_strategy "
    "community_plan promotions calendar_30_day hashtag_strategy landing_page email_crm_flows messaging_flows "
    "ad_concepts retargeting_plan kpi_budget_plan measurement_framework test_plan execution_roadmap "
    "post_campaign_analysis summary"
)

_ENTERPRISE = (
    "executive_summary overview market_landscape campaign_objective core_idea value_proposition "
    "competitive_positioning messaging_framework channel_plan audience_segments persona_cards customer_journey "
    "creative_direction content_buckets influencer_strategy community_plan partnerships promotions calendar_30_day "
    "hashtag_strategy landing_page email_crm_flows messaging_flows ad_concepts retargeting_plan localisation "
    "kpi_budget_plan budget_scenarios measurement_framework test_plan risk_register issue_response data_privacy "
    "governance responsibilities execution_roadmap quarterly_roadmap post_campaign_analysis summary"
)

SECTIONS: Mapping[PackageName, tuple[str, ...]] = MappingProxyType(
    {
        PackageName.QUICK_SOCIAL: tuple(each.section_id for each in social.SPECIFICATIONS),
        PackageName.STRATEGY_CAMPAIGN_BASIC: tuple(_BASIC.split()),
        PackageName.STRATEGY_CAMPAIGN_STANDARD: tuple(_STANDARD.split()),
        PackageName.STRATEGY_CAMPAIGN_PREMIUM: tuple(_PREMIUM.split()),
        PackageName.STRATEGY_CAMPAIGN_ENTERPRISE: tuple(_ENTERPRISE.split()),
        PackageName.FULL_FUNNEL_GROWTH: (
            *("overview", "market_landscape", "competitive_positioning", "audience_segments", "persona_cards"),
            *("value_proposition", "messaging_framework", "customer_journey", "awareness_stage"),
            *("consideration_stage", "conversion_stage", "retention_stage", "landing_page", "email_crm_flows"),
            *("retargeting_plan", "ad_concepts", "calendar_30_day", "test_plan", "measurement_framework"),
            *("kpi_budget_plan", "budget_scenarios", "execution_roadmap", "summary"),
        ),
        PackageName.LAUNCH_GTM: (
            *("overview", "market_landscape", "launch_positioning", "audience_segments", "messaging_framework"),
            *("launch_phases", "channel_plan", "calendar_30_day", "launch_offers", "ad_concepts"),
            *("kpi_budget_plan", "risk_register", "summary"),
        ),
        PackageName.BRAND_TURNAROUND: (
            *("overview", "brand_diagnosis", "perception_gap", "audience_segments", "repositioning"),
            *("messaging_framework", "proof_plan", "issue_response", "channel_plan", "calendar_30_day"),
            *("community_plan", "kpi_budget_plan", "execution_roadmap", "summary"),
        ),
        PackageName.RETENTION_CRM: (
            *("overview", "churn_diagnosis", "audience_segments", "lifecycle_map", "email_crm_flows"),
            *("messaging_flows", "loyalty_programme", "winback_programme", "promotions", "calendar_30_day"),
            *("test_plan", "kpi_budget_plan", "execution_roadmap", "summary"),
        ),
        PackageName.PERFORMANCE_AUDIT: (
            *("overview", "audit_scope", "account_structure", "tracking_check", "audience_review"),
            *("creative_review", "search_and_bidding", "landing_page_review", "channel_review", "budget_review"),
            *("competitive_positioning", "findings_and_priorities", "test_plan", "kpi_budget_plan"),
            *("execution_roadmap", "summary"),
        ),
    }
)
"""The ids of each package's sections. A section that stands in several packages meets the same specification in all."""

SPECIFICATIONS: Mapping[str, Specification] = MappingProxyType(
    {
        each.section_id: each
        for part in (social, campaign, growth, turnaround, retention, audit)
        for each in part.SPECIFICATIONS
    }
)


CALENDAR = "calendar_30_day"


def has_calendar(package: PackageName) -> bool:
    """Whether a package plans thirty days of posts."""
    return CALENDAR in SECTIONS.get(package, ())


def specifications_of(package: PackageName) -> tuple[Specification, ...]:
    """Give what each section of a package must be, in order. Raises KeyError for a package that isn't offered yet."""
    if package == PackageName.LIGHT:
        return (LIGHT,)
    return tuple(SPECIFICATIONS[section] for section in SECTIONS[package])
