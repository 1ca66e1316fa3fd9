"""However the messages of one run are repeated, reordered and crossed by cancels and time, it ends as its ledgers say.

Mutants, each found within the examples: `_compensated` goes on whoever answered; UNDOING_ORDER forward; `_complete`
without its check; `undoing` skips steps that never started; `_expecting` keeps no deadline; `_stall` tells again; a
second cancel sends again; `_explained` always false; `updated_at` moved by every event.
"""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from orchestrator_model import Production

from orchestrator.domain.run import State

SCHEDULES = st.binary(min_size=1, max_size=160)
SPEED = settings(
    max_examples=2000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)


def played(schedule: bytes) -> Production:
    """A run that went as the schedule's numbers say, and on to its end as it goes when nothing is in the way."""
    numbers = iter(schedule)
    production = Production(lambda below: next(numbers, 0) % below)
    production.submit()
    for kind in numbers:
        production.move(kind % 10)
    production.settle()
    return production


@SPEED
@given(SCHEDULES)
def test_every_run_ends_as_its_ledgers_say_and_an_offset_reset_changes_nothing(schedule: bytes) -> None:
    production = played(schedule)
    production.check_end()
    production.repeat_everything()
    production.check_end()


@pytest.fixture(scope="module")
def endings() -> Counter[str]:
    """How a thousand schedules end, and what they met on the way."""
    found: Counter[str] = Counter()

    @settings(SPEED, max_examples=1000)
    @given(SCHEDULES)
    def play(schedule: bytes) -> None:
        production = played(schedule)
        run = production.story.run
        found.update([run.state, *(f"told {name}" for name in production.told())])
        found.update([f"failure {run.failure.kind}"] if run.failure else [])
        found.update(["refused"] if run.step("delivery").refused_at else [])
        found.update([f"revised {run.state}"] if run.revisions else [])
        found.update(["cancelled too late"] if run.cancelled_at and run.state is State.COMPLETED else [])

    play()
    return found


def test_the_schedules_reach_every_ending(endings: Counter[str]) -> None:
    """A property that only ever saw happy runs would prove nothing."""
    met = ("COMPLETED", "COMPENSATED", "told stalled", "failure refused", "failure deadline", "failure cancelled")
    revised = ("revised COMPLETED", "revised COMPENSATED")
    assert all(endings[each] >= 5 for each in (*met, *revised, "refused", "cancelled too late")), endings
