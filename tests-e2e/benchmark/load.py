"""The load generator: briefs in on one topic, deliveries and ends seen on others; one for the line and its twin."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from contracts.messages import PackageDelivered, WorkflowCompensated, WorkflowCompleted
from contracts.topics import PARTITIONS

ENDS = (WorkflowCompleted.type, WorkflowCompensated.type)
PATIENCE_SECONDS = 300

Record = tuple[bytes, list[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Course:
    """Where briefs go in, where packages and ends come out, and the brief of a run by its id."""

    servers: str
    intake: str
    delivery: str
    workflow: str
    brief: Callable[[str], Record]


@dataclass(frozen=True, slots=True)
class Load:
    """How many runs, how many unfinished at once at most, and how many a second at most (0: as many as there are)."""

    runs: int
    at_once: int
    rate: float = 0.0


@dataclass(slots=True)
class Runs:
    """When each run was submitted, delivered and ended, in seconds of one clock; `seconds` is how long all took."""

    sent: dict[str, float] = field(default_factory=dict)
    delivered: dict[str, float] = field(default_factory=dict)
    ended: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    _milestones: dict[int, asyncio.Event] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Runs ended a second."""
        return round(len(self.ended) / self.seconds, 1)

    def end(self, run: str, now: float) -> None:
        """This run has ended now."""
        self.ended[run] = now
        if milestone := self._milestones.get(len(self.ended)):
            milestone.set()

    async def reach(self, count: int) -> None:
        """Wait until so many have ended."""
        if len(self.ended) < count:
            await self._milestones.setdefault(count, asyncio.Event()).wait()

    def milliseconds(self, until: dict[str, float], share: float) -> float:
        """The time within which that share of the runs came so far."""
        taken = sorted((at - self.sent[run]) * 1000 for run, at in until.items())
        return round(taken[min(len(taken) - 1, int(len(taken) * share))], 2)


async def measure(course: Course, load: Load, runs: Runs | None = None) -> Runs:
    """Send the briefs and watch them end, noted in `runs` where given. Raises TimeoutError where they don't."""
    runs, free = runs or Runs(), asyncio.Semaphore(load.at_once)
    producer = AIOKafkaProducer(bootstrap_servers=course.servers, acks="all")
    consumer = await _at_the_end(course)
    await producer.start()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS + (load.runs / load.rate if load.rate else 0)):
            watching = asyncio.create_task(watch(consumer, runs, load.runs, free))
            started = time.perf_counter()
            await _submit(producer, course, runs, load, free)
            await watching
            runs.seconds = time.perf_counter() - started
            return runs
    finally:
        await producer.stop()
        await consumer.stop()


async def _submit(producer: AIOKafkaProducer, course: Course, runs: Runs, load: Load, free: asyncio.Semaphore) -> None:
    started = time.perf_counter()
    for number in range(load.runs):
        await free.acquire()
        if load.rate and (early := started + number / load.rate - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        run = str(uuid4())
        body, headers = course.brief(run)
        runs.sent[run] = time.perf_counter()
        await producer.send(course.intake, body, key=run.encode(), headers=headers)


async def watch(consumer: AIOKafkaConsumer, runs: Runs, count: int, free: asyncio.Semaphore) -> None:
    """Note deliveries and ends until `count` runs have ended, and each that was completed is delivered.

    An end may be read before the delivery, which lies on another topic.
    """
    undelivered: set[str] = set()
    while len(runs.ended) < count or undelivered:
        for records in (await consumer.getmany(timeout_ms=200)).values():
            now = time.perf_counter()
            for record in records:
                run, kind = record.key.decode(), dict(record.headers)["ce_type"].decode()
                if run in runs.sent and kind == PackageDelivered.type:
                    runs.delivered.setdefault(run, now)
                    undelivered.discard(run)
                elif run in runs.sent and kind in ENDS and run not in runs.ended:
                    runs.end(run, now)
                    undelivered |= {run} - runs.delivered.keys() if kind == WorkflowCompleted.type else set()
                    free.release()


async def _at_the_end(course: Course) -> AIOKafkaConsumer:
    consumer = AIOKafkaConsumer(bootstrap_servers=course.servers)
    await consumer.start()
    topics = (course.delivery, course.workflow)
    partitions = [TopicPartition(topic, number) for topic in topics for number in range(PARTITIONS)]
    consumer.assign(partitions)
    await consumer.seek_to_end(*partitions)
    for partition in partitions:
        await consumer.position(partition)
    return consumer
