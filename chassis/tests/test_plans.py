"""What every batch and every second asks is found by an index: also where it was planned while the tables were empty.

Mutant: `enable_seqscan` left on -> all of them, on the outbox or on the ledger.
"""

from datetime import timedelta

import pytest
from chassis_builders import Performance, a_command, a_run, a_station, a_step, a_submission
from chassis_doubles import START
from msgspec.structs import replace
from sqlalchemy import select

from chassis import dead_letters, ledger, outbox
from chassis.handler import StepHandler
from chassis.postgres import PostgresDatabase
from chassis.schema import OUTBOX
from chassis.step import never
from chassis.testing import ExplainingDatabase

LEASE = timedelta(seconds=5)


@pytest.fixture
def explaining(postgres: PostgresDatabase) -> ExplainingDatabase:
    """The test's database, which explains what it does; its tables are empty."""
    return ExplainingDatabase(postgres)


async def test_a_whole_table_that_is_read_is_noticed(explaining: ExplainingDatabase) -> None:
    async with explaining.reading() as tx:
        await tx.execute(select(OUTBOX.c.body))
    assert explaining.read_whole == {"outbox"}


@pytest.mark.parametrize("brief", [{}, {"refuse": "no"}, {"fail": "no"}], ids=["done", "refused", "failed"])
async def test_a_batch_reads_no_table_to_its_end(explaining: ExplainingDatabase, brief: dict[str, str]) -> None:
    station = a_station(explaining)
    handler = StepHandler(replace(a_step(), looks_first=never), station)
    records = [a_submission(a_run(), **brief) for _ in range(3)]
    await handler.handle(records)
    await station.relay.sweep()
    await handler.handle([*records, a_submission(a_run())])
    assert explaining.statements >= 4
    assert not explaining.read_whole


async def test_a_compensation_reads_no_table_to_its_end(explaining: ExplainingDatabase) -> None:
    handler, runs = StepHandler(a_step(Performance()), a_station(explaining)), [a_run(), a_run()]
    await handler.handle([a_submission(run) for run in runs])
    await handler.handle([a_command(run) for run in runs])
    assert not explaining.read_whole


async def test_what_is_asked_every_few_seconds_reads_no_table_to_its_end(explaining: ExplainingDatabase) -> None:
    async with explaining.transaction() as tx:
        await outbox.depth(tx)
        await outbox.lease_overdue(tx, START, LEASE, 500)
        await dead_letters.take_due(tx, START, LEASE, 100)
        await dead_letters.next_due(tx)
        await ledger.unsettled(tx, START, 100, None)
    assert explaining.statements == 5
    assert not explaining.read_whole
