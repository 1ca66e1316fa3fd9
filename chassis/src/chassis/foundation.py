"""What a service stands on: its settings, its station, and where its records come from."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sqlalchemy import MetaData

from chassis.clock import SystemClock
from chassis.database import Database, MemoryDatabase
from chassis.faults import InjectedFaults
from chassis.kafka_publisher import KafkaPublisher
from chassis.kafka_source import KafkaSource, Member
from chassis.memory import MemoryBroker, MemoryPublisher, MemorySource
from chassis.postgres import PostgresDatabase
from chassis.relay import Publisher, Relay
from chassis.settings import PersistenceMode, ServiceSettings
from chassis.station import RetryPolicy, Station
from chassis.telemetry import Telemetry
from chassis.transport import Source

ResultT = TypeVar("ResultT")

_WORKERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="offload")


async def offload(work: Callable[[], ResultT]) -> ResultT:
    """Run work that takes processor time away from the event loop, so that no other run waits for it."""
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, work)


@dataclass(frozen=True, slots=True)
class Foundation:
    """One service's machinery before its handler is known: `source` gives where records of some topics come from.

    `broker` is set where nothing leaves the process.
    """

    settings: ServiceSettings
    station: Station
    publisher: Publisher
    source: Callable[[Sequence[str]], Source]
    broker: MemoryBroker | None = None


def lay_foundation(settings: ServiceSettings, *tables: MetaData, broker: MemoryBroker | None = None) -> Foundation:
    """Lay one service's machinery; with `broker`, or in mode `inmemory`, nothing leaves the process."""
    if broker is not None or settings.persistence_mode is PersistenceMode.INMEMORY:
        return _in_memory(settings, MemoryDatabase(*tables), broker or MemoryBroker())
    database = PostgresDatabase(settings.database_url, pool_size=settings.database_pool_size)
    member = Member(settings.service, settings.instance)
    publisher = KafkaPublisher(settings.kafka, member.name)
    station = _station(settings, database, publisher)

    def source(topics: Sequence[str]) -> Source:
        return KafkaSource(settings.kafka, member, topics, station.clock, on_silence=publisher.renew)

    return Foundation(settings, station, publisher, source)


def _in_memory(settings: ServiceSettings, database: Database, broker: MemoryBroker) -> Foundation:
    publisher = MemoryPublisher(broker)
    station = _station(settings, database, publisher)
    return Foundation(settings, station, publisher, partial(MemorySource, broker), broker)


def _station(settings: ServiceSettings, database: Database, publisher: Publisher) -> Station:
    clock = SystemClock()
    return Station(
        service=settings.service,
        database=database,
        relay=Relay(database, publisher, clock),
        clock=clock,
        telemetry=Telemetry(settings.service),
        retries=RetryPolicy(settings.step_attempts, settings.retry_first_seconds, settings.retry_longest_seconds),
        faults=InjectedFaults(settings.service, settings.faults.get(settings.service, 0.0)),
    )
