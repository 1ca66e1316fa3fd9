"""What a batch of events costs the database does not grow with the batch: counts that hold on every machine.

Mutant: `_observe_at_once` leaves everything -> a transaction, and twice as many statements.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from orchestrator_builders import a_run, done
from orchestrator_shell import SetClock, a_record, an_observer
from sqlalchemy import Executable

from chassis.database import Parameters, Row, Transaction
from chassis.postgres import PostgresDatabase


@dataclass(slots=True)
class CountingDatabase:
    """Counts statements and transactions."""

    inner: PostgresDatabase
    statements: int = 0
    transactions: int = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.transactions += 1
        async with self.inner.transaction() as tx:
            yield _Counted(tx, self)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        async with self.inner.reading() as tx:
            yield _Counted(tx, self)

    async def close(self) -> None:
        await self.inner.close()


@dataclass(slots=True)
class _Counted:
    inner: Transaction
    owner: CountingDatabase

    @property
    def dialect(self) -> str:
        return self.inner.dialect

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row]:
        self.owner.statements += 1
        return await self.inner.execute(statement, parameters)


@pytest.mark.parametrize("size", [1, 300])
async def test_a_batch_of_events_costs_two_reads_and_one_statement_that_is_its_own_transaction(
    postgresql: PostgresDatabase, size: int
) -> None:
    clock, runs = SetClock(), [a_run(number) for number in range(size)]
    await an_observer(postgresql, clock).handle([a_record(done("onboarding", run)) for run in runs])
    counting = CountingDatabase(postgresql)
    await an_observer(counting, clock).handle([a_record(done("strategy", run)) for run in runs])
    assert (counting.statements, counting.transactions) == (3, 0)
