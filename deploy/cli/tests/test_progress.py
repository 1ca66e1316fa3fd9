"""Following a run, with a clock that the test sets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import repeat

import pytest
from recorded_states import a_run, a_step

from aicmo.errors import Conflict, ExitCode, NotFound, Unreachable
from aicmo.progress import Clock, Pace, changes, follow
from aicmo.runs import Run, run_of

AWAY = Unreachable("away")
RUNNING = run_of(a_run("RUNNING", ("running",)))
COMPLETED = run_of(a_run("COMPLETED", ("done",) * 5))


@dataclass(slots=True)
class SetTime:
    """A time that passes only by sleeping."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.sleep)


@dataclass(slots=True)
class Seen:
    """What a display was told."""

    runs: list[Run] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def show(self, run: Run) -> None:
        self.runs.append(run)

    def trouble(self, reason: str) -> None:
        self.reasons.append(reason)


def saying(*answers: Run | Exception) -> Callable[[], Run]:
    """Give the answers one after another, the last for ever."""
    script = iter([*answers, *repeat(answers[-1], 1000)])

    def ask() -> Run:
        answer = next(script)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return ask


def test_silence_is_put_up_with_for_as_long_as_the_patience_and_no_longer() -> None:
    time, seen = SetTime(), Seen()
    with pytest.raises(Unreachable):
        follow(saying(AWAY), seen, Pace(interval=1, patience=3), time.clock())
    assert (time.now, seen.reasons) == (3, ["away"] * 3)


def test_patience_begins_again_with_each_answer() -> None:
    time = SetTime()
    silences = (AWAY, AWAY, RUNNING, AWAY, AWAY, RUNNING, NotFound("not yet"), AWAY, COMPLETED)
    assert follow(saying(*silences), Seen(), Pace(interval=1, patience=3), time.clock()) is ExitCode.OK


def test_an_answer_that_waiting_cannot_change_ends_at_once() -> None:
    time = SetTime()
    with pytest.raises(Conflict):
        follow(saying(Conflict("no")), Seen(), Pace(), time.clock())
    assert time.now == 0


def test_the_timeout_is_kept_to_the_instant_though_the_interval_is_longer() -> None:
    time = SetTime()
    assert follow(saying(RUNNING), Seen(), Pace(interval=2, timeout=5), time.clock()) is ExitCode.TIMED_OUT
    assert time.slept == [2, 2, 1]


def test_a_run_that_has_ended_is_not_asked_about_again() -> None:
    time, seen = SetTime(), Seen()
    assert follow(saying(COMPLETED), seen, Pace(), time.clock()) is ExitCode.OK
    assert (seen.runs, time.slept) == ([COMPLETED], [])


def test_nothing_new_is_no_change() -> None:
    assert list(changes(RUNNING, RUNNING)) == []


def test_another_try_of_a_step_is_a_change() -> None:
    again = {**a_run("RUNNING"), "steps": [a_step("onboarding", "running", attempts=3)]}
    (change,) = changes(RUNNING, run_of(again))
    assert (change.subject, change.detail) == ("onboarding", "try 3")


def test_a_command_to_undo_a_step_that_is_sent_again_is_a_change() -> None:
    first, again = (
        run_of({**a_run("COMPENSATING"), "steps": [a_step("qc", "compensating", commands=number)]}) for number in (1, 2)
    )
    (change,) = changes(first, again)
    assert (change.subject, change.detail) == ("qc", "told 2 times")
