"""A forward step and a compensation of the same run in two open transactions: whichever is first, nothing is left.

The first is held open with its writes uncommitted until PostgreSQL says that the second waits for it.

Mutants: rows deleted before the ledger is locked -> the compensation that waits for an open forward; `ledger.claim`
giving all runs -> the forward that waits; `hold` not entering the unknown run -> the opening that is open first; any of
the three inserts without its ORDER BY -> in a circle.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from chassis_builders import (
    Performance,
    a_command,
    a_message,
    a_run,
    a_signature,
    a_station,
    a_step,
    a_submission,
    an_acceptance,
    rows_of,
)
from chassis_doubles import START, until
from chassis_tables import kept, somebody_waits
from msgspec.structs import replace

from chassis import ledger
from chassis.compensation import Compensation
from chassis.database import Transaction
from chassis.forward import Attempt, ForwardStep
from chassis.ledger import Claim
from chassis.one_trip import Entries, enter_and_store
from chassis.openings import Openings
from chassis.postgres import PostgresDatabase
from chassis.schema import RUN_LEDGER
from chassis.step import Done, nothing_to_undo
from contracts.payload import RunId

Replicas = Callable[[], PostgresDatabase]


class RolledBack(Exception):
    """The transaction that was first does not commit."""


class Race:
    """One run, a forward step, an opening and a compensation of it on two replicas."""

    def __init__(self, replicas: Replicas, *, irrevocable: bool = False) -> None:
        self.run = a_run()
        self.work = Performance()
        self.first, self._second, self._watcher = replicas(), replicas(), replicas()
        step = a_step(self.work, irrevocable=irrevocable)
        self.forward = ForwardStep(step, a_station(self._second))
        self.compensation = Compensation(replace(step, undo=nothing_to_undo), a_station(self._second))
        self.openings = Openings(step, a_station(self._second))

    @asynccontextmanager
    async def second_waits(self, second: Awaitable[Any], *, first_commits: bool = True) -> AsyncIterator[Transaction]:
        """Within the block the first transaction writes; at its end the second waits for it, then the first ends."""
        waiting: asyncio.Future[Any] | None = None
        try:
            async with self.first.transaction() as tx:
                yield tx
                waiting = asyncio.ensure_future(second)
                await until(lambda: somebody_waits(self._watcher))
                if not first_commits:
                    raise RolledBack
        except RolledBack:
            pass
        assert waiting
        await waiting

    async def forward_writes(self, tx: Transaction) -> None:
        """The forward step's own transaction, its work being done."""
        outcome = Done(an_acceptance(self.run), rows_of(self.run, {"title": "Acme"}))
        await self.forward.apply(tx, [Attempt(a_message(a_submission(self.run)), outcome)])

    async def compensation_writes(self, tx: Transaction) -> None:
        """The compensation's own transaction."""
        await self.compensation.apply(tx, [a_message(a_command(self.run))])

    async def opening_writes(self, tx: Transaction) -> None:
        """The opening's own transaction."""
        await self.openings.apply(tx, [a_message(a_signature(self.run))])

    def forward_starts(self) -> Awaitable[Any]:
        """The whole forward step."""
        return self.forward.handle([a_message(a_submission(self.run))])

    def compensation_starts(self) -> Awaitable[Any]:
        """The whole compensation."""
        return self.compensation.handle([a_message(a_command(self.run))])

    def opening_starts(self) -> Awaitable[Any]:
        """The whole opening."""
        return self.openings.handle([a_message(a_signature(self.run))])

    async def outcome(self) -> tuple[int, str | None, list[str]]:
        """The run's rows, its ledger state, and its messages in the outbox."""
        found = await kept(self._watcher)
        return found.rows_of(self.run), found.ledger.get(self.run), found.events_of(self.run)


async def test_a_compensation_waits_for_an_open_forward_and_then_removes_its_rows(replicas: Replicas) -> None:
    race = Race(replicas)
    async with race.second_waits(race.compensation_starts()) as tx:
        await race.forward_writes(tx)
    assert await race.outcome() == (0, "compensated", ["brief.accepted", "step.compensated"])


async def test_a_forward_waits_for_an_open_compensation_and_is_then_refused(replicas: Replicas) -> None:
    race = Race(replicas)
    async with race.second_waits(race.forward_starts()) as tx:
        await race.compensation_writes(tx)
    assert await race.outcome() == (0, "compensated", ["step.compensated"])
    assert race.work.performed == race.work.undone == [race.run]


async def test_a_compensation_that_waited_for_a_forward_that_is_rolled_back_still_leaves_its_tombstone(
    replicas: Replicas,
) -> None:
    race = Race(replicas)
    async with race.second_waits(race.compensation_starts(), first_commits=False) as tx:
        await race.forward_writes(tx)
    assert await race.outcome() == (0, "compensated", ["step.compensated"])


async def test_a_forward_that_waited_for_a_compensation_that_is_rolled_back_is_done(replicas: Replicas) -> None:
    race = Race(replicas)
    async with race.second_waits(race.forward_starts(), first_commits=False) as tx:
        await race.compensation_writes(tx)
    assert await race.outcome() == (3, "done", ["brief.accepted"])


async def test_a_forward_waits_for_the_same_forward_on_another_replica_and_is_then_known(replicas: Replicas) -> None:
    race = Race(replicas)
    async with race.second_waits(race.forward_starts()) as tx:
        await race.forward_writes(tx)
    assert await race.outcome() == (3, "done", ["brief.accepted"])


async def test_an_irrevocable_forward_that_is_open_first_is_kept_and_the_compensation_refused(
    replicas: Replicas,
) -> None:
    race = Race(replicas, irrevocable=True)
    async with race.second_waits(race.compensation_starts()) as tx:
        await race.forward_writes(tx)
    assert await race.outcome() == (3, "done", ["brief.accepted", "step.compensation_refused"])


async def test_an_irrevocable_forward_that_comes_second_is_refused(replicas: Replicas) -> None:
    race = Race(replicas, irrevocable=True)
    async with race.second_waits(race.forward_starts()) as tx:
        await race.compensation_writes(tx)
    assert await race.outcome() == (0, "compensated", ["step.compensated"])


async def test_two_compensations_at_once_remove_the_rows_once_and_both_answer(replicas: Replicas) -> None:
    race = Race(replicas)
    await race.forward_starts()
    async with race.second_waits(race.compensation_starts()) as tx:
        await race.compensation_writes(tx)
    assert await race.outcome() == (0, "compensated", ["brief.accepted", "step.compensated", "step.compensated"])


async def test_a_compensation_waits_for_an_open_opening_and_then_removes_its_rows(replicas: Replicas) -> None:
    race = Race(replicas)
    async with race.second_waits(race.compensation_starts()) as tx:
        await race.opening_writes(tx)
    assert await race.outcome() == (0, "compensated", ["step.compensated"])


async def test_an_opening_waits_for_an_open_compensation_and_writes_nothing(replicas: Replicas) -> None:
    race = Race(replicas)
    async with race.second_waits(race.opening_starts()) as tx:
        await race.compensation_writes(tx)
    assert await race.outcome() == (0, "compensated", ["step.compensated"])


async def test_a_compensation_waits_for_an_opening_of_a_run_that_is_done(replicas: Replicas) -> None:
    race = Race(replicas)
    await race.forward_starts()
    async with race.second_waits(race.compensation_starts()) as tx:
        await race.opening_writes(tx)
    assert await race.outcome() == (0, "compensated", ["brief.accepted", "step.compensated"])


@pytest.mark.parametrize("order", ["opening first", "forward first"])
async def test_an_opening_and_a_forward_at_once_leave_one_set_of_rows(replicas: Replicas, order: str) -> None:
    race = Race(replicas)
    if order == "opening first":
        async with race.second_waits(race.forward_starts()) as tx:
            await race.opening_writes(tx)
    else:
        async with race.second_waits(race.opening_starts()) as tx:
            await race.forward_writes(tx)
    assert await race.outcome() == (3, "done", ["brief.accepted"])


async def _claim(tx: Transaction, runs: list[RunId]) -> None:
    await ledger.claim(tx, dict.fromkeys(runs, Claim("done")), START)


async def _compensate(tx: Transaction, runs: list[RunId]) -> None:
    await ledger.compensate(tx, dict.fromkeys(runs, "cancelled"), START, irrevocable=False)


async def _enter(tx: Transaction, runs: list[RunId]) -> None:
    claims = ledger.claim_rows(dict.fromkeys(runs, Claim("done")), START)
    await enter_and_store(tx, Entries(RUN_LEDGER, claims, ledger.claiming), {}, [])


@pytest.mark.parametrize("enter", [_claim, _compensate, _enter])
async def test_runs_are_taken_by_their_ids_in_whichever_order_they_came_so_that_nobody_waits_in_a_circle(
    replicas: Replicas, enter: Callable[[Transaction, list[RunId]], Awaitable[None]]
) -> None:
    first, second, watcher = replicas(), replicas(), replicas()
    low, high = sorted((a_run(), a_run()))

    async def both() -> None:
        async with second.transaction() as tx:
            await enter(tx, [high, low])

    async with first.transaction() as tx:
        await _claim(tx, [low])
        waiting = asyncio.ensure_future(both())
        await until(lambda: somebody_waits(watcher))
        await _claim(tx, [high])
    await waiting
