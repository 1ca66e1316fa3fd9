"""Calls to action: what they ask for is what the client counts, and they name something however long the client's name.

Mutants: `ON_THE_WAY` empty -> a test drive; every target matched -> a guide among others; `_downloaded` gives the
client always -> the thing; "See it here" among the nameless ones -> each says what one gets.
"""

import pytest
from production_builders import a_brief, material

from contracts.brief import KpiTarget, Objective
from production.domain.calls import CALLS, COUNTED, Calls, call_to_action

_EMPTY = "at details find from here how in it more new now order read see the this to us what you your"
EMPTY = frozenset(_EMPTY.split())
"""Some of the words that quality control takes for empty: a call of nothing else is refused."""

PARISHES = "Northern Hertfordshire Bakers Guild of Saint Albans and Its Neighbouring Parishes Company "
LIMITS = (80, 45, 40, 20)
"""What a post, a post on X, a table and a text message hold."""


def calls(client: str = "Harbour & Vine", longest: int = 80, **brief: object) -> list[str]:
    """The calls of thirty posts."""
    words = material(a_brief(client_name=client, **brief))
    return [call_to_action(words, turn, longest) for turn in range(30)]


def counting(*metrics: str) -> tuple[KpiTarget, ...]:
    return tuple(KpiTarget(metric=metric, target=500, unit="", baseline=0) for metric in metrics)


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("length", [36, 71, 100, 200])
def test_a_call_says_what_one_gets_however_long_the_clients_name(objective: Objective, length: int) -> None:
    for longest in LIMITS:
        for call in calls((PARISHES * 3)[:length].strip(), longest, objective=objective):
            assert len(call) <= longest
            assert not EMPTY.issuperset(call.casefold().split()), call


@pytest.mark.parametrize("objective", Objective)
def test_calls_vary_where_the_clients_name_has_no_room(objective: Objective) -> None:
    assert len(set(calls(PARISHES[:84], objective=objective))) > 1


@pytest.mark.parametrize("stated", [*CALLS.values(), *COUNTED.values()], ids=[*CALLS, *COUNTED])
def test_the_last_nameless_call_fits_a_text_message(stated: Calls) -> None:
    assert len(stated.nameless[-1]) <= 20
    assert not any("{client}" in call for call in stated.nameless)


def test_what_is_downloaded_is_named() -> None:
    found = calls(objective=Objective.LEADS, kpi_targets=counting("Guide downloads"))
    assert "Download the Harbour & Vine guide" in found
    named = calls("Vine App", objective=Objective.LEADS, kpi_targets=counting("App downloads"))
    assert "Download Vine App" in named


def test_a_download_among_other_targets_is_not_what_posts_ask_for() -> None:
    found = calls(objective=Objective.LEADS, kpi_targets=counting("New clients", "Guide downloads"))
    assert set(found) == {call.format(client="Harbour & Vine") for call in CALLS[Objective.LEADS].posts}


def test_a_step_before_the_purchase_is_asked_for_wherever_it_stands() -> None:
    found = calls(objective=Objective.SALES, kpi_targets=counting("Cars sold", "Test drives"))
    assert "Book a test drive at Harbour & Vine" in found
