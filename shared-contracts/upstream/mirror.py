"""An example subscriber: keeps what has become of each run in a SQLite file, for a system that submits briefs.

`python mirror.py runs.sqlite` reads KAFKA_BOOTSTRAP_SERVERS and runs until it is stopped. Positions are stored in the
transaction that stores what was read, so it resumes where it was, whenever it was killed. Messages may come twice and,
between topics, in any order: a run only moves on, by the time of the event, and never out of an end.
"""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from pydantic import ValidationError

from contracts import messages
from contracts.payload import Payload, Value

TOPICS = ("onboarding.events", "delivery.events", "workflow.events")
TABLES = """
CREATE TABLE IF NOT EXISTS run (workflow_run_id TEXT PRIMARY KEY, status TEXT, at TEXT, reason TEXT, problems TEXT,
    waits_for TEXT, archive TEXT);
CREATE TABLE IF NOT EXISTS position (topic TEXT, partition INTEGER, next_offset INTEGER,
    PRIMARY KEY (topic, partition));
"""
MOVE_ON = """
INSERT INTO run (workflow_run_id, status, at, reason, waits_for) VALUES (:run, :status, :at, :reason, :waits_for)
ON CONFLICT (workflow_run_id) DO UPDATE SET status = excluded.status, at = excluded.at, waits_for = excluded.waits_for,
    reason = coalesce(excluded.reason, run.reason)
WHERE run.status IS NULL
    OR (run.status NOT IN ('COMPLETED', 'COMPENSATED') AND excluded.status <> 'RUNNING' AND run.at <= excluded.at)
"""
LEARN = """
INSERT INTO run (workflow_run_id, problems, archive) VALUES (:run, :problems, :archive)
ON CONFLICT (workflow_run_id) DO UPDATE SET problems = coalesce(excluded.problems, run.problems),
    archive = coalesce(excluded.archive, run.archive)
"""


class Moved(Payload):
    """What is read of every `workflow.*` event."""

    status: str


class Started(Moved):
    type: ClassVar[str] = messages.WorkflowStarted.type


class Completed(Moved):
    type: ClassVar[str] = messages.WorkflowCompleted.type


class Reason(Value):
    """Why a run is undone."""

    reason: str


class Compensating(Moved):
    type: ClassVar[str] = messages.WorkflowCompensating.type
    failure: Reason


class Compensated(Moved):
    type: ClassVar[str] = messages.WorkflowCompensated.type
    failure: Reason


class Stalled(Moved):
    type: ClassVar[str] = messages.WorkflowStalled.type
    waits_for: str


class Problem(Value):
    """What the client has to correct."""

    field: str
    message: str


class Rejected(Payload):
    type: ClassVar[str] = messages.BriefRejected.type
    problems: tuple[Problem, ...]


class Archive(Value):
    """Where the package lies in the object store."""

    archive: str


class Delivered(Payload):
    type: ClassVar[str] = messages.PackageDelivered.type
    package: Archive


READS: Mapping[str, type[Payload]] = MappingProxyType(
    {each.type: each for each in (Started, Completed, Compensating, Compensated, Stalled, Rejected, Delivered)}
)
"""The types that this subscriber cares about, each with the fields that it reads; all others pass by."""


def news_of(headers: Mapping[str, bytes], body: bytes | None) -> Payload | None:
    """Read a record; None for a type that means nothing here, and for a body that can't be read (which is told)."""
    model = READS.get(headers.get("ce_type", b"").decode(errors="replace"))
    if model is None:
        return None
    try:
        return model.model_validate_json(body or b"")
    except ValidationError as error:
        print(f"passed over {model.type}: {error.errors(include_url=False)[0]}", file=sys.stderr)
        return None


class Mirror:
    """The runs in a SQLite file, with the positions up to which they are known."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file)
        self._database.row_factory = sqlite3.Row
        self._database.executescript(TABLES)

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def run(self, run: str) -> dict[str, Any] | None:
        """What is known of a run."""
        found = self._database.execute("SELECT * FROM run WHERE workflow_run_id = ?", (run,)).fetchone()
        return dict(found) if found else None

    def position(self, topic: str, partition: int) -> int:
        """The offset to read next."""
        asked = "SELECT next_offset FROM position WHERE topic = ? AND partition = ?"
        found = self._database.execute(asked, (topic, partition)).fetchone()
        return int(found[0]) if found else 0

    def take(self, partition: TopicPartition, records: Sequence[Any]) -> None:
        """Store what these records of one partition say, and the position after them, in one transaction."""
        with self._database:
            for record in records:
                headers = dict(record.headers)
                if news := news_of(headers, record.value):
                    self.learn(news, headers.get("ce_time", b"").decode())
            after = (partition.topic, partition.partition, records[-1].offset + 1)
            self._database.execute("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", after)

    def learn(self, news: Payload, at: str) -> None:
        """Store one piece of news; repeating it, or giving it late, changes nothing."""
        about: dict[str, Any] = {"run": str(news.run)}
        match news:
            case Moved():
                self._move(about, news, at)
            case Rejected():
                told = "\n".join(f"{each.field}: {each.message}" for each in news.problems)
                self._database.execute(LEARN, {**about, "problems": told, "archive": None})
            case Delivered():
                self._database.execute(LEARN, {**about, "problems": None, "archive": news.package.archive})

    def _move(self, about: Mapping[str, Any], news: Moved, at: str) -> None:
        reason = news.failure.reason if isinstance(news, Compensating | Compensated) else None
        waits_for = news.waits_for if isinstance(news, Stalled) else None
        moved = {**about, "status": news.status, "at": at, "reason": reason, "waits_for": waits_for}
        self._database.execute(MOVE_ON, moved)


async def follow(mirror: Mirror, servers: str, topics: Sequence[str], stop: asyncio.Event) -> None:
    """Read on from where the mirror is, until `stop` is set. Every partition is read: two mirrors are two copies."""
    consumer = AIOKafkaConsumer(
        *topics, bootstrap_servers=servers, group_id=None, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        # Without a group all partitions are assigned at once.
        for part in consumer.assignment():
            consumer.seek(part, mirror.position(part.topic, part.partition))
        while not stop.is_set():
            for part, records in (await consumer.getmany(timeout_ms=500)).items():
                mirror.take(part, records)
    finally:
        await consumer.stop()


async def main(file: str) -> None:
    """Mirror into this file until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    mirror = Mirror(Path(file))
    try:
        await follow(mirror, os.environ["KAFKA_BOOTSTRAP_SERVERS"], TOPICS, stop)
    finally:
        mirror.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python mirror.py runs.sqlite")
    asyncio.run(main(sys.argv[1]))
