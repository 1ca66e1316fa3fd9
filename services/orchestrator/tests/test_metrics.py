"""The gauges tell how many runs are unfinished, by status, and how long the oldest has been."""

from orchestrator_api import hear
from orchestrator_builders import OTHER_RUN, a_run, all_done, done, failed, parked
from orchestrator_shell import SetClock

from orchestrator.metrics import MEASURE_SECONDS, RunMetrics
from orchestrator.observer import Observer


async def test_unfinished_runs_are_measured_and_fall_to_zero_again(observer: Observer, clock: SetClock) -> None:
    metrics, registry = RunMetrics(observer.station), observer.station.telemetry.registry
    await hear(
        observer, clock, done("onboarding"), failed("qc", OTHER_RUN), parked("qc", a_run(3)), *all_done(a_run(4))
    )
    clock.advance(60)
    assert await metrics.measure() == MEASURE_SECONDS
    measured = [registry.get_sample_value("aicmo_runs", {"status": name}) for name in ("RUNNING", "COMPENSATING")]
    assert [*measured, registry.get_sample_value("aicmo_runs", {"status": "STALLED"})] == [1, 1, 1]
    assert registry.get_sample_value("aicmo_oldest_run_seconds") == 67
    await hear(observer, clock, *all_done()[1:])
    await metrics.measure()
    assert registry.get_sample_value("aicmo_runs", {"status": "RUNNING"}) == 0
