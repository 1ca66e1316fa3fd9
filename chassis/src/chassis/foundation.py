"""What a service stands on: its settings, its station, and where its records come from."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import MetaData

from chassis.clock import SystemClock
from chassis.database import Database, MemoryDatabase
from chassis.faults import InjectedFaults
from chassis.kafka import KafkaPublisher, KafkaSource
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
    """One service's machinery before its handler is known; `broker` is set where nothing leaves the process."""

    settings: ServiceSettings
    station: Station
    publisher: Publisher
    broker: MemoryBroker | None

    def source(self, topics: Sequence[str]) -> Source:
        """Where records of these topics come from."""
        if self.broker is not None:
            return MemorySource(self.broker, topics)
        settings = self.settings
        return KafkaSource(settings.kafka, settings.service, settings.instance, topics, self.station.clock)


def lay_foundation(settings: ServiceSettings, *tables: MetaData, broker: MemoryBroker | None = None) -> Foundation:
    """Lay one service's machinery; with `broker`, or in mode `inmemory`, nothing leaves the process."""
    if settings.persistence_mode is PersistenceMode.INMEMORY:
        broker = broker or MemoryBroker()
    database: Database
    publisher: Publisher
    if broker is not None:
        database, publisher = MemoryDatabase(*tables), MemoryPublisher(broker)
    else:
        database = PostgresDatabase(settings.database_url, pool_size=settings.database_pool_size)
        publisher = KafkaPublisher(settings.kafka, settings.instance or settings.service)
    return Foundation(settings, _station(settings, database, publisher), publisher, broker)


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
