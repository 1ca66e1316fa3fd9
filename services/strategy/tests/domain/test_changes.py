"""A new version names what changed against the brief of the version before."""

from strategy_builders import a_brief

from contracts.brief import BrandKit, Budget, Channel, KpiTarget
from strategy.domain.changes import changes


def test_a_changed_budget_is_named_from_old_to_new() -> None:
    after = a_brief(budget=Budget(minimum=30_000, maximum=30_000))
    assert changes(a_brief(), after, 1) == ("Budget: 15,000 to 20,000 USD → 30,000 USD",)


def test_a_field_that_was_not_stated_says_so() -> None:
    assert changes(a_brief(pricing=None), a_brief(pricing="99 USD"), 1) == ("Pricing: not stated → 99 USD",)


def test_lists_name_what_was_added_and_removed() -> None:
    before, after = a_brief(objections=("Too far", "Too dear")), a_brief(objections=("Too dear", "Too loud"))
    assert changes(before, after, 1) == ("Objections: added “Too loud”; removed “Too far”",)
    assert changes(before, a_brief(objections=("Too dear", "Too far")), 1) == ("Objections: in another order",)


def test_targets_platforms_handles_and_brand_are_told_in_words() -> None:
    after = a_brief(
        kpi_targets=(KpiTarget(metric="New members", target=300, unit="members"),),
        focus_platforms=(Channel.TIKTOK,),
        social_handles={Channel.TIKTOK: "@lotus"},
        brand_kit=BrandKit(logo="logo.svg"),
    )
    assert changes(a_brief(), after, 1) == (
        "Kpi targets: added “300 new members”; removed “200 new members”",
        "Brand kit: not stated → logo logo.svg",
        "Social handles: added “tiktok: @lotus”",
        "Focus platforms: added “tiktok”",
    )


def test_an_unchanged_brief_is_said_to_be_the_same() -> None:
    assert changes(a_brief(), a_brief(), 4) == ("The brief is the same as for version 4.",)
