"""Following a run to its end: when to ask again, when to stop, and what changed since the last look."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from aicmo.errors import CliError, ExitCode, NotFound, Unreachable
from aicmo.moments import clock_time, duration
from aicmo.runs import Run, RunStatus, Step

ENDINGS: Final = {RunStatus.COMPLETED.value: ExitCode.OK, RunStatus.COMPENSATED.value: ExitCode.COMPENSATED}


@dataclass(frozen=True, slots=True)
class Pace:
    """How to follow, all in seconds.

    `interval` between questions; `timeout` for the whole, None without end; `patience` with a service that does not
    answer and with a run that it does not know yet. `until_stalled`: a stalled run is an end too.
    """

    interval: float = 0.5
    timeout: float | None = None
    patience: float = 10.0
    until_stalled: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A monotonic time in seconds, and a way to let it pass."""

    now: Callable[[], float]
    sleep: Callable[[float], None]


class Display(Protocol):
    """Where the progress is shown."""

    def show(self, run: Run) -> None:
        """Show where the run stands now."""

    def trouble(self, reason: str) -> None:
        """Show that the run's state could not be learned this time."""


def follow(ask: Callable[[], Run], display: Display, pace: Pace, clock: Clock) -> ExitCode:
    """Ask for the run until it has ended, or time is up; gives what the end means.

    Raises Unreachable or NotFound where that has been the only answer for longer than the patience.
    """
    started = answered = clock.now()
    while True:
        try:
            run = ask()
        except (Unreachable, NotFound) as error:
            _put_up_with(error, display, pace, clock.now() - answered)
        else:
            answered = clock.now()
            display.show(run)
            if (ending := ending_of(run, pace)) is not None:
                return ending
        left = remaining(started, pace, clock)
        if left <= 0:
            return ExitCode.TIMED_OUT
        clock.sleep(min(pace.interval, left))


def _put_up_with(error: CliError, display: Display, pace: Pace, silence: float) -> None:
    if silence >= pace.patience:
        raise error
    # Whoever follows a run that was just submitted is often faster than its first event.
    display.trouble("the run is not known there yet" if isinstance(error, NotFound) else error.message)


def remaining(started: float, pace: Pace, clock: Clock) -> float:
    """Give the seconds left until the timeout; endless without one."""
    return float("inf") if pace.timeout is None else started + pace.timeout - clock.now()


def ending_of(run: Run, pace: Pace) -> ExitCode | None:
    """Give what the run's state means as an end, None where it goes on."""
    if pace.until_stalled and run.status == RunStatus.STALLED:
        return ExitCode.STALLED
    return ENDINGS.get(run.status)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different now: of the run or of one of its steps (`subject`); `at` a local time of day."""

    at: str
    subject: str
    status: str
    detail: str


def changes(before: Run | None, after: Run) -> Iterator[Change]:
    """Compare two looks at a run, the first with nothing: steps in their order, then what failed, then the run."""
    known = {step.service: step for step in before.steps} if before else {}
    for step in after.steps:
        earlier = known.get(step.service)
        if _differs(earlier, step):
            yield Change(clock_time(_latest(step)), step.service, step.status, _step_detail(step))
    if after.failure and (before is None or before.failure != after.failure):
        reason = " ".join(after.failure.reason.split())
        yield Change(clock_time(after.updated_at), after.failure.service or "run", after.failure.kind, reason)
    if before is None or before.status != after.status:
        waiting = f"waits for {after.waits_for}" if after.waits_for else ""
        yield Change(clock_time(after.updated_at), "run", after.status, waiting)


def _differs(earlier: Step | None, step: Step) -> bool:
    if earlier is None:
        return step.status != "waiting"
    return (earlier.status, earlier.attempts, earlier.commands) != (step.status, step.attempts, step.commands)


def _latest(step: Step) -> datetime | None:
    return step.compensated_at or step.finished_at or step.started_at


def _step_detail(step: Step) -> str:
    took = f"in {duration(step.elapsed)}" if step.elapsed is not None and step.status == "done" else ""
    tries = f"try {step.attempts}" if step.attempts > 1 else ""
    told = f"told {step.commands} times" if step.commands > 1 else ""
    return ", ".join(part for part in (took, tries, told) if part)
