"""A service's process, wired as the services wire themselves, on simulated database, broker and files."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from chassis import purging
from chassis.consumer import BatchSize, Consumer
from chassis.faults import InjectedFaults
from chassis.handler import Handler, StepHandler
from chassis.reconciliation import Ask, Reconciliation
from chassis.relay import Relay
from chassis.retries import retry_due
from chassis.station import RetryPolicy, Station
from chassis.ticker import Ticker
from contracts.topics import ORCHESTRATOR
from onboarding.intake import Intake
from orchestrator.domain.saga import ORDER, Policy
from orchestrator.observer import Observer
from simulation.broker import Broker, Group
from simulation.database import SimulatedDatabase, Store
from simulation.life import Life
from simulation.objects import Shelf, SimulatedObjects
from simulation.publisher import SimulatedPublisher
from simulation.source import SimulatedSource
from simulation.steps import step_of
from simulation.telemetry import SimulatedTelemetry

POLICY = Policy(
    deadlines={service: timedelta(seconds=4) for service in ORDER},
    resend_first=timedelta(seconds=1),
    resend_longest=timedelta(seconds=4),
    resend_limit=3,
)
RETRIES = RetryPolicy(attempts=3, first=0.2, longest=1.0)
RECONCILE_AFTER = timedelta(seconds=4)
RECONCILE_EVERY = 3.0
TOPIC_RETENTION = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a service's processes stand on and leave behind. `refused` is the share of runs refused on purpose."""

    service: str
    store: Store
    broker: Broker
    group: Group
    shelf: Shelf
    ask: Ask
    refused: float
    retention: timedelta


class Process:
    """One life of a service's process and what runs in it."""

    def __init__(self, ground: Ground, life: Life) -> None:
        self.ground = ground
        self.life = life
        self.station = _station(ground, life)
        self.source = SimulatedSource(ground.broker, ground.group, life)
        self.look_soon = asyncio.Event()
        self.purge_soon = asyncio.Event()
        self.observer: Observer | None = None
        self.intake: Intake | None = None
        self._tickers: list[Ticker] = []
        handler = self._observing() if ground.service == ORCHESTRATOR else self._stepping()
        retry = partial(retry_due, self.station.database, handler, life.clock)
        self._tickers.append(Ticker("retries", retry, nudge=self.station.retry_soon))
        size = BatchSize(limit=50, target=0.25)
        self._consumer = Consumer(self.source, handler, self.station.telemetry, life.clock, size)

    def start(self) -> None:
        """Join the broker and begin to work."""
        self._loops = [self.life.spawn(self._consume()), self.life.spawn(self.station.relay.run())]
        self._loops += [self.life.spawn(ticker.run()) for ticker in self._tickers]

    async def drain(self) -> None:
        """Stop as `chassis.service.Service` does: finish what is under way, publish it, leave."""
        self.life.stopping = True
        self._consumer.stop()
        for ticker in self._tickers:
            ticker.stop()
        consuming, relaying, *ticking = self._loops
        await asyncio.wait([consuming, *ticking], timeout=10.0)
        await self.station.relay.stop()
        await asyncio.wait([relaying])
        await self.source.stop()

    async def _consume(self) -> None:
        await self.source.start()
        await self._consumer.run()

    def _observing(self) -> Handler:
        self.observer = Observer(self.station, POLICY)
        self._tickers.append(Ticker("deadlines", self.observer.wake_due))
        return self.observer

    def _stepping(self) -> Handler:
        ground, life, database = self.ground, self.life, self.station.database
        objects = SimulatedObjects(ground.shelf, life)
        step = step_of(ground.service, objects, life)
        if ground.service == "onboarding":
            self.intake = Intake(step, self.station)
        files = objects if ground.service in ("production", "delivery") else None
        reconciliation = Reconciliation(step, database, ground.ask, life.clock, RECONCILE_AFTER, files)
        purged = purging.Purging(database, life.clock, ground.retention, _topics_keep, purging.purges_of(step))

        async def reconcile() -> float:
            await reconciliation.round()
            return RECONCILE_EVERY * life.clock.jitter()

        self._tickers += [
            Ticker("reconciliation", reconcile, after_failure=RECONCILE_EVERY, nudge=self.look_soon),
            Ticker("purging", purged.round, after_failure=60.0, nudge=self.purge_soon),
        ]
        return StepHandler(step, self.station)


def _station(ground: Ground, life: Life) -> Station:
    database = SimulatedDatabase(ground.store, life)
    return Station(
        service=ground.service,
        database=database,
        relay=Relay(database, SimulatedPublisher(ground.broker, life), life.clock),
        clock=life.clock,
        telemetry=SimulatedTelemetry(ground.service, life.name, life.world),
        retries=RETRIES,
        faults=InjectedFaults(ground.service, ground.refused),
    )


async def _topics_keep() -> timedelta:
    return TOPIC_RETENTION
