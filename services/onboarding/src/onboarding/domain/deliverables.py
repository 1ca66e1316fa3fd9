"""What each section of a package is promised as, so that a scope names everything that the client will receive."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import PackageName
from contracts.packages.catalogue import SECTIONS

PROMISES: Mapping[str, str] = MappingProxyType(
    {
        "account_structure": "Account structure: campaigns and their division, with what to merge, split or end",
        "ad_concepts": "Advertisement concepts with texts inside every platform's limits",
        "audience_review": "Audience review: who is reached and paid for, who is missing",
        "audience_segments": "Audience segments and what moves each",
        "audit_scope": "Scope of the audit: accounts, period, sources and limits",
        "awareness_stage": "Awareness stage: channels, content and the number to watch",
        "brand_diagnosis": "Diagnosis of the brand: what happened, what is believed, what is true",
        "budget_review": "Budget review: what each part of the money does today",
        "budget_scenarios": "Budget scenarios: less, as planned, more",
        "calendar_30_day": "30-day content calendar: date, platform, theme, hook and call to action of every post",
        "campaign_objective": "Campaign objective with its number and date",
        "channel_plan": "Channel plan: role, content, number and stop rule of every channel",
        "channel_review": "Channel review: what each channel brings and costs",
        "churn_diagnosis": "Diagnosis of churn: who leaves, when and why",
        "community_plan": "Community plan: where customers talk and who answers",
        "competitive_positioning": "Competitive positioning against the named competitors",
        "consideration_stage": "Consideration stage: evidence, comparison and the number to watch",
        "content_buckets": "Content buckets",
        "conversion_stage": "Conversion stage: offer, page and the number to watch",
        "core_idea": "Core idea of the campaign",
        "creative_direction": "Creative direction: pictures, type, colours and language",
        "creative_review": "Review of advertisements in use, with what to keep and what to replace",
        "customer_journey": "Customer journey from first notice to recommendation",
        "data_privacy": "Data and privacy: what is collected, on which ground, for how long",
        "email_crm_flows": "E-mail and CRM flows: trigger, timing and text",
        "execution_roadmap": "Execution roadmap with owners and dates",
        "executive_summary": "Executive summary",
        "findings_and_priorities": "Findings in order of priority, each with effort and effect",
        "governance": "Governance: who decides what, how often and on which numbers",
        "hashtag_strategy": "Hashtag strategy",
        "influencer_strategy": "Influencer strategy: profiles, terms and disclosure",
        "issue_response": "Response to issues: what is said, by whom, within which time",
        "kpi_budget_plan": "KPI and budget plan with baselines, targets, shares and amounts",
        "kpi_plan": "KPI plan with baselines, targets and measuring windows",
        "landing_page": "Landing page: structure and texts",
        "landing_page_review": "Landing page review with corrections",
        "launch_offers": "Launch offers with terms and limits",
        "launch_phases": "Launch phases with dates and gates",
        "launch_positioning": "Launch positioning",
        "lifecycle_map": "Lifecycle map: every state of a customer and the next message",
        "localisation": "Localisation: what changes by place and language",
        "loyalty_programme": "Loyalty programme: rules, rewards and cost",
        "market_landscape": "Market landscape: category, competitors and open ground",
        "measurement_framework": "Measurement framework: events, sources, reports and decision rules",
        "messaging_flows": "Text message and chat flows with consent",
        "messaging_framework": "Messaging framework: promise, proof points, answers to objections",
        "overview": "Campaign overview",
        "partnerships": "Partnerships: candidates, offer and first step",
        "perception_gap": "Perception gap between what is true and what is believed",
        "persona_cards": "Persona cards",
        "post_campaign_analysis": "Plan of the analysis after the campaign",
        "promotions": "Promotions with terms, limits and dates",
        "proof_plan": "Proof plan: what is shown to whom, and by when it exists",
        "quarterly_roadmap": "Quarterly roadmap beyond the campaign",
        "repositioning": "Repositioning: from what, to what, shown how",
        "responsibilities": "Responsibilities of client and agency, task by task",
        "retargeting_plan": "Retargeting plan: audiences, messages and limits of frequency",
        "retention_stage": "Retention stage: reasons to stay and the number to watch",
        "risk_register": "Risk register with probability, effect, owner and answer",
        "search_and_bidding": "Search terms and bidding: what to bid on, what to exclude",
        "summary": "Summary for decision makers",
        "test_plan": "Test plan: hypothesis, measure, sample and decision of each test",
        "tracking_check": "Tracking check: which events and consents are measured, which are lost",
        "value_proposition": "Value proposition",
        "winback_programme": "Win-back programme for customers who left",
    }
)
"""The promise of every section that the catalogue of packages knows."""

_ASSETS = "Social cards, e-mail and advertisement copy as files"
_ARCHIVE = "Report, slides, brief and calendar files in one archive"


def deliverables_of(package: PackageName) -> tuple[str, ...]:
    """List the sections of a package in its order, then its files. Raises KeyError for the light package."""
    return (*(PROMISES[section] for section in SECTIONS[package]), _ASSETS, _ARCHIVE)
