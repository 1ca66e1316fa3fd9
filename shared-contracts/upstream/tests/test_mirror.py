"""The mirror tells where each run stands, however often, however late and in whatever order the news comes.

Mutants: no position stored -> …resumes…; `excluded.status <> 'RUNNING'` or the time's comparison removed -> …late…;
the ends' guard removed -> …ended…; a raise instead of passing over -> …unknown….
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiokafka import AIOKafkaProducer
from chassis_topics import new_topic
from mirror import READS, Mirror, follow, news_of

from contract_pacts.workbench import example_of
from contracts.envelope import Envelope
from contracts.messages import (
    BriefRejected,
    PackageDelivered,
    WorkflowCompensated,
    WorkflowCompensating,
    WorkflowCompleted,
    WorkflowStalled,
    WorkflowStarted,
)
from contracts.payload import Payload
from local_stack.endpoints import KafkaEndpoint

RUN = "01994e00-0000-7000-8000-000000000009"
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    """A mirror of its own."""
    made = Mirror(tmp_path / "runs.sqlite")
    yield made
    made.close()


def about(model: type[Payload], run: str = RUN, **fields: Any) -> Payload:
    """The example of a type, about this run."""
    found: Payload = example_of(model, workflow_run_id=run, **fields)
    return found


def hear(mirror: Mirror, event: Payload, seconds: float) -> None:
    """Give the mirror an event that happened so long after the start."""
    news = news_of({"ce_type": event.type.encode()}, event.model_dump_json().encode())
    assert news is not None
    mirror.learn(news, (START + timedelta(seconds=seconds)).isoformat())


def status(mirror: Mirror, run: str = RUN) -> Any:
    return (mirror.run(run) or {}).get("status")


def test_a_rejected_brief_ends_undone_with_its_reason_and_all_its_problems(mirror: Mirror) -> None:
    for second, model in enumerate((WorkflowStarted, WorkflowCompensating, WorkflowCompensated)):
        hear(mirror, about(model), second)
    hear(mirror, about(BriefRejected), 9)
    known = mirror.run(RUN) or {}
    assert known["status"] == "COMPENSATED"
    assert known["reason"] == example_of(WorkflowCompensated).failure.reason
    assert len(known["problems"].splitlines()) == len(example_of(BriefRejected).problems)


def test_a_delivered_package_is_told_whichever_topic_is_faster(mirror: Mirror) -> None:
    hear(mirror, about(PackageDelivered), 3)
    hear(mirror, about(WorkflowCompleted), 4)
    known = mirror.run(RUN) or {}
    assert (known["status"], known["archive"]) == ("COMPLETED", example_of(PackageDelivered).package.archive)


def test_a_run_that_has_ended_stays_so_whatever_comes_late(mirror: Mirror) -> None:
    hear(mirror, about(WorkflowCompleted), 5)
    for model, second in ((WorkflowStarted, 0), (WorkflowStalled, 9), (WorkflowCompleted, 5)):
        hear(mirror, about(model), second)
    assert status(mirror) == "COMPLETED"


def test_late_and_repeated_news_of_a_run_under_way_changes_nothing(mirror: Mirror) -> None:
    hear(mirror, about(WorkflowStarted), 0)
    hear(mirror, about(WorkflowCompensating), 2)
    hear(mirror, about(WorkflowStalled), 1)
    hear(mirror, about(WorkflowStarted), 2)
    assert status(mirror) == "COMPENSATING"


def test_a_stalled_run_says_what_it_waits_for_until_it_moves_on(mirror: Mirror) -> None:
    hear(mirror, about(WorkflowStalled), 1)
    assert (mirror.run(RUN) or {})["waits_for"] == example_of(WorkflowStalled).waits_for
    hear(mirror, about(WorkflowCompleted), 2)
    assert (mirror.run(RUN) or {})["waits_for"] is None


def test_unknown_types_and_unreadable_bodies_are_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert news_of({"ce_type": b"aicmo.workflow.paused.v1"}, b"{}") is None
    assert news_of({"ce_type": b"\xff"}, b"{}") is None
    assert news_of({}, None) is None
    assert news_of({"ce_type": b"aicmo.workflow.started.v1"}, b"{") is None
    assert "passed over aicmo.workflow.started.v1" in capsys.readouterr().err


def test_it_reads_every_type_that_tells_a_publisher_of_its_run() -> None:
    assert {name.split(".")[1] for name in READS} == {"workflow", "brief", "package"}
    assert sum(name.startswith("aicmo.workflow.") for name in READS) == 5


async def send(servers: str, topic: str, *events: Payload) -> None:
    """Publish events as the line does, one after the other."""
    producer = AIOKafkaProducer(bootstrap_servers=servers, acks="all")
    await producer.start()
    try:
        for second, event in enumerate(events):
            at, run = START + timedelta(seconds=second), str(event.run)
            headers = Envelope(uuid4(), "/aicmo/orchestrator", event.type, run, at).headers()
            await producer.send_and_wait(topic, event.model_dump_json().encode(), key=run.encode(), headers=headers)
    finally:
        await producer.stop()


@asynccontextmanager
async def following(mirror: Mirror, servers: str, topics: Sequence[str]) -> AsyncIterator[None]:
    """The mirror at work, until the block ends."""
    stop = asyncio.Event()
    work = asyncio.create_task(follow(mirror, servers, topics, stop))
    try:
        yield
    finally:
        stop.set()
        await work


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds; fails when it never does."""
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.02)


async def test_it_resumes_where_it_was_when_it_was_stopped(kafka_server: KafkaEndpoint, tmp_path: Path) -> None:
    servers, file = kafka_server.bootstrap_servers, tmp_path / "runs.sqlite"
    topics = [await new_topic(servers) for _ in range(2)]
    runs = [str(UUID(int=number)) for number in range(20)]
    await send(servers, topics[0], *(about(WorkflowStarted, run) for run in runs))
    first = Mirror(file)
    async with following(first, servers, topics):
        await until(lambda: all(status(first, run) == "RUNNING" for run in runs))
    read = sum(first.position(topics[0], partition) for partition in range(3))
    first.close()
    assert read == len(runs)
    await send(servers, topics[0], *(about(WorkflowCompleted, run) for run in runs))
    await send(servers, topics[1], *(about(PackageDelivered, run) for run in runs))
    second = Mirror(file)
    async with following(second, servers, topics):
        await until(lambda: all((second.run(run) or {})["archive"] for run in runs))
        await until(lambda: all(status(second, run) == "COMPLETED" for run in runs))
    assert sum(second.position(topics[0], partition) for partition in range(3)) == 2 * len(runs)
    second.close()
