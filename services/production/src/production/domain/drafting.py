"""Writes the draft of one package: its sections to their specifications, the calendar, advertisements and e-mail."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID, uuid5

from contracts.brief import OFFERED_PACKAGES, PackageName
from contracts.draft import Draft, Section
from contracts.messages import DraftRevisionRequested, StrategyDrafted
from contracts.packages.catalogue import LIGHT, has_calendar, specifications_of
from contracts.packages.specification import Specification
from production.domain import plans, sections
from production.domain.advertising import advertisements
from production.domain.calendar import calendar, posting_channels
from production.domain.campaign import writers as campaign
from production.domain.hashtags import hashtags
from production.domain.material import Material, gather
from production.domain.programmes import writers as programmes
from production.domain.series import emails
from production.domain.work import Work, Writer

NAMESPACE = UUID("6d0a1c86-3c5e-5b0b-9a0e-5f7f6f0a4c11")
"""The ids of everything that production makes are uuid5 of this, the run id and a name: the same run, the same ids."""


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {**sections.WRITERS, **plans.WRITERS, **campaign.WRITERS, **programmes.WRITERS}
)
"""The writer of each section, by its id."""


TITLES: Mapping[PackageName, str] = MappingProxyType(
    {
        PackageName.QUICK_SOCIAL: "30 days of social media",
        PackageName.STRATEGY_CAMPAIGN_BASIC: "campaign plan",
        PackageName.STRATEGY_CAMPAIGN_STANDARD: "campaign strategy",
        PackageName.STRATEGY_CAMPAIGN_PREMIUM: "campaign strategy and flows",
        PackageName.STRATEGY_CAMPAIGN_ENTERPRISE: "campaign strategy and governance",
        PackageName.FULL_FUNNEL_GROWTH: "full-funnel growth plan",
        PackageName.LAUNCH_GTM: "launch plan",
        PackageName.BRAND_TURNAROUND: "brand turnaround",
        PackageName.RETENTION_CRM: "retention programme",
        PackageName.PERFORMANCE_AUDIT: "performance audit",
    }
)
"""What stands behind the client's name on the draft."""


def made_id(run: UUID, name: str) -> UUID:
    """Give the id of what is called `name` in a run."""
    return uuid5(NAMESPACE, f"{run}/{name}")


def objection(message: StrategyDrafted | DraftRevisionRequested) -> str | None:
    """Say why no draft can be written, or None where one can."""
    brief = message.brief
    if brief.package not in OFFERED_PACKAGES:
        return f"the package {brief.package.value} is not offered"
    if brief.package == PackageName.LIGHT:
        return None
    if brief.languages and not any(code.lower().startswith("en") for code in brief.languages):
        return f"the brief asks for {', '.join(brief.languages)}; production writes English only"
    if has_calendar(brief.package) and not posting_channels(message.strategy):
        return "no channel of the strategy carries posts, so there is nothing to plan a calendar for"
    return None


def write_draft(message: StrategyDrafted | DraftRevisionRequested) -> Draft:
    """Write the draft. Call `objection` first: a package with a calendar needs a channel that carries posts."""
    if message.brief.package == PackageName.LIGHT:
        return _light(message)
    return draft_from(gather(message.brief, message.strategy), message.workflow_run_id)


def draft_from(material: Material, run: UUID) -> Draft:
    """Write the draft from its material."""
    tags = hashtags(material)
    posts = calendar(material, tags) if has_calendar(material.brief.package) else ()
    work = Work(material, posts, tags)
    return Draft(
        draft_id=made_id(run, "draft"),
        package=material.brief.package,
        title=f"{material.client}: {TITLES[material.brief.package]}",
        sections=tuple(
            _section(each, WRITERS[each.section_id](work)) for each in specifications_of(material.brief.package)
        ),
        calendar=posts,
        hashtags=tags.all if posts else (),
        advertisements=advertisements(material),
        emails=emails(material),
    )


def _light(message: StrategyDrafted | DraftRevisionRequested) -> Draft:
    brief = message.brief
    demanded = (*brief.must_include, *brief.required_disclaimers)
    text = " ".join((f"{brief.client_name} offers {brief.primary_offer} to {brief.target_audience}.", *demanded))
    return Draft(
        draft_id=made_id(message.workflow_run_id, "draft"),
        package=brief.package,
        title=f"{brief.client_name}: overview",
        sections=(_section(LIGHT, text),),
    )


def _section(specification: Specification, text: str) -> Section:
    return Section(section_id=specification.section_id, title=specification.title, form=specification.form, body=text)
