"""What the agency promises for a brief, and what it does not: the scope that the client agrees to."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import Brief, PackageName, Scope
from contracts.packages.catalogue import SECTIONS
from onboarding.domain.deliverables import deliverables_of

DELIVERABLES: Mapping[PackageName, tuple[str, ...]] = MappingProxyType(
    {
        PackageName.LIGHT: ("One section of campaign text", "Delivered as one archive"),
        **{package: deliverables_of(package) for package in SECTIONS},
    }
)
"""By package; every package that can be offered has its list."""

_OF_ALL = (
    "Media spend and the buying of advertisements",
    "Publishing posts and answering comments",
    "Photo and video shoots",
)
_SITE_WORK = "Changes to the client's website or shop"

_EXCLUSIONS: Mapping[PackageName, tuple[str, ...]] = MappingProxyType(
    {
        PackageName.LIGHT: ("Strategy workshop", "Calendar", "Artwork"),
        **dict.fromkeys(SECTIONS, (*_OF_ALL, _SITE_WORK)),
        PackageName.FULL_FUNNEL_GROWTH: (*_OF_ALL, "Building the landing page: structure and texts are delivered"),
        PackageName.LAUNCH_GTM: (*_OF_ALL, _SITE_WORK, "Press work, launch events and samples"),
        PackageName.BRAND_TURNAROUND: (*_OF_ALL, _SITE_WORK, "Answering the press and settling complaints"),
        PackageName.RETENTION_CRM: (*_OF_ALL, "Setting flows up in the client's mail and shop software"),
        PackageName.PERFORMANCE_AUDIT: (
            *_OF_ALL,
            "Changes in advertising accounts, which stay with whoever runs them",
            "Figures that the client's exports do not hold",
        ),
    }
)


def scope_of(brief: Brief) -> Scope:
    """State deliverables, exclusions and weeks. Raises KeyError for a package that nobody makes."""
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
