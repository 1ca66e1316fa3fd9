"""A running service: how it starts, and how it stops without losing or repeating anything."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import count

import structlog
import uvicorn
import uvloop
from fastapi import APIRouter, FastAPI

from chassis.consumer import BatchSize, Consumer
from chassis.foundation import Foundation
from chassis.handler import Handler, StepHandler
from chassis.health import HealthCheck
from chassis.http import create_app, operations
from chassis.kafka_topics import longest_retention
from chassis.missing_rows import MissingRows
from chassis.objects import Objects
from chassis.orphans import Orphans, status_over_http
from chassis.patience import cancel_until_ended
from chassis.purging import Purge, Purging, purges_of
from chassis.reconciliation import FILE_ROUNDS, Reconciliation, ask_over_http
from chassis.retries import retry_due
from chassis.settings import ServiceSettings
from chassis.step import Step
from chassis.telemetry import configure_logs
from chassis.ticker import Ticker

_log = structlog.get_logger(__name__)


class Service:
    """One service, built and not yet running."""

    def __init__(
        self, foundation: Foundation, handler: Handler, routes: APIRouter, tickers: Sequence[Ticker] = ()
    ) -> None:
        settings, station = foundation.settings, foundation.station
        self.name = settings.service
        self.settings = settings
        self.station = station
        self._publisher = foundation.publisher
        self._source = foundation.source(handler.topics)
        size = BatchSize(limit=settings.batch_limit, target=settings.batch_target_seconds)
        self._consumer = Consumer(self._source, handler, station.telemetry, station.clock, size)
        health = HealthCheck(station, self._source, self._consumer)
        retry = partial(retry_due, station.database, handler, station.clock)
        self._tickers = [
            Ticker("retries", retry, nudge=station.retry_soon),
            Ticker("gauges", health.measure),
            *tickers,
        ]
        watched = operations(station.database, station.clock, station.telemetry, live=health.live, ready=health.ready)
        self.app: FastAPI = create_app(f"AICMO {self.name}", routes, watched)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve HTTP at once, join the broker when it answers, work until `stop` is set.

        Raises what ended a part of it early.
        """
        self._warn_of_faults()
        server, address = _HttpServer(self.app), self._listen()
        parts = [asyncio.create_task(server.serve([address]))]
        late: set[asyncio.Task[None]] = set()
        try:
            if await _before(stop, self._source.start()):
                parts += self._start()
                _log.info("started", service=self.name, address=self.settings.http_url)
                await _until_any_ends(stop, parts)
        finally:
            late = await self._drain(parts[1:])
            server.should_exit = True
            await asyncio.gather(*parts, return_exceptions=True)
            await self.station.database.close()
            self.station.telemetry.close()
            _log.info("stopped", service=self.name)
        for part in parts:
            if part not in late:
                part.result()

    def _listen(self) -> socket.socket:
        """Take the address; raises SystemExit with a clear text where somebody else has it."""
        host, port = self.settings.listen_address
        try:
            return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        except OSError as error:
            variable = f"{self.name.upper()}_HTTP_URL"
            raise SystemExit(
                f"{self.name}: can't listen on {host}:{port} ({os.strerror(error.errno or 0)}); change {variable}"
            ) from None

    def _start(self) -> list["asyncio.Task[None]"]:
        loops = [self._consumer.run(), *(ticker.run() for ticker in self._tickers), self.station.relay.run()]
        return [asyncio.create_task(loop) for loop in loops]

    async def _drain(self, loops: Sequence["asyncio.Task[None]"]) -> set["asyncio.Task[None]"]:
        """Finish what is under way, publish it, commit its offsets; what time does not allow is repeated later.

        Gives the loops for which there was no time.
        """
        late: set[asyncio.Task[None]] = set()
        self._consumer.stop()
        for ticker in self._tickers:
            ticker.stop()
        if loops:
            *working, relaying = loops
            _, late = await asyncio.wait(working, timeout=self.settings.drain_seconds)
            if late:
                _log.warning("drain_cut_short", service=self.name, loops=len(late))
                await cancel_until_ended(late)
            await self.station.relay.stop()
            await asyncio.wait([relaying])
        await self._source.stop()
        await self._publisher.stop()
        return late

    def _warn_of_faults(self) -> None:
        share = self.settings.faults.get(self.name)
        if share:
            meaning = "this share of runs is refused on purpose"
            _log.warning("FAULTS_INJECTED", service=self.name, share=share, meaning=meaning)


def step_service(foundation: Foundation, step: Step, routes: APIRouter, objects: Objects | None = None) -> Service:
    """A step's service, which also reconciles; `objects` is where the step keeps files, if it does."""
    settings, station = foundation.settings, foundation.station
    ask = ask_over_http(settings.orchestrator_http_url)
    after = timedelta(seconds=settings.reconcile_after_seconds)
    reconciliation = Reconciliation(step, station.database, ask, station.clock, after, objects)
    every, rounds = settings.reconcile_every_seconds, count()

    async def reconcile() -> float:
        await reconciliation.round(files=next(rounds) % FILE_ROUNDS == 0)
        return every * station.clock.jitter()

    handler = StepHandler(step, station)
    tickers = [
        Ticker("reconciliation", reconcile, after_failure=every),
        _orphan_search(foundation, step),
        *purging(foundation, handler.topics, purges_of(step)),
    ]
    return Service(foundation, handler, routes, tickers)


def purging(foundation: Foundation, topics: Sequence[str], purges: Sequence[Purge]) -> list[Ticker]:
    """What a service that reads these topics purges; nothing where nothing outlives the process."""
    if foundation.broker is not None:
        return []
    settings, station = foundation.settings, foundation.station
    kept = partial(longest_retention, settings.kafka, topics)
    purged = Purging(station.database, station.clock, settings.ledger_retention, kept, purges)
    return [Ticker("purging", purged.round, after_failure=60.0)]


def _orphan_search(foundation: Foundation, step: Step) -> Ticker:
    settings, station = foundation.settings, foundation.station
    status_of = status_over_http(settings.orchestrator_http_url)
    orphans = Orphans(step, station, status_of, timedelta(seconds=settings.reconcile_after_seconds))
    missing_rows = MissingRows(step, station.database)
    every = settings.reconcile_every_seconds

    async def search() -> float:
        await orphans.round()
        await missing_rows.round()
        return every * station.clock.jitter()

    return Ticker("orphans", search, after_failure=every)


def run_service(settings: ServiceSettings, build: Callable[[], Service]) -> None:
    """Run a service in this process until SIGTERM or SIGINT."""
    configure_logs(settings.log_level)
    _spare_the_collector()
    uvloop.run(until_signalled(lambda stop: build().run(stop)))


def _spare_the_collector() -> None:
    """Batches make many objects and few cycles: look for those rarely, and never among what stays for good."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


async def until_signalled(run: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run something that stops when its event is set, and set it on SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await run(stop)


class _HttpServer(uvicorn.Server):
    """Serves until `should_exit`; leaves signals to the service."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(
            uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5)
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _before(stop: asyncio.Event, start: Awaitable[None]) -> bool:
    """Wait for the start, or for the stop that makes it needless; gives whether it has started."""
    starting, stopping = asyncio.ensure_future(start), asyncio.ensure_future(stop.wait())
    await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not starting.done():
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        return False
    starting.result()
    return True


async def _until_any_ends(stop: asyncio.Event, parts: Sequence["asyncio.Task[None]"]) -> None:
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait([stopping, *parts], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
