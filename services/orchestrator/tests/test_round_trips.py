"""What a batch of events costs the database does not grow with the batch: counts that hold on every machine.

Mutants: `_observe_at_once` leaves everything -> a transaction, and twice as many statements; `reconcile` looks after
all runs -> a transaction for those that are settled; `enable_seqscan` left on -> no table is read to its end.
"""

import pytest
from orchestrator_builders import a_run, all_done, done
from orchestrator_shell import SetClock, a_record, an_observer

from chassis.postgres import PostgresDatabase
from chassis.testing import CountingDatabase, ExplainingDatabase


@pytest.mark.parametrize("size", [1, 300])
async def test_a_batch_of_events_costs_two_reads_and_one_statement_that_is_its_own_transaction(
    postgresql: PostgresDatabase, size: int
) -> None:
    clock, runs = SetClock(), [a_run(number) for number in range(size)]
    await an_observer(postgresql, clock).handle([a_record(done("onboarding", run)) for run in runs])
    counting = CountingDatabase(postgresql)
    await an_observer(counting, clock).handle([a_record(done("strategy", run)) for run in runs])
    assert (counting.statements, counting.transactions) == (3, 0)


async def test_to_be_asked_about_settled_runs_costs_two_reads_and_locks_none_of_them(
    postgresql: PostgresDatabase,
) -> None:
    clock = SetClock()
    events = all_done()
    await an_observer(postgresql, clock).handle([a_record(event) for event in events])
    counting = CountingDatabase(postgresql)
    assert await an_observer(counting, clock).reconcile("qc", [events[0].run]) == {events[0].run}
    assert (counting.statements, counting.transactions) == (2, 0)


async def test_events_ticks_and_questions_read_no_table_to_its_end_even_planned_while_it_was_empty(
    postgresql: PostgresDatabase,
) -> None:
    clock, explaining = SetClock(), ExplainingDatabase(postgresql)
    observer, events = an_observer(explaining, clock), all_done()
    for event in events:
        await observer.handle([a_record(event)])
    await observer.wake_due()
    await observer.reconcile("qc", [events[0].run, a_run(7)])
    assert explaining.statements > 10
    assert not explaining.read_whole
