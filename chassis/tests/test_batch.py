"""A batch is committed whole, or by halves where the data is at fault, and never skipped while the database is away.

Mutants: the batch not split when it is refused -> one row that the database refuses; split into single items -> the few
transactions; `is_away` not asked -> the database away; `is_conflict` not asked -> the deadlock; an
`InternalClientError` passed on as it is -> the server that is ending.
"""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from chassis_builders import (
    Performance,
    a_command,
    a_handler,
    a_message,
    a_run,
    a_signature,
    a_station,
    a_step,
    a_submission,
)
from chassis_doubles import Act, Letterbox, SetClock, TroubledDatabase, WatchedClock, connection_lost, until
from chassis_tables import Kept, kept, make_tables, somebody_waits
from msgspec.structs import replace
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from chassis.batch import commit
from chassis.clock import backoff
from chassis.database import Conflict, Database, Transaction, asyncpg_url
from chassis.handler import StepHandler
from chassis.openings import Openings
from chassis.postgres import PostgresDatabase
from chassis.schema import RUN_LEDGER
from chassis.station import RetryPolicy
from chassis.step import Step, nothing_to_undo
from chassis.testing import CountingDatabase
from contracts.payload import RunId
from local_stack.endpoints import PostgresEndpoint
from local_stack.ports import free_port
from local_stack.postgres import PostgresServer


def letters_of(found: Kept) -> list[tuple[RunId, str, str]]:
    return [(letter["workflow_run_id"], letter["reason"], letter["status"]) for letter in found.letters]


async def test_one_row_that_the_database_refuses_sets_aside_its_own_message_only(database: Database) -> None:
    runs = [a_run() for _ in range(10)]
    records = [a_submission(run, title="forbidden" if run is runs[4] else "fine") for run in runs]
    await a_handler(database).handle(records)
    found = await kept(database)
    assert set(found.titles) == set(runs) - {runs[4]}
    assert all(found.events_of(run) == ["brief.accepted"] for run in runs if run is not runs[4])
    assert letters_of(found) == [(runs[4], "step_failed", "retrying")]
    assert "ck_parent_title" in found.letters[0]["error"]
    assert found.ledger.get(runs[4]) is None


async def test_one_refused_row_among_many_costs_few_transactions(postgres: PostgresDatabase) -> None:
    runs, counted = [a_run() for _ in range(64)], CountingDatabase(postgres)
    records = [a_submission(run, title="forbidden" if run is runs[40] else "fine") for run in runs]
    await StepHandler(a_step(), a_station(counted)).handle(records)
    found = await kept(postgres)
    assert (set(found.titles), len(found.letters)) == (set(runs) - {runs[40]}, 1)
    assert counted.transactions <= 2 * 6 + 3


async def test_a_nul_in_a_text_which_postgresql_refuses_is_set_aside_and_told_readably(
    postgres: PostgresDatabase,
) -> None:
    bad, good = a_run(), a_run()
    await a_handler(postgres).handle([a_submission(bad, title="a\0b"), a_submission(good)])
    found = await kept(postgres)
    assert set(found.titles) == {good}
    assert letters_of(found) == [(bad, "step_failed", "retrying")]
    assert "\0" not in found.letters[0]["error"]


async def test_a_bad_row_is_parked_after_its_last_attempt(database: Database) -> None:
    bad = a_run()
    station = a_station(database, retries=RetryPolicy(attempts=1))
    await StepHandler(a_step(), station).handle([a_submission(bad, title="forbidden"), a_submission(a_run())])
    found = await kept(database)
    assert letters_of(found) == [(bad, "step_failed", "parked")]
    assert found.events_of(bad) == ["dead letter", "step.parked"]


async def test_a_step_that_fails_beside_a_bad_row_keeps_both_apart(database: Database) -> None:
    failing, bad, good = a_run(), a_run(), a_run()
    records = [a_submission(failing, fail="no model"), a_submission(bad, title="forbidden"), a_submission(good)]
    await a_handler(database).handle(records)
    found = await kept(database)
    assert set(found.titles) == {good}
    assert {letter["workflow_run_id"] for letter in found.letters} == {failing, bad}


async def test_while_the_database_is_away_nothing_is_skipped_or_counted(database: Database) -> None:
    runs, clock = [a_run() for _ in range(3)], SetClock()
    away = TroubledDatabase(database, before=[connection_lost, connection_lost, None, connection_lost])
    await StepHandler(a_step(), a_station(away, clock=clock)).handle([a_submission(run) for run in runs])
    found = await kept(database)
    assert (set(found.titles), found.letters) == (set(runs), [])
    assert clock.slept == [0.05, 0.1, 0.05]


async def test_a_commit_that_succeeded_but_was_reported_as_failed_leaves_one_set_of_rows_and_events(
    database: Database,
) -> None:
    runs, letterbox, clock = [a_run() for _ in range(3)], Letterbox(), SetClock()
    uncertain = TroubledDatabase(database, after=[None, connection_lost])
    station = a_station(uncertain, publisher=letterbox, clock=clock)
    await StepHandler(a_step(), station).handle([a_submission(run) for run in runs])
    found = await kept(database)
    assert all((found.rows_of(run), found.events_of(run)) == (3, ["brief.accepted"]) for run in runs)
    clock.advance(seconds=6)
    await station.relay.sweep()
    assert sorted(str(message.run) for message in letterbox.received) == sorted(map(str, runs))


@pytest.mark.parametrize(
    ("step", "after"),
    [(replace(a_step(), undo=nothing_to_undo), [connection_lost]), (a_step(), [None, connection_lost])],
    ids=["rows alone", "files too"],
)
async def test_a_compensation_whose_answer_was_reported_as_not_committed_answers_again(
    database: Database, step: Step, after: list[Act | None]
) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run)])
    uncertain = TroubledDatabase(database, after=after)
    await StepHandler(step, a_station(uncertain)).handle([a_command(run)])
    found = await kept(database)
    assert (found.rows_of(run), found.ledger) == (0, {run: "compensated"})
    assert found.events_of(run) == ["brief.accepted", "step.compensated", "step.compensated"]


async def test_an_opening_whose_commit_was_reported_as_failed_is_stored_once(database: Database) -> None:
    run = a_run()
    uncertain = TroubledDatabase(database, after=[connection_lost])
    await StepHandler(a_step(), a_station(uncertain)).handle([a_signature(run)])
    assert (await kept(database)).rows_of(run) == 1


async def test_a_rolled_back_batch_leaves_nothing(database: Database) -> None:
    run = a_run()
    openings = Openings(a_step(), a_station(database))

    async def write_and_fail(tx: Transaction) -> None:
        await openings.apply(tx, [a_message(a_signature(run))])
        raise ValueError("after the writes")

    with pytest.raises(ValueError, match="after the writes"):
        await commit(database, SetClock(), write_and_fail)
    assert (await kept(database)).rows_of(run) == 0


async def test_connections_that_the_server_ends_are_replaced_and_the_batch_is_done(
    postgres: PostgresDatabase, postgres_server: PostgresEndpoint
) -> None:
    runs, work = [a_run() for _ in range(3)], Performance(gate=asyncio.Event())
    assert work.gate
    at_work = asyncio.create_task(a_handler(postgres, work).handle([a_submission(run) for run in runs]))
    await until(lambda: len(work.performed) == 3)
    await _end_connections(postgres_server, urlsplit(postgres.url).path.removeprefix("/"))
    work.gate.set()
    await at_work
    found = await kept(postgres)
    assert (set(found.titles), found.letters, len(work.performed)) == (set(runs), [], 3)


async def test_a_statement_on_a_connection_that_the_server_is_ending_waits_for_the_database(
    postgres: PostgresDatabase,
) -> None:
    said = ["cannot switch to state 12; another operation (2) is in progress", "no decoder for OID 600"]
    tries: list[int] = []

    async def write(_tx: Transaction) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise asyncpg.InternalClientError(said[0])
        return "written"

    assert await commit(postgres, WatchedClock(), write) == "written"
    with pytest.raises(asyncpg.InternalClientError, match="no decoder"):
        async with postgres.connection():
            raise asyncpg.InternalClientError(said[1])


async def test_a_deadlock_is_tried_again_until_it_is_done(replicas: Callable[[], PostgresDatabase]) -> None:
    other, watcher, clock = replicas(), replicas(), WatchedClock()
    handler = StepHandler(a_step(), a_station(replicas(), clock=clock))
    # PostgreSQL ends whoever has waited for a second by then: most times the batch, which waits first.
    for _ in range(10):
        low, high = sorted((a_run(), a_run()))
        async with create_async_engine(asyncpg_url(other.url)).connect() as rival:
            await _lock(rival, high)
            at_work = asyncio.create_task(handler.handle([a_submission(low), a_submission(high)]))
            await until(lambda: somebody_waits(watcher))
            # The batch holds `low` and waits for `high`; now the rival waits for `low`.
            closing = asyncio.create_task(_lock(rival, low))
            await until(lambda closing=closing: clock.waited.is_set() or closing.done())
            await asyncio.gather(closing, return_exceptions=True)
            await rival.rollback()
        await at_work
        found = await kept(watcher)
        assert (found.ledger[low], found.ledger[high], found.letters) == ("done", "done", [])
        if clock.waited.is_set():
            return
    pytest.fail("the batch was never the one that was ended")


async def test_a_conflict_is_no_fault_of_the_data(database: Database) -> None:
    tries: list[int] = []

    async def write(_tx: Transaction) -> str:
        tries.append(1)
        if len(tries) < 3:
            raise Conflict
        return "done"

    assert (await commit(database, SetClock(), write), len(tries)) == ("done", 3)


async def test_a_refusal_of_the_data_is_raised_at_once(database: Database) -> None:
    clock = SetClock()

    async def write(tx: Transaction) -> None:
        await tx.execute(insert(RUN_LEDGER).values(_entry(a_run()) | {"state": "undecided"}))

    with pytest.raises(IntegrityError):
        await commit(database, clock, write)
    assert clock.slept == []


async def test_a_killed_server_is_waited_for_and_the_batch_is_done(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = PostgresServer(tmp_path_factory.mktemp("killed"), free_port())
    await asyncio.to_thread(server.start)
    try:
        await _survive_a_kill(server)
    finally:
        await asyncio.to_thread(server.stop)


async def _survive_a_kill(server: PostgresServer) -> None:
    made = await make_tables(PostgresEndpoint(server.admin_url), "killed")
    database, clock, run = PostgresDatabase(made.app_url), WatchedClock(), a_run()
    handler = StepHandler(a_step(), a_station(database, clock=clock))
    await handler.handle([a_submission(a_run())])
    await asyncio.to_thread(server.kill)
    at_work = asyncio.create_task(handler.handle([a_submission(run)]))
    await until(lambda: clock.waited.is_set() or at_work.done())
    await asyncio.to_thread(server.start)
    await at_work
    found = await kept(database)
    assert (found.rows_of(run), found.events_of(run), found.letters) == (3, ["brief.accepted"], [])
    await database.close()


async def _lock(connection: AsyncConnection, run: RunId) -> None:
    """Hold a run as an open forward step does."""
    await connection.execute(insert(RUN_LEDGER).values(_entry(run)))


def _entry(run: RunId) -> dict[str, Any]:
    now = SetClock().now()
    return {"workflow_run_id": run, "state": "done", "revision": 1, "created_at": now, "updated_at": now}


async def _end_connections(server: PostgresEndpoint, name: str) -> None:
    admin = PostgresDatabase(server.admin_url)
    end = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
    async with admin.transaction() as tx:
        await tx.execute(end, {"name": name})
    await admin.close()


def test_the_waits_grow_and_stay_under_their_limit() -> None:
    waits = [backoff(attempt, SetClock(), first=0.2, longest=30.0) for attempt in range(1, 12)]
    assert waits[:4] == [0.2, 0.4, 0.8, 1.6]
    assert waits[-1] == 30.0
    assert backoff(10_000, SetClock(), first=0.2, longest=30.0) == 30.0
