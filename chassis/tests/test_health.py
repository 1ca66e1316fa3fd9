"""A service is judged by its progress: its last request for records, whether it joined, whether its database is up."""

from chassis_builders import SERVICE, a_run, a_station, a_step, a_submission
from chassis_doubles import SetClock, TroubledDatabase, connection_lost

from chassis.consumer import BatchSize, Consumer
from chassis.database import Database
from chassis.handler import StepHandler
from chassis.health import DEAD_POLL_SECONDS, STALE_POLL_SECONDS, HealthCheck
from chassis.memory import MemoryBroker, MemorySource


class Bench:
    """A service's health check with a clock that is set."""

    def __init__(self, database: Database) -> None:
        self.clock = SetClock()
        self.station = a_station(database, clock=self.clock)
        self.handler = StepHandler(a_step(), self.station)
        self.source = MemorySource(MemoryBroker(), self.handler.topics)
        consumer = Consumer(self.source, self.handler, self.station.telemetry, self.clock, BatchSize())
        self.check = HealthCheck(self.station, self.source, consumer)

    def gauge(self, name: str) -> float | None:
        """What a gauge shows."""
        return self.station.telemetry.registry.get_sample_value(name, {"service": SERVICE})


async def test_a_service_that_has_joined_and_whose_database_answers_is_ready(database: Database) -> None:
    bench = Bench(database)
    await bench.source.start()
    assert (await bench.check.ready(), await bench.check.live()) == ({}, {})


async def test_a_service_that_has_not_joined_is_alive_and_not_ready(database: Database) -> None:
    bench = Bench(database)
    bench.clock.advance(seconds=DEAD_POLL_SECONDS + 1)
    assert (set(await bench.check.ready()), await bench.check.live()) == ({"broker"}, {})


async def test_a_stale_poll_makes_it_unready_and_in_the_end_dead(database: Database) -> None:
    bench = Bench(database)
    await bench.source.start()
    bench.clock.advance(seconds=STALE_POLL_SECONDS + 1)
    assert (set(await bench.check.ready()), await bench.check.live()) == ({"consumer"}, {})
    bench.clock.advance(seconds=DEAD_POLL_SECONDS)
    assert set(await bench.check.live()) == {"consumer"}


async def test_while_the_database_is_away_it_is_not_ready_and_stays_alive(database: Database) -> None:
    bench = Bench(TroubledDatabase(database, before=[connection_lost]))
    await bench.source.start()
    assert (set(await bench.check.ready()), await bench.check.live()) == ({"database"}, {})
    assert await bench.check.ready() == {}


async def test_a_batch_that_waits_for_a_database_that_is_away_is_no_reason_for_a_restart(database: Database) -> None:
    bench = Bench(TroubledDatabase(database, before=[connection_lost]))
    await bench.source.start()
    bench.clock.advance(seconds=DEAD_POLL_SECONDS + 1)
    assert await bench.check.live() == {}
    assert set(await bench.check.live()) == {"consumer"}


async def test_the_gauges_show_the_outbox_and_the_last_poll(database: Database) -> None:
    bench = Bench(database)
    await bench.handler.handle([a_submission(a_run()), a_submission(a_run())])
    bench.clock.advance(seconds=7)
    await bench.check.measure()
    assert bench.gauge("aicmo_outbox_messages") == 2
    assert bench.gauge("aicmo_outbox_oldest_seconds") == 7
    assert bench.gauge("aicmo_consumer_last_poll_seconds") == 7


async def test_the_lag_of_a_topic_that_has_gone_to_another_replica_is_told_no_more(database: Database) -> None:
    bench = Bench(database)
    bench.station.telemetry.lag.labels(SERVICE, "gone").set(7)
    await bench.check.measure()
    labels = {"service": SERVICE, "topic": "gone"}
    assert bench.station.telemetry.registry.get_sample_value("aicmo_consumer_lag_records", labels) is None
