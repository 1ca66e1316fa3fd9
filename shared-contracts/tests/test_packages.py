"""What the packages promise: so many sections each, and a specification for each section of an offered package."""

import pytest

from contracts.brief import OFFERED_PACKAGES, PackageName
from contracts.packages.catalogue import SECTIONS, specifications_of

COUNTS = {
    PackageName.QUICK_SOCIAL: 8,
    PackageName.STRATEGY_CAMPAIGN_BASIC: 6,
    PackageName.STRATEGY_CAMPAIGN_STANDARD: 17,
    PackageName.STRATEGY_CAMPAIGN_PREMIUM: 28,
    PackageName.STRATEGY_CAMPAIGN_ENTERPRISE: 39,
    PackageName.FULL_FUNNEL_GROWTH: 23,
    PackageName.LAUNCH_GTM: 13,
    PackageName.BRAND_TURNAROUND: 14,
    PackageName.RETENTION_CRM: 14,
    PackageName.PERFORMANCE_AUDIT: 16,
}


def test_each_package_has_as_many_sections_as_it_is_sold_with() -> None:
    assert {package: len(set(sections)) for package, sections in SECTIONS.items()} == COUNTS
    assert all(len(sections) == len(set(sections)) for sections in SECTIONS.values())


@pytest.mark.parametrize("package", sorted(OFFERED_PACKAGES))
def test_each_section_of_an_offered_package_is_specified(package: PackageName) -> None:
    for each in specifications_of(package):
        assert 0 < each.minimum_words < each.maximum_words, each.section_id


@pytest.mark.parametrize(
    ("larger", "smaller"),
    [
        (PackageName.STRATEGY_CAMPAIGN_PREMIUM, PackageName.STRATEGY_CAMPAIGN_STANDARD),
        (PackageName.STRATEGY_CAMPAIGN_ENTERPRISE, PackageName.STRATEGY_CAMPAIGN_PREMIUM),
    ],
)
def test_a_larger_strategy_campaign_has_all_of_the_smaller_one(larger: PackageName, smaller: PackageName) -> None:
    assert set(SECTIONS[larger]) > set(SECTIONS[smaller])
