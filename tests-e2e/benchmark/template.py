"""One delivered light run, learnt from the running system: records and rows, to be written again as another's."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.topics import INTAKE, PARTITIONS, STEP_SERVICES, WORKFLOW_EVENTS, events_of

Connection = Any

TABLES: Mapping[str, tuple[str, ...]] = {
    "onboarding": ("onboarding_forms",),
    "strategy": ("strategy_document",),
    "production": ("content_draft", "draft_bundle", "bundle_asset"),
    "qc": ("qc_result",),
    "delivery": ("delivery_package", "delivery_artifact"),
}
"""What one light run has rows in, parents first."""

TOPICS = (INTAKE, *(events_of(service) for service in STEP_SERVICES), WORKFLOW_EVENTS)


@dataclass(frozen=True, slots=True)
class RecordTemplate:
    """A record of the run; its id stands as text wherever the run is named."""

    body: str
    headers: list[tuple[str, str]]

    def of(self, old: str, new: str) -> tuple[bytes, list[tuple[str, bytes]]]:
        """The same record for another run."""
        headers = [(name, value.replace(old, new).encode()) for name, value in self.headers]
        return self.body.replace(old, new).encode(), headers


@dataclass(frozen=True, slots=True)
class RunTemplate:
    """A run's records by topic, the last where there are several, and its rows by table, as PostgreSQL writes JSON."""

    run: str
    records: dict[str, RecordTemplate]
    rows: dict[str, list[dict[str, Any]]]

    def save(self, path: Path) -> None:
        """Write it down for another process."""
        path.write_text(json.dumps(asdict(self)))


def load_template(path: Path) -> RunTemplate:
    """What `save` has written."""
    stored = json.loads(path.read_text())
    records = {
        topic: RecordTemplate(each["body"], [(name, value) for name, value in each["headers"]])
        for topic, each in stored["records"].items()
    }
    return RunTemplate(stored["run"], records, stored["rows"])


async def learn(servers: str, urls: Mapping[str, str], run: UUID) -> RunTemplate:
    """Read what a run that has been delivered left behind; `urls` are the services' databases."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for service, tables in TABLES.items():
        connection = await asyncpg.connect(urls[service].replace("+asyncpg", ""))
        try:
            for table in tables:
                rows[table] = await _rows(connection, table, run)
        finally:
            await connection.close()
    return RunTemplate(str(run), await _records(servers, str(run)), rows)


def renewed(rows: list[dict[str, Any]], ids: dict[str, str]) -> list[dict[str, Any]]:
    """Copies of rows with other ids: those in `ids`, which learns new ones for what else is an id."""
    return [{name: _other_id(value, ids) for name, value in row.items()} for row in rows]


def _other_id(value: Any, ids: dict[str, str]) -> Any:
    if not isinstance(value, str) or len(value) != 36 or value.count("-") != 4:
        return value
    return ids.setdefault(value, str(uuid4()))


async def _rows(connection: Connection, table: str, run: UUID) -> list[dict[str, Any]]:
    found = await connection.fetch(f"SELECT row_to_json({table}) FROM {table} WHERE workflow_run_id = $1", run)
    return [json.loads(row[0]) for row in found]


async def _records(servers: str, run: str) -> dict[str, RecordTemplate]:
    consumer = AIOKafkaConsumer(bootstrap_servers=servers)
    await consumer.start()
    try:
        partitions = [TopicPartition(topic, number) for topic in TOPICS for number in range(PARTITIONS)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        for partition, end in ends.items():
            consumer.seek(partition, max(0, end - 50))
        return await _those_of(consumer, run)
    finally:
        await consumer.stop()


async def _those_of(consumer: AIOKafkaConsumer, run: str) -> dict[str, RecordTemplate]:
    found: dict[str, RecordTemplate] = {}
    while len(found) < len(TOPICS):
        fetched = await consumer.getmany(timeout_ms=5000)
        if not fetched:
            raise LookupError(f"the records of run {run} are not on {sorted(set(TOPICS) - found.keys())}")
        for records in fetched.values():
            for record in records:
                if record.key == run.encode() and record.value is not None:
                    headers = [(name, (value or b"").decode()) for name, value in record.headers]
                    found[record.topic] = RecordTemplate(record.value.decode(), headers)
    return found
