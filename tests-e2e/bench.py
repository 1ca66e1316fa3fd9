"""Measures the running system from outside with the light package: one run at idle, and runs a second under load.

`make up && make bench`. Briefs go in on `intake.briefs`; a run counts as delivered when `package.delivered` is seen on
Kafka, and as ended when its `workflow.completed` or `workflow.compensated` is. Prints a line of JSON.
"""

import argparse
import asyncio
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import yaml
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from contracts.envelope import Envelope
from contracts.messages import BriefSubmitted, PackageDelivered, WorkflowCompensated, WorkflowCompleted
from contracts.topics import INTAKE, PARTITIONS, WORKFLOW_EVENTS, events_of
from local_stack.env_file import read_env_file
from local_stack.state import State, state_directory

ROOT = Path(__file__).parents[1]
LIGHT = ROOT / "services/onboarding/examples/light.yaml"
ENDS = (WorkflowCompleted.type, WorkflowCompensated.type)
PATIENCE_SECONDS = 120


@dataclass(slots=True)
class Runs:
    """When each run was submitted, delivered and ended, in seconds of one clock."""

    sent: dict[str, float] = field(default_factory=dict)
    delivered: dict[str, float] = field(default_factory=dict)
    ended: dict[str, float] = field(default_factory=dict)

    def milliseconds(self, until: dict[str, float]) -> list[float]:
        """How long the runs took until then, sorted."""
        return sorted((at - self.sent[run]) * 1000 for run, at in until.items())


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the sorted values lies."""
    return round(values[min(len(values) - 1, int(len(values) * share))], 2) if values else 0.0


async def measure(servers: str, count: int, at_once: int) -> tuple[Runs, float]:
    """Send `count` briefs, never more than `at_once` unfinished; gives the runs and the seconds that all took."""
    runs, free = Runs(), asyncio.Semaphore(at_once)
    producer, consumer = AIOKafkaProducer(bootstrap_servers=servers, acks="all"), await _at_the_end(servers)
    await producer.start()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            watching = asyncio.create_task(_watch(consumer, runs, count, free))
            started = time.perf_counter()
            await _submit(producer, runs, count, free)
            await watching
            return runs, time.perf_counter() - started
    finally:
        await producer.stop()
        await consumer.stop()


async def _submit(producer: AIOKafkaProducer, runs: Runs, count: int, free: asyncio.Semaphore) -> None:
    brief = json.loads(json.dumps(yaml.safe_load(LIGHT.read_text()), default=str))
    for _ in range(count):
        await free.acquire()
        run = uuid4()
        record = BriefSubmitted(workflow_run_id=run, brief=brief).model_dump_json().encode()
        runs.sent[str(run)] = time.perf_counter()
        await producer.send(INTAKE, record, key=str(run).encode(), headers=_headers(run))


async def _watch(consumer: AIOKafkaConsumer, runs: Runs, count: int, free: asyncio.Semaphore) -> None:
    while len(runs.ended) < count:
        for records in (await consumer.getmany(timeout_ms=200)).values():
            now = time.perf_counter()
            for record in records:
                run, kind = record.key.decode(), dict(record.headers)["ce_type"].decode()
                if run in runs.sent and kind == PackageDelivered.type:
                    runs.delivered.setdefault(run, now)
                elif run in runs.sent and kind in ENDS and run not in runs.ended:
                    runs.ended[run] = now
                    free.release()


async def _at_the_end(servers: str) -> AIOKafkaConsumer:
    consumer = AIOKafkaConsumer(bootstrap_servers=servers)
    await consumer.start()
    topics = (events_of("delivery"), WORKFLOW_EVENTS)
    partitions = [TopicPartition(topic, number) for topic in topics for number in range(PARTITIONS)]
    consumer.assign(partitions)
    await consumer.seek_to_end(*partitions)
    for partition in partitions:
        await consumer.position(partition)
    return consumer


def _headers(run: UUID) -> list[tuple[str, bytes]]:
    return Envelope(uuid4(), "/bench", BriefSubmitted.type, str(run), datetime.now(UTC)).headers()


async def bench(servers: str, idle: int, load: int, at_once: int) -> dict[str, float]:
    """Measure one run at a time, then many at once, each after a warm-up."""
    await measure(servers, max(20, idle // 10), 1)
    one, _ = await measure(servers, idle, 1)
    await measure(servers, load // 4, at_once)
    many, seconds = await measure(servers, load, at_once)
    return {
        "idle_p50_ms": percentile(one.milliseconds(one.delivered), 0.5),
        "idle_p99_ms": percentile(one.milliseconds(one.delivered), 0.99),
        "idle_completed_p50_ms": percentile(one.milliseconds(one.ended), 0.5),
        "runs_per_s": round(load / seconds, 1),
        "load_completed_p50_ms": percentile(many.milliseconds(many.ended), 0.5),
        "idle_runs": idle,
        "load_runs": load,
    }


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--idle", type=int, default=500, help="runs, one at a time")
    options.add_argument("--load", type=int, default=5000, help="runs under load")
    options.add_argument("--at-once", type=int, default=1000, help="unfinished runs under load, at most")
    chosen = options.parse_args()
    servers = read_env_file(State(state_directory()).environment_file)["KAFKA_BOOTSTRAP_SERVERS"]
    print(json.dumps(asyncio.run(bench(servers, chosen.idle, chosen.load, chosen.at_once))))


if __name__ == "__main__":
    main()
