"""What a batch costs the database does not grow with the batch: these counts, unlike seconds, hold on every machine.

Mutants: `_in_one_trip` gives nothing -> five statements and a transaction; messages inserted one by one -> as many.
"""

from collections.abc import Callable
from typing import Any

import pytest
from chassis_builders import Performance, a_run, a_station, a_step, a_submission
from chassis_tables import kept
from msgspec.structs import replace

from chassis.handler import StepHandler
from chassis.postgres import PostgresDatabase
from chassis.step import always, never
from chassis.testing import CountingDatabase


@pytest.mark.parametrize("size", [1, 500])
@pytest.mark.parametrize(("looks_first", "statements"), [(always, 2), (never, 1)])
async def test_a_batch_of_new_runs_costs_a_look_at_the_ledger_and_one_statement_that_is_its_own_transaction(
    postgres: PostgresDatabase, size: int, looks_first: Callable[[Any], bool], statements: int
) -> None:
    counting = CountingDatabase(postgres)
    handler = StepHandler(replace(a_step(), looks_first=looks_first), a_station(counting))
    await handler.handle([a_submission(a_run()) for _ in range(size)])
    assert (counting.statements, counting.transactions) == (statements, 0)
    assert len((await kept(postgres)).ledger) == size


async def test_a_batch_of_known_runs_costs_one_look_at_the_ledger_before_and_one_after(
    postgres: PostgresDatabase,
) -> None:
    work, records = Performance(), [a_submission(a_run()) for _ in range(100)]
    await StepHandler(a_step(), a_station(postgres)).handle(records)
    counting = CountingDatabase(postgres)
    await StepHandler(a_step(work), a_station(counting)).handle(records)
    assert (counting.statements, counting.transactions, work.performed) == (2, 1, [])
