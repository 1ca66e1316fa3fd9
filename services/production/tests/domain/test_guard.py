"""The guard: whole words, any case and punctuation, and no ban that would leave nothing to write."""

import pytest
from production_builders import a_brief, a_strategy

from production.domain.guard import guard_for


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("An ARTISANAL roast", False),
        ("Artisanally roasted", True),
        ("The healthiest,\ncoffee", False),
        ("A joke about tea drinkers", False),
        ("Tea, drinkers of coffee", False),
        ("A game-changer", False),
        ("Fresh beans", True),
        ("", True),
    ],
)
def test_phrases_are_found_as_whole_words(text: str, allowed: bool) -> None:
    assert guard_for(a_brief(), a_strategy()).allows(text) == allowed


def test_a_ban_on_the_clients_own_offer_is_left_to_quality_control() -> None:
    guard = guard_for(a_brief(banned_words=("coffee subscription", "cheap")), a_strategy())
    assert guard.allows("Coffee subscription")
    assert not guard.allows("Cheap coffee")


def test_the_strategys_forbidden_language_is_kept_out_too() -> None:
    strategy = a_strategy()
    guardrails = strategy.guardrails.model_copy(update={"forbidden_language": ("hurry",)})
    assert not guard_for(a_brief(), a_strategy(guardrails=guardrails)).allows("Hurry, last bags")


def test_the_first_allowed_text_is_taken_and_nothing_where_there_is_none() -> None:
    guard = guard_for(a_brief(), a_strategy())
    assert guard.first(["artisanal", "", "fresh", "plain"]) == "fresh"
    assert guard.first(["artisanal"]) == ""
