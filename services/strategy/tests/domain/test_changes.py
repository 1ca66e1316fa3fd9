"""A new version names what changed against the brief of the version before."""

from strategy_builders import a_brief, a_strategy

from contracts.brief import Attachment, BrandKit, Budget, Channel, KpiTarget
from strategy.domain.changes import changes, consequences
from strategy.domain.versions import Previous, naming_changes


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
        "KPI targets: added “300 new members”; removed “200 new members”",
        "Brand kit: not stated → logo logo.svg",
        "Social handles: added “tiktok: @lotus”",
        "Focus platforms: added “tiktok”",
    )


def test_an_unchanged_brief_is_said_to_be_the_same() -> None:
    assert changes(a_brief(), a_brief(), 4) == ("The brief is the same as for version 4.",)


def test_files_and_free_context_are_told_in_words() -> None:
    before = a_brief(context={"shop": {"platform": "Shopify"}})
    after = a_brief(
        context={"shop": {"platform": "WooCommerce", "best_seller": ["Pass", "Mat"]}},
        attachments=(Attachment(name="Prices", url="https://a.example/p.pdf"),),
    )
    assert changes(before, after, 1) == (
        "Attachments: added “Prices (https://a.example/p.pdf)”",
        "Context: added “shop: platform WooCommerce and best seller Pass and Mat”; removed “shop: platform Shopify”",
    )


def test_what_follows_from_a_change_is_named() -> None:
    longer = a_brief(duration_weeks=20, focus_platforms=(Channel.PINTEREST,), objections=("Is it safe?",))
    followed = consequences(a_strategy(), a_strategy(longer))
    assert "Follows from it: the bottleneck is trust, no longer demand." in followed
    assert "Follows from it: the campaign ends on 24 May 2026, not on 29 March 2026." in followed
    assert any(text.startswith("Follows from it: Pinterest is added with ") for text in followed)
    assert any(text.endswith(" is dropped.") for text in followed)


def test_money_that_moves_is_named_by_channel_with_its_amount() -> None:
    more = a_brief(budget=Budget(minimum=40_000, maximum=40_000))
    followed = consequences(a_strategy(), a_strategy(more))
    plan = a_strategy(more).channels[0]
    assert any(f"{plan.budget_share_percent} % ({plan.budget_amount:,}) instead of" in text for text in followed)


def test_nothing_follows_from_a_change_that_moves_nothing() -> None:
    assert consequences(a_strategy(), a_strategy(a_brief(report_frequency="monthly"))) == ()


def test_a_version_names_the_changed_brief_first_and_then_what_follows() -> None:
    after = a_brief(duration_weeks=20)
    named = naming_changes(a_strategy(after), after, Previous(1, a_brief())).changes
    assert named[0] == "Duration weeks: 12 → 20"
    assert named[1].startswith("Follows from it: the campaign ends on ")
