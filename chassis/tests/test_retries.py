"""A technical failure is tried again with growing waits, then parked; a replay leaves its source until it succeeds.

Mutants: the wait not growing -> the waits; `take_due` without its lease -> the record at work; without `SKIP LOCKED` ->
two replicas; resolved before the work -> the replay that fails; attempts not counted anew -> the same.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from chassis_builders import Performance, a_command, a_run, a_station, a_step, a_submission
from chassis_doubles import START, SetClock, until
from chassis_tables import kept

from chassis import dead_letter_changes, dead_letters
from chassis.database import Database
from chassis.dead_letter_audit import Order
from chassis.dead_letter_lists import Place, Wanted, listed
from chassis.handler import StepHandler
from chassis.postgres import PostgresDatabase
from chassis.retries import LEASE, LIMIT, LOOK_SECONDS, retry_due
from chassis.station import RetryPolicy
from contracts.payload import RunId


class Bench:
    """A service whose step fails until it is mended, and whose time is set."""

    def __init__(self, database: Database, *, attempts: int = 5, failing: bool = True) -> None:
        self.database, self.clock, self.run, self.failing = database, SetClock(), a_run(), failing
        self.work = Performance()
        step = a_step(self.work)
        policy = RetryPolicy(attempts=attempts, first=0.2, longest=30.0)
        self.handler = StepHandler(step, a_station(database, clock=self.clock, retries=policy))

    async def deliver(self, run: RunId | None = None) -> None:
        """The record arrives."""
        await self.handler.handle([a_submission(run or self.run, fail="no model" if self.failing else None)])

    async def retry(self, **later: float) -> None:
        """What is due after this time is tried again."""
        self.clock.advance(**later)
        await retry_due(self.database, self.handler, self.clock)

    async def letter(self) -> dict[str, object]:
        """The one dead letter: what was stored of it."""
        [letter] = (await kept(self.database)).letters
        return dict(letter)

    async def park(self) -> UUID:
        """The record arrives and fails to the last; gives its dead letter's id."""
        await self.deliver()
        while (letter := await self.letter())["status"] == "retrying":
            await self.retry(minutes=1)
        assert isinstance(letter["id"], UUID)
        return letter["id"]


async def test_the_waits_between_attempts_grow_and_the_last_failure_parks_it(database: Database) -> None:
    bench = Bench(database)
    await bench.deliver()
    waits = []
    while (letter := await bench.letter())["status"] == "retrying":
        due = letter["next_attempt_at"]
        waits.append(due - bench.clock.now())  # type: ignore[operator]
        await bench.retry(seconds=waits[-1].total_seconds())
    assert waits == [timedelta(seconds=seconds) for seconds in (0.2, 0.4, 0.8, 1.6)]
    assert (letter["attempts"], letter["reason"], len(bench.work.performed)) == (5, "step_failed", 5)
    assert "BadStep: no model" in str(letter["error"])
    assert (await kept(database)).events_of(bench.run) == ["dead letter", "step.parked"]


async def test_nothing_is_tried_before_it_is_due(database: Database) -> None:
    bench = Bench(database)
    await bench.deliver()
    await bench.retry(seconds=0.19)
    assert len(bench.work.performed) == 1


async def test_a_retry_that_succeeds_does_the_step_and_leaves_no_dead_letter(database: Database) -> None:
    bench = Bench(database)
    await bench.deliver()
    _mend(bench)
    await bench.retry(seconds=1)
    found = await kept(database)
    assert (found.ledger, found.letters, found.events_of(bench.run)) == ({bench.run: "done"}, [], ["brief.accepted"])


async def test_a_retry_after_the_run_was_undone_is_refused_and_forgotten(database: Database) -> None:
    bench = Bench(database)
    await bench.deliver()
    await bench.handler.handle([a_command(bench.run)])
    _mend(bench)
    await bench.retry(seconds=1)
    found = await kept(database)
    assert (found.ledger, found.rows_of(bench.run), found.letters) == ({bench.run: "compensated"}, 0, [])


async def test_a_replay_does_the_step_and_the_letter_is_then_replayed(database: Database) -> None:
    bench = Bench(database)
    key = await bench.park()
    _mend(bench)
    assert await _replay(bench, key) == "parked"
    await bench.retry()
    assert (await bench.letter())["status"] == "replayed"
    found = await kept(database)
    assert (found.ledger, found.rows_of(bench.run)) == ({bench.run: "done"}, 3)
    assert found.events_of(bench.run) == ["dead letter", "step.parked", "brief.accepted"]


async def test_a_replay_has_all_its_attempts_again_and_is_parked_and_told_again(database: Database) -> None:
    bench = Bench(database, attempts=2)
    key = await bench.park()
    await _replay(bench, key)
    await bench.retry()
    assert ((await bench.letter())["status"], (await bench.letter())["attempts"]) == ("retrying", 1)
    await bench.retry(minutes=1)
    assert (await bench.letter())["status"] == "parked"
    assert (await kept(database)).events_of(bench.run) == ["dead letter", "step.parked"] * 2


async def test_the_source_of_a_replay_stays_until_the_replay_is_committed(database: Database) -> None:
    bench = Bench(database)
    key = await bench.park()
    _mend(bench)
    bench.work.gate = asyncio.Event()
    bench.work.entered.clear()
    await _replay(bench, key)
    at_work = asyncio.create_task(bench.retry())
    await bench.work.entered.wait()
    assert (await bench.letter())["status"] == "retrying"
    at_work.cancel()
    await asyncio.gather(at_work, return_exceptions=True)
    assert (await bench.letter())["status"] == "retrying"
    bench.work.gate.set()
    await bench.retry(seconds=LEASE.total_seconds())
    assert ((await bench.letter())["status"], (await kept(database)).ledger) == ("replayed", {bench.run: "done"})


async def test_a_record_at_work_is_not_taken_by_another_replica_before_its_lease_ends(database: Database) -> None:
    bench, other = Bench(database), Performance(mended=True)
    await bench.deliver()
    bench.work.gate = asyncio.Event()
    bench.clock.advance(minutes=1)
    at_work = asyncio.create_task(bench.retry())
    await until(lambda: len(bench.work.performed) == 2)
    replica = StepHandler(a_step(other), a_station(database, clock=bench.clock))
    await retry_due(database, replica, bench.clock)
    assert other.performed == []
    bench.clock.advance(seconds=LEASE.total_seconds())
    await retry_due(database, replica, bench.clock)
    assert other.performed == [bench.run]
    bench.work.gate.set()
    await at_work
    assert (await kept(database)).ledger == {bench.run: "done"}


async def test_a_replay_of_an_undone_run_stays_undone(database: Database) -> None:
    bench = Bench(database)
    key = await bench.park()
    await bench.handler.handle([a_command(bench.run)])
    _mend(bench)
    await _replay(bench, key)
    await bench.retry()
    found = await kept(database)
    assert (found.rows_of(bench.run), found.ledger) == (0, {bench.run: "compensated"})
    assert (await bench.letter())["status"] == "replayed"


async def test_a_discarded_record_is_never_tried_again(database: Database) -> None:
    bench = Bench(database)
    key = await bench.park()
    tried = len(bench.work.performed)
    async with database.transaction() as tx:
        assert await dead_letter_changes.discard(tx, key, Order("Ann", bench.clock.now())) == "parked"
    await bench.retry(days=1)
    assert ((await bench.letter())["status"], len(bench.work.performed)) == ("discarded", tried)


@pytest.mark.parametrize("change", [dead_letter_changes.replay, dead_letter_changes.discard])
async def test_only_a_parked_record_can_be_changed(database: Database, change: Callable[..., object]) -> None:
    bench = Bench(database)
    await bench.deliver()
    key = (await bench.letter())["id"]
    async with database.transaction() as tx:
        assert await change(tx, key, Order("Ann", START)) == "retrying"  # type: ignore[misc]
        assert await change(tx, a_run(), Order("Ann", START)) is None  # type: ignore[misc]
    assert (await bench.letter())["status"] == "retrying"


async def test_two_replicas_never_try_the_same_record_at_once(replicas: Callable[[], PostgresDatabase]) -> None:
    bench = Bench(replicas())
    for _ in range(6):
        await bench.deliver(a_run())
    bench.clock.advance(minutes=1)
    lease, now = timedelta(minutes=5), bench.clock.now()
    async with replicas().transaction() as one, replicas().transaction() as other:
        first = await dead_letters.take_due(one, now, lease, 4)
        second = await dead_letters.take_due(other, now, lease, 10)
    assert (len(first), len(second)) == (4, 2)
    assert not {record.dead_letter_id for record in first} & {record.dead_letter_id for record in second}


async def test_the_next_look_is_when_the_next_record_is_due_and_at_once_after_a_roundful(database: Database) -> None:
    bench = Bench(database)
    assert await retry_due(database, bench.handler, bench.clock) == LOOK_SECONDS
    await bench.handler.handle([a_submission(a_run(), fail="no model") for _ in range(LIMIT + 1)])
    assert await retry_due(database, bench.handler, bench.clock) == pytest.approx(0.2)
    bench.clock.advance(seconds=0.2)
    assert await retry_due(database, bench.handler, bench.clock) == 0.0
    assert await retry_due(database, bench.handler, bench.clock) == pytest.approx(0.4)
    bench.clock.advance(minutes=1)
    async with database.transaction() as tx:
        await dead_letters.take_due(tx, bench.clock.now(), LEASE, LIMIT + 1)
    # All is another replica's for minutes, which may leave more at any time.
    assert await retry_due(database, bench.handler, bench.clock) == LOOK_SECONDS


async def test_dead_letters_are_listed_newest_first_page_by_page_and_by_what_is_asked(database: Database) -> None:
    bench = Bench(database, attempts=1)
    runs = [a_run() for _ in range(5)]
    for run in runs:
        await bench.deliver(run)
        bench.clock.advance(seconds=1)
    async with database.transaction() as tx:
        first = await listed(tx, Wanted(), limit=2)
        rest = await listed(tx, Wanted(), limit=9, after=Place(first[-1]["created_at"], first[-1]["id"]))
        assert [each["workflow_run_id"] for each in (*first, *rest)] == runs[::-1]
        assert [each["workflow_run_id"] for each in await listed(tx, Wanted(run=runs[2]))] == [runs[2]]
        assert len(await listed(tx, Wanted(type="aicmo.brief.submitted.v1"))) == 5
        for nothing in (Wanted(reason="invalid_body"), Wanted("discarded"), Wanted(type="aicmo.client.signed.v1")):
            assert await listed(tx, nothing) == []
        assert "body" not in first[0]


def _mend(bench: Bench) -> None:
    """The step works from now on, whatever the brief asks for."""
    bench.work.mended = True


async def _replay(bench: Bench, key: UUID) -> str | None:
    async with bench.database.transaction() as tx:
        return await dead_letter_changes.replay(tx, key, Order("Ann", bench.clock.now()))
