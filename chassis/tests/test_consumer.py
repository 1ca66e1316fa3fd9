"""Offsets are committed when their records are handled; our own mistakes lose none; stopping ends between batches.

Mutants: `done` before `handle` -> the offsets; a failed batch taken as handled -> the mistake of ours; no gathering,
gathering always, by a fixed time or without a limit -> how long the next batch gathers; `after_pause` always or never
-> the source is told of a pause; the handler's pause not counted as waiting -> counts_as_waiting;
waiting counted anew behind an empty fetch -> goes_on_over_a_fetch_….
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

import pytest
from chassis_builders import a_command, a_run, a_station, a_step, a_submission
from chassis_doubles import SetClock, until
from chassis_tables import kept

from chassis.consumer import GATHER_RATIO, GATHER_SECONDS, BatchSize, Consumer
from chassis.database import Database
from chassis.handler import StepHandler
from chassis.memory import MemoryBroker, MemoryPublisher, MemorySource
from chassis.records import Outgoing, Record
from chassis.telemetry import Telemetry
from contracts.topics import INTAKE, commands_of, events_of


class Journal(MemorySource):
    """A source that notes what is asked of it."""

    def __init__(self, broker: MemoryBroker, topics: Sequence[str], notes: list[str]) -> None:
        super().__init__(broker, topics)
        self._notes = notes
        self.after_pauses: list[bool] = []
        self.on_fetch: Callable[[], None] = lambda: None

    def undisturbed(self) -> AbstractAsyncContextManager[object]:
        return self._noted()

    async def fetch(self, limit: int, *, after_pause: bool = False) -> Sequence[Record]:
        found = await super().fetch(limit, after_pause=after_pause)
        self.on_fetch()
        self.after_pauses.append(after_pause)
        return found

    async def done(self, records: Sequence[Record]) -> None:
        self._notes.append(f"done {len(records)}")

    @asynccontextmanager
    async def _noted(self) -> AsyncIterator[None]:
        self._notes.append("undisturbed")
        yield
        self._notes.append("disturbed")


@dataclass(slots=True)
class Scripted:
    """A handler that fails as often as it is told, and may be held up."""

    notes: list[str]
    failures: int = 0
    topics: tuple[str, ...] = (INTAKE,)
    gather_seconds: float = 0.0
    on_handle: Callable[[], None] = lambda: None
    gate: asyncio.Event | None = None
    handled: list[Record] = field(default_factory=list)

    async def handle(self, records: Sequence[Record]) -> None:
        """Note it, fail or not."""
        self.notes.append("handle")
        self.on_handle()
        if self.gate:
            await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise KeyError("our own mistake")
        self.handled.extend(records)
        self.notes.append("handled")


@asynccontextmanager
async def consuming(
    broker: MemoryBroker, handler: Scripted, clock: SetClock, source: Journal | None = None
) -> AsyncIterator[Consumer]:
    """The loop as a service runs it."""
    source = source or Journal(broker, handler.topics, handler.notes)
    consumer = Consumer(source, handler, Telemetry("onboarding"), clock, BatchSize())
    loop = asyncio.create_task(consumer.run())
    try:
        yield consumer
    finally:
        consumer.stop()
        await loop


def sent(record: Record) -> Outgoing:
    return Outgoing(SetClock().new_id(), None, record.topic, record.key, record.headers, record.body)


async def test_offsets_are_done_after_their_records_are_handled_and_undisturbed_until_then() -> None:
    broker, handler = MemoryBroker(), Scripted([])
    broker.append(sent(a_submission(a_run())))
    async with consuming(broker, handler, SetClock()):
        await until(lambda: "disturbed" in handler.notes)
    assert handler.notes == ["undisturbed", "handle", "handled", "done 1", "disturbed"]


async def test_a_mistake_of_ours_never_loses_records_nor_does_their_offsets() -> None:
    broker, handler, clock = MemoryBroker(), Scripted([], failures=3), SetClock()
    records = [a_submission(a_run()) for _ in range(4)]
    for record in records:
        broker.append(sent(record))
    async with consuming(broker, handler, clock):
        await until(lambda: "disturbed" in handler.notes)
    assert {record.body for record in handler.handled} == {record.body for record in records}
    assert handler.notes.count("handle") == 4
    assert handler.notes[-2:] == ["done 4", "disturbed"]
    assert clock.slept == [0.5, 1.0, 2.0]


async def test_stopping_finishes_the_running_batch_and_takes_no_more() -> None:
    broker, handler = MemoryBroker(), Scripted([], gate=asyncio.Event())
    assert handler.gate
    broker.append(sent(a_submission(a_run())))
    async with consuming(broker, handler, SetClock()) as consumer:
        await until(lambda: "handle" in handler.notes)
        consumer.stop()
        broker.append(sent(a_submission(a_run())))
        handler.gate.set()
    assert handler.notes == ["undisturbed", "handle", "handled", "done 1", "disturbed"]


async def test_each_fetch_is_noted_for_the_health_check() -> None:
    clock = SetClock()
    async with consuming(MemoryBroker(), Scripted([]), clock) as consumer:
        clock.advance(seconds=90)
        await until(lambda: consumer.polled_at == 90)


async def test_a_run_goes_through_the_memory_broker_as_through_kafka(database: Database) -> None:
    broker, run, undone = MemoryBroker(), a_run(), a_run()
    station = a_station(database, publisher=MemoryPublisher(broker))
    handler = StepHandler(a_step(), station)
    source = MemorySource(broker, handler.topics)
    consumer = Consumer(source, handler, station.telemetry, station.clock, BatchSize())
    loops = [asyncio.create_task(consumer.run()), asyncio.create_task(station.relay.run())]
    for record in (a_submission(run), a_command(undone), a_submission(undone), a_submission(run)):
        broker.append(sent(record))
    await until(lambda: len(broker.records(events_of("onboarding"))) == 2)
    consumer.stop()
    await station.relay.stop()
    await asyncio.gather(*loops)
    found = await kept(database)
    assert (found.ledger, found.events) == ({run: "done", undone: "compensated"}, [])


def test_a_runs_records_stay_in_order_in_one_partition_and_each_group_reads_them_all() -> None:
    broker, run = MemoryBroker(), a_run()
    for number in range(20):
        broker.append(sent(a_submission(a_run())))
        broker.append(sent(a_submission(run, title=str(number))))
    for _group in range(2):
        positions: dict[tuple[str, int], int] = {}
        read: list[Record] = []
        while found := broker.after((INTAKE,), positions, 7):
            assert len(found) <= 7
            read += found
        ours = [record for record in read if record.key == str(run).encode()]
        assert (len(read), len({record.partition for record in ours})) == (40, 1)
        assert [record.offset for record in ours] == sorted(record.offset for record in ours)


def test_a_topic_that_is_not_asked_for_is_not_read() -> None:
    broker = MemoryBroker()
    broker.append(sent(a_command(a_run())))
    assert broker.after((INTAKE,), {}, 10) == []
    assert len(broker.after((commands_of("onboarding"),), {}, 10)) == 1


@pytest.mark.parametrize(
    ("records", "seconds", "size"),
    [
        pytest.param(50, 0.01, 100, id="a full and fast batch doubles it"),
        pytest.param(50, 0.2, 62, id="a full batch near the target grows it a little"),
        pytest.param(10, 0.01, 50, id="a batch that was not full says nothing of a larger one"),
        pytest.param(50, 0.5, 25, id="a slow batch halves it"),
        pytest.param(50, 500.0, 25, id="a very slow batch halves it and no more"),
        pytest.param(50, 0.3, 41, id="a batch a little too slow takes off a little"),
    ],
)
def test_the_batch_size_adapts_to_the_time_that_batches_take(records: int, seconds: float, size: int) -> None:
    batch = BatchSize(limit=500, target=0.25, size=50)
    batch.learn(records, seconds)
    assert batch.size == size


def test_the_batch_size_stays_between_one_and_its_limit() -> None:
    batch = BatchSize(limit=300, target=0.25, size=50)
    for _ in range(20):
        batch.learn(batch.size, 0.0)
    assert batch.size == 300
    for _ in range(20):
        batch.learn(batch.size, 60.0)
    assert batch.size == 1


@pytest.mark.parametrize(
    ("records", "waited", "taken", "own", "pauses"),
    [
        pytest.param(3, 0.02, 0.02, 0.0, [], id="waited for as long as it took, none"),
        pytest.param(3, 0.02, 0.02, 0.005, [0.005], id="then as its handler says"),
        pytest.param(3, 0.004, 0.005, 0.0, [GATHER_RATIO * 0.005], id="a busy one by the time that it took"),
        pytest.param(3, 0.0, 0.001, 0.005, [0.002, 0.003], id="a busy and fast one no less than its handler says"),
        pytest.param(3, 0.01, 0.4, 0.0, [GATHER_SECONDS], id="a busy and slow one no longer than the limit"),
        pytest.param(BatchSize().size, 0.0, 0.02, 0.005, [], id="one behind, none"),
    ],
)
async def test_how_long_the_next_batch_gathers(
    records: int, waited: float, taken: float, own: float, pauses: list[float]
) -> None:
    broker, clock = MemoryBroker(), SetClock()
    handler = Scripted([], gather_seconds=own, on_handle=lambda: clock.advance(seconds=taken))
    source = Journal(broker, handler.topics, handler.notes)
    source.on_fetch = lambda: clock.advance(seconds=waited)
    for _ in range(records):
        broker.append(sent(a_submission(a_run())))
    async with consuming(broker, handler, clock, source):
        await until(lambda: "disturbed" in handler.notes)
    assert clock.slept == pytest.approx(pauses)


async def test_a_pause_that_the_handler_asked_for_counts_as_waiting() -> None:
    broker, clock = MemoryBroker(), SetClock()
    handler = Scripted([], gather_seconds=0.025, on_handle=lambda: clock.advance(seconds=0.02))
    source = Journal(broker, handler.topics, handler.notes)
    source.on_fetch = lambda: clock.advance(seconds=0.021 if not source.after_pauses else 0.001)
    broker.append(sent(a_submission(a_run())))
    async with consuming(broker, handler, clock, source):
        await until(lambda: len(source.after_pauses) == 1)
        broker.append(sent(a_submission(a_run())))
        await until(lambda: len(source.after_pauses) == 2)
        handler.gather_seconds = 0.0
        await until(lambda: handler.notes.count("disturbed") == 2)
    assert clock.slept[0] == 0.025
    assert set(clock.slept) == {0.025}


async def test_waiting_goes_on_over_a_fetch_that_finds_nothing() -> None:
    broker, clock = MemoryBroker(), SetClock()
    handler = Scripted([], on_handle=lambda: clock.advance(seconds=0.02))
    source = Journal(broker, handler.topics, handler.notes)
    source.on_fetch = lambda: clock.advance(seconds=0.001 if source.after_pauses else 0.02)
    async with consuming(broker, handler, clock, source):
        await until(lambda: len(source.after_pauses) == 1)
        broker.append(sent(a_submission(a_run())))
        await until(lambda: "disturbed" in handler.notes)
    assert clock.slept == []


async def test_the_source_is_told_of_a_pause_by_the_next_fetch_alone() -> None:
    broker, clock = MemoryBroker(), SetClock()
    handler = Scripted([], gather_seconds=0.005)
    source = Journal(broker, handler.topics, handler.notes)
    broker.append(sent(a_submission(a_run())))
    async with consuming(broker, handler, clock, source):
        await until(lambda: len(source.after_pauses) == 1)
        broker.append(sent(a_submission(a_run())))
        handler.gather_seconds = 0.0
        await until(lambda: len(source.after_pauses) == 2)
    assert source.after_pauses[:2] == [False, True]
    assert clock.slept == [0.005]
