"""A service serves, works and stops: nothing that was taken is lost, and what is wrong is said.

Mutants: the loops cancelled instead of drained -> every test here; cancelled once only -> the rollback that fails; the
cancellation of what was cut short taken for its error -> the step that takes too long.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from dataclasses import replace as with_other

import httpx
import pytest
from chassis_builders import SERVICE, Performance, a_command, a_run, a_step, a_submission
from chassis_doubles import SetClock, until
from chassis_tables import EVERYTHING
from fastapi import APIRouter
from msgspec.structs import replace

from chassis.database import Database, Transaction
from chassis.foundation import Foundation, lay_foundation
from chassis.memory import MemoryBroker
from chassis.records import Outgoing, Record
from chassis.service import Service, step_service
from chassis.settings import PersistenceMode, ServiceSettings
from contracts.topics import dead_letters_of, events_of
from local_stack.ports import free_port


@dataclass(slots=True)
class Plant:
    """A service in memory, running, with its broker."""

    broker: MemoryBroker
    foundation: Foundation
    service: Service
    running: "asyncio.Task[None]"
    stop: asyncio.Event

    def send(self, *records: Record) -> None:
        """Put records onto their topics."""
        for record in records:
            message = Outgoing(SetClock().new_id(), None, record.topic, record.key, record.headers, record.body)
            self.broker.append(message)

    def kinds(self, topic: str) -> list[bytes | None]:
        """The types of the messages on a topic."""
        return [dict(record.headers).get("ce_type") for record in self.broker.records(topic)]


class DeadDatabase:
    """Answers nobody, and fails to roll back who gives up for the first time; `asked` is set once somebody waits."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._refused: set[object] = set()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        self.asked.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if (who := asyncio.current_task()) in self._refused:
                raise
            self._refused.add(who)
            raise ConnectionResetError("no answer to the rollback") from None
        raise AssertionError
        yield

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        return self.transaction()

    async def close(self) -> None:
        """Nothing is open."""


@asynccontextmanager
async def running(
    work: Performance, database: Database | None = None, drain_seconds: float = 20.0
) -> AsyncIterator[Plant]:
    """Run a service in memory, its handler on another database where given; it is stopped at the end."""
    settings = ServiceSettings(
        service=SERVICE,
        http_url=f"http://127.0.0.1:{free_port()}",
        persistence_mode=PersistenceMode.INMEMORY,
        drain_seconds=drain_seconds,
    )
    broker, stop = MemoryBroker(), asyncio.Event()
    foundation = lay_foundation(settings, *EVERYTHING, broker=broker)
    if database:
        foundation = with_other(foundation, station=with_other(foundation.station, database=database))
    service = step_service(foundation, a_step(work), APIRouter())
    task = asyncio.create_task(service.run(stop))
    try:
        yield Plant(broker, foundation, service, task, stop)
    finally:
        stop.set()
        await task


async def test_a_record_becomes_an_event_and_a_command_an_answer() -> None:
    async with running(Performance()) as plant:
        plant.send(a_submission(a_run()), a_command(a_run()))
        await until(lambda: len(plant.kinds(events_of(SERVICE))) == 2)
        assert set(plant.kinds(events_of(SERVICE))) == {b"aicmo.brief.accepted.v1", b"aicmo.step.compensated.v1"}


async def test_a_failing_step_is_tried_again_by_the_running_service() -> None:
    work, run = Performance(), a_run()
    async with running(work) as plant:
        plant.send(a_submission(run, fail="no model"))
        await until(lambda: len(work.performed) == 2)
        work.mended = True
        await until(lambda: plant.kinds(events_of(SERVICE)) == [b"aicmo.brief.accepted.v1"])


async def test_poison_reaches_the_dead_letter_topic_and_the_next_record_is_done() -> None:
    async with running(Performance()) as plant:
        plant.send(replace(a_submission(a_run()), body=b"{"), a_submission(a_run()))
        await until(lambda: len(plant.broker.records(dead_letters_of(SERVICE))) == 1)
        await until(lambda: b"aicmo.brief.accepted.v1" in plant.kinds(events_of(SERVICE)))


async def test_stopping_finishes_and_publishes_the_batch_under_way() -> None:
    work = Performance(gate=asyncio.Event())
    assert work.gate
    async with running(work) as plant:
        plant.send(a_submission(a_run()))
        await work.entered.wait()
        plant.stop.set()
        await asyncio.wait([plant.running], timeout=0.1)
        assert not plant.running.done()
        work.gate.set()
        await plant.running
        assert plant.kinds(events_of(SERVICE)) == [b"aicmo.brief.accepted.v1"]


async def test_a_step_that_takes_longer_than_stopping_may_is_cut_short_and_that_is_no_error() -> None:
    work = Performance(gate=asyncio.Event())
    async with running(work, drain_seconds=0.05) as plant:
        plant.send(a_submission(a_run()))
        await work.entered.wait()
        plant.stop.set()
        await asyncio.wait([plant.running], timeout=20)
        assert not plant.running.cancelled()
        assert plant.running.exception() is None


async def test_a_database_that_is_away_keeps_no_service_from_stopping() -> None:
    database = DeadDatabase()
    async with running(Performance(), database, drain_seconds=0.05) as plant:
        plant.send(a_submission(a_run()))
        await database.asked.wait()
        plant.stop.set()
        await asyncio.wait([plant.running], timeout=20)
        ended = plant.running.done()
        plant.running.cancel()
        assert ended
        assert plant.running.exception() is None


async def test_health_and_metrics_are_served_while_it_runs() -> None:
    async with running(Performance()) as plant:
        url = plant.service.settings.http_url
        async with httpx.AsyncClient(base_url=url) as client:
            await until(lambda: _answers(client, "/ready"))
            assert (await client.get("/live")).json() == {"status": "ok"}
            assert "aicmo_records" in (await client.get("/metrics")).text


async def test_a_part_that_ends_ends_the_service_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryBroker, "after", _broken)
    with pytest.raises(ZeroDivisionError):
        await _run_until_it_ends()


async def _run_until_it_ends() -> None:
    async with running(Performance()) as plant:
        await asyncio.wait([plant.running], timeout=20)
        assert plant.running.done()


async def _answers(client: httpx.AsyncClient, path: str) -> bool:
    try:
        return (await client.get(path)).status_code == 200
    except httpx.ConnectError:
        return False


def _broken(*_: object) -> None:
    raise ZeroDivisionError
