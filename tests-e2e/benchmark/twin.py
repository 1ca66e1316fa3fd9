"""The bare twin of one service: the same records and rows through the clients alone, with none of our guarantees.

No ledger, no outbox, no dead letters, no validation, no retries: a crash loses and repeats. It shows what the broker,
the databases and the client libraries allow on this machine.
"""

import argparse
import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from benchmark.copying import Copier, prepare
from benchmark.scratch import connect
from benchmark.template import RunTemplate, load_template
from chassis.kafka_publisher import BATCH_BYTES
from contracts.topics import INTAKE, ORCHESTRATOR, STEP_SERVICES, WORKFLOW_EVENTS, events_of

PREFIX = "twin."
Connection = Any

_OBSERVED = """
    WITH run AS (
        INSERT INTO workflow_run (workflow_run_id, status, state, current_step, started_at, updated_at, revision)
        SELECT id, 'RUNNING', 'RUNNING', step, now(), now(), 1
        FROM (SELECT DISTINCT ON (id) id, step FROM unnest($1::uuid[], $2::text[]) AS s (id, step) ORDER BY id) AS seen
        ON CONFLICT (workflow_run_id) DO UPDATE SET current_step = excluded.current_step, updated_at = now())
    INSERT INTO workflow_step (workflow_run_id, service, position, status, commands, removed)
    SELECT id, step, 1, 'done', 0, '{}' FROM unnest($1::uuid[], $2::text[]) AS seen (id, step)
    ON CONFLICT DO NOTHING"""


def topic(name: str) -> str:
    """The twin's own topic in place of one of the line's."""
    return f"{PREFIX}{name}"


def topics() -> list[str]:
    """All topics of the twin."""
    return [topic(name) for name in (INTAKE, *(events_of(service) for service in STEP_SERVICES), WORKFLOW_EVENTS)]


class Twin:
    """One service's part: take a batch, write its rows, send its records."""

    def __init__(self, service: str, template: RunTemplate, connection: Connection) -> None:
        self._service = service
        self._template = template
        self._connection = connection
        self._copier = Copier(service, template)

    async def run(self, servers: str, stop: asyncio.Event) -> None:
        """Work until stopped."""
        consumer = AIOKafkaConsumer(
            *self._reads(), bootstrap_servers=servers, group_id=f"twin-{self._service}", enable_auto_commit=False,
            auto_offset_reset="earliest",
        )  # fmt: skip
        producer = AIOKafkaProducer(
            bootstrap_servers=servers, acks="all", enable_idempotence=True, compression_type="lz4",
            max_batch_size=BATCH_BYTES,
        )  # fmt: skip
        await asyncio.gather(consumer.start(), producer.start())
        try:
            while not stop.is_set():
                found = await consumer.getmany(timeout_ms=200, max_records=500)
                if records := [each for batch in found.values() for each in batch]:
                    await self._handle(records, producer)
                    await consumer.commit()
        finally:
            await asyncio.gather(consumer.stop(), producer.stop())

    def _reads(self) -> list[str]:
        if self._service == ORCHESTRATOR:
            return [topic(events_of(service)) for service in STEP_SERVICES]
        place = STEP_SERVICES.index(self._service)
        return [topic(events_of(STEP_SERVICES[place - 1]) if place else INTAKE)]

    async def _handle(self, records: Sequence[Any], producer: AIOKafkaProducer) -> None:
        if self._service == ORCHESTRATOR:
            await self._observe(records)
            last = topic(events_of(STEP_SERVICES[-1]))
            await self._send(producer, WORKFLOW_EVENTS, [each.key.decode() for each in records if each.topic == last])
            return
        runs = [record.key.decode() for record in records]
        async with self._connection.transaction():
            await self._copier.write(self._connection, runs)
        await self._send(producer, events_of(self._service), runs)

    async def _observe(self, records: Sequence[Any]) -> None:
        steps = [record.topic.removeprefix(PREFIX).partition(".")[0] for record in records]
        await self._connection.execute(_OBSERVED, [record.key.decode() for record in records], steps)

    async def _send(self, producer: AIOKafkaProducer, name: str, runs: Sequence[str]) -> None:
        template = self._template.records[name]
        for run in runs:
            body, headers = template.of(self._template.run, run)
            await producer.send(topic(name), body, key=run.encode(), headers=headers)


async def main(service: str, servers: str, url: str, template: Path) -> None:
    """Run one service's twin until SIGTERM; says so on standard output when it has started."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    connection = await connect(url)
    await prepare(connection)
    print("started", flush=True)
    try:
        await Twin(service, load_template(template), connection).run(servers, stop)
    finally:
        await connection.close()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    for name in ("service", "servers", "url"):
        options.add_argument(name)
    options.add_argument("template", type=Path)
    chosen = options.parse_args()
    uvloop.run(main(chosen.service, chosen.servers, chosen.url, chosen.template))
