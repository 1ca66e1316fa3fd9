"""What is committed is published at once, leaves the outbox when acknowledged, and is swept when nobody published it.

Mutants: a failed send taken for an acknowledgement -> the message that is not acknowledged; messages in flight swept ->
the slow acknowledgement; ids forgotten before their transaction has committed -> what a failed batch would have
removed; ids given to two transactions at once -> two at once never remove the same.
The sweeper that removes with every sweep, or never -> the sweeper removes only where no batch has; that sweeps however
many are in flight -> beyond the most.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import pytest
from chassis_builders import a_command, a_message, a_run, a_station, a_step, a_submission
from chassis_doubles import Letterbox, Manner, RunningClock, SetClock, TroubledDatabase, connection_lost, until
from chassis_tables import kept
from msgspec.structs import replace

from chassis.database import Database
from chassis.handler import StepHandler
from chassis.postgres import PostgresDatabase
from chassis.relay import ALONE_SECONDS, LEASE, LENT_SECONDS, MOST_IN_FLIGHT, Relay
from chassis.station import Entry, Station
from contracts.payload import RunId


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[None]:
    """The relay's loop, as a service runs it."""
    loop = asyncio.create_task(relay.run())
    try:
        yield
    finally:
        await relay.stop(patience=0.05)
        await loop


async def perform(station: Station, *runs: RunId) -> None:
    await StepHandler(a_step(), station).handle([a_submission(run) for run in runs])


def runs_of(letterbox: Letterbox) -> list[RunId | None]:
    return [message.run for message in letterbox.received]


async def test_a_committed_message_is_published_at_once_and_removed_once_acknowledged(database: Database) -> None:
    letterbox, run = Letterbox("silent"), a_run()
    station = a_station(database, publisher=letterbox, clock=RunningClock())
    async with running(station.relay):
        await perform(station, run)
        await until(lambda: runs_of(letterbox) == [run])
        assert (await kept(database)).events_of(run) == ["brief.accepted"]
        letterbox.acknowledge_all()
    assert (await kept(database)).events == []


async def test_the_next_batchs_transaction_removes_what_is_acknowledged(database: Database) -> None:
    first, second = a_run(), a_run()
    station = a_station(database)
    async with running(station.relay):
        await perform(station, first)
        await until(lambda: station.relay.acknowledged == 1)
        await perform(station, second)
        assert (await kept(database)).events_of(first) == []
    assert (await kept(database)).events == []


async def test_what_a_failed_batch_would_have_removed_is_removed_by_a_later_one_and_not_published_again(
    database: Database,
) -> None:
    first, second, third, clock, letterbox = a_run(), a_run(), a_run(), SetClock(), Letterbox()
    station = a_station(database, publisher=letterbox, clock=clock)
    async with running(station.relay):
        await perform(station, first)
        await until(lambda: station.relay.acknowledged == 1)
        with suppress(ConnectionResetError):
            async with database.transaction() as tx:
                await station.enter(tx, Entry())
                connection_lost()
        await perform(station, second)
        assert (await kept(database)).events_of(first) == ["brief.accepted"]
        clock.advance(seconds=LENT_SECONDS)
        await perform(station, third)
        assert (await kept(database)).events_of(first) == []
    assert sorted(runs_of(letterbox)) == sorted([first, second, third])


async def test_two_transactions_at_once_never_remove_the_same_messages(database: Database) -> None:
    station = a_station(database)
    async with running(station.relay):
        await perform(station, a_run())
        await until(lambda: station.relay.acknowledged == 1)
        assert [len(station.relay.take_acknowledged()) for _ in range(2)] == [1, 0]


async def test_a_message_that_is_acknowledged_and_not_yet_removed_is_not_swept(database: Database) -> None:
    run, clock, letterbox = a_run(), SetClock(), Letterbox()
    station = a_station(database, publisher=letterbox, clock=clock)
    async with running(station.relay):
        await perform(station, run)
        await until(lambda: station.relay.acknowledged == 1)
        clock.advance(seconds=LEASE.total_seconds())
        assert station.relay.take_acknowledged()
        await station.relay.sweep()
    assert runs_of(letterbox) == [run]


async def test_the_sweeper_removes_acknowledged_messages_only_where_no_batch_has_done_so_lately(
    database: Database,
) -> None:
    run, clock = a_run(), SetClock()
    station = a_station(database, clock=clock)
    async with running(station.relay):
        await perform(station, run)
        await until(lambda: station.relay.acknowledged == 1)
        clock.advance(seconds=ALONE_SECONDS - 0.1)
        await station.relay.sweep()
        assert (await kept(database)).events_of(run) == ["brief.accepted"]
        clock.advance(seconds=0.2)
        await station.relay.sweep()
        assert (await kept(database)).events_of(run) == []


@pytest.mark.parametrize("manner", ["silent", "refuse", "raise"])
async def test_a_message_that_is_not_acknowledged_stays_and_a_sweeper_publishes_it(
    database: Database, manner: Manner
) -> None:
    run, clock = a_run(), RunningClock()
    station = a_station(database, publisher=Letterbox(manner), clock=clock)
    async with running(station.relay):
        await perform(station, run)
    assert (await kept(database)).events_of(run) == ["brief.accepted"]
    restarted = a_station(database, publisher=(working := Letterbox()), clock=clock)
    clock.advance(seconds=LEASE.total_seconds())
    await restarted.relay.sweep()
    await restarted.relay.forget_acknowledged()
    assert (runs_of(working), (await kept(database)).events) == ([run], [])


async def test_a_refused_message_is_swept_by_the_same_process_too(database: Database) -> None:
    run, clock, letterbox = a_run(), SetClock(), Letterbox("raise")
    station = a_station(database, publisher=letterbox, clock=clock)
    await perform(station, run)
    manners: tuple[Manner, ...] = ("raise", "refuse", "acknowledge")
    for manner in manners:
        letterbox.manner = manner
        clock.advance(seconds=6)
        await station.relay.sweep()
    await station.relay.forget_acknowledged()
    assert (runs_of(letterbox), (await kept(database)).events) == ([run, run], [])


async def test_a_crash_between_commit_and_publishing_loses_nothing(database: Database) -> None:
    run, clock = a_run(), SetClock()
    await perform(a_station(database, clock=clock), run)
    survivor = a_station(database, publisher=(letterbox := Letterbox()), clock=clock)
    await survivor.relay.sweep()
    assert runs_of(letterbox) == []
    clock.advance(seconds=6)
    await survivor.relay.sweep()
    assert runs_of(letterbox) == [run]


async def test_a_message_whose_acknowledgement_is_slow_is_not_sent_again_by_its_own_process(
    database: Database,
) -> None:
    run, clock, letterbox = a_run(), SetClock(), Letterbox("silent")
    station = a_station(database, publisher=letterbox, clock=clock)
    await perform(station, run)
    clock.advance(seconds=6)
    await station.relay.sweep()
    clock.advance(seconds=6)
    await station.relay.sweep()
    assert runs_of(letterbox) == [run]
    assert station.relay.in_flight == 1
    letterbox.acknowledge_all()
    await station.relay.forget_acknowledged()
    assert (await kept(database)).events == []


async def test_sweepers_of_two_replicas_at_once_publish_each_message_once(
    replicas: Callable[[], PostgresDatabase],
) -> None:
    clock, runs = SetClock(), [a_run() for _ in range(40)]
    await perform(a_station(replicas(), clock=clock), *runs)
    clock.advance(seconds=6)
    letterboxes = [Letterbox() for _ in range(3)]
    relays = [a_station(replicas(), publisher=each, clock=clock).relay for each in letterboxes]
    await asyncio.gather(*(relay.sweep() for relay in relays))
    published = [run for letterbox in letterboxes for run in runs_of(letterbox)]
    assert sorted(map(str, published)) == sorted(map(str, runs))


async def test_a_runs_messages_are_published_in_the_order_of_their_transactions(database: Database) -> None:
    run, letterbox = a_run(), Letterbox()
    station = a_station(database, publisher=letterbox)
    async with running(station.relay):
        await perform(station, run)
        await StepHandler(a_step(), station).handle([a_command(run), a_command(run)])
        await until(lambda: len(letterbox.received) == 2)
    kinds = [dict(message.headers)["ce_type"] for message in letterbox.received]
    assert kinds == [b"aicmo.brief.accepted.v1", b"aicmo.step.compensated.v1"]


async def test_beyond_the_most_in_flight_messages_wait_in_the_outbox(postgres: PostgresDatabase) -> None:
    letterbox, clock = Letterbox("silent"), RunningClock()
    await perform(a_station(postgres, clock=clock), a_run())
    station = a_station(postgres, publisher=letterbox, clock=clock)
    [message] = (await StepHandler(a_step(), station).perform_now(a_message(a_submission(a_run())))).messages
    station.relay.offer([replace(message, id=uuid4()) for _ in range(MOST_IN_FLIGHT + 10)])
    async with running(station.relay):
        await until(lambda: bool(letterbox.received))
        clock.advance(seconds=6)
        assert await station.relay.sweep() is False
    assert len(letterbox.received) == MOST_IN_FLIGHT


async def test_the_loop_goes_on_after_the_database_was_away(database: Database) -> None:
    run, clock, letterbox = a_run(), RunningClock(), Letterbox()
    await perform(a_station(database, clock=clock), run)
    clock.advance(seconds=6)
    troubled = TroubledDatabase(database, before=[connection_lost])
    relay = Relay(troubled, letterbox, clock)
    loop = asyncio.create_task(relay.run())
    await until(lambda: runs_of(letterbox) == [run])
    await relay.stop(patience=0.05)
    await loop
    assert (await kept(database)).events == []
