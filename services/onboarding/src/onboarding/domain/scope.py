"""What the agency promises for a brief, and what it does not: the scope that the client agrees to."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import Brief, PackageName, Scope

DELIVERABLES: Mapping[PackageName, tuple[str, ...]] = MappingProxyType(
    {
        PackageName.LIGHT: ("One section of campaign text", "Delivered as one archive"),
        PackageName.QUICK_SOCIAL: (
            "Campaign overview",
            "Messaging framework: promise, proof points, answers to objections",
            "30-day content calendar: date, platform, theme, hook and call to action of every post",
            "Content buckets",
            "Hashtag strategy",
            "KPI plan with baselines, targets and measuring windows",
            "Execution roadmap with owners and dates",
            "Summary for decision makers",
            "Social cards, e-mail and advertisement copy as files",
            "Report, slides, brief and calendar files in one archive",
        ),
    }
)
"""By package; every package that is offered has its list."""

_EXCLUSIONS: Mapping[PackageName, tuple[str, ...]] = MappingProxyType(
    {
        PackageName.LIGHT: ("Strategy workshop", "Calendar", "Artwork"),
        PackageName.QUICK_SOCIAL: (
            "Media spend and the buying of advertisements",
            "Publishing posts and answering comments",
            "Photo and video shoots",
            "Changes to the client's website or shop",
        ),
    }
)


def scope_of(brief: Brief) -> Scope:
    """State deliverables, exclusions and weeks. Raises KeyError for a package that is not offered."""
    return Scope(
        deliverables=DELIVERABLES[brief.package],
        exclusions=(*_EXCLUSIONS[brief.package], *_exclusions_of(brief)),
        weeks=brief.duration_weeks,
    )


def _exclusions_of(brief: Brief) -> tuple[str, ...]:
    found = [f"Translation: everything is written in {brief.languages[0]}"]
    if brief.avoid_platforms:
        found.append(f"Content for {', '.join(brief.avoid_platforms)}, at the client's wish")
    if brief.compliance_requirements or brief.required_disclaimers:
        found.append("Legal advice: the client's counsel approves claims and disclaimers")
    return tuple(found)
