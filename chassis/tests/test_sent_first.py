"""What a batch has to say is on its way to Kafka before anything is done that nobody waits for.

Mutants: `publish` behind the block that holds the connection -> given back first; one turn less -> counted first.
"""

import asyncio
from typing import Any

import pytest
from asyncpg.pool import Pool
from chassis_builders import a_run, a_station, a_step, a_submission
from chassis_doubles import until
from msgspec.structs import replace

from chassis import broken_connections
from chassis.handler import StepHandler
from chassis.kafka_publisher import KafkaPublisher
from chassis.postgres import PostgresDatabase
from chassis.settings import KafkaSettings
from chassis.step import never
from chassis.telemetry import Telemetry
from contracts.topics import TOPICS
from local_stack.endpoints import KafkaEndpoint
from local_stack.provision.topics import provision_topics

PRODUCE = 0
"""The request's number. Source: Kafka protocol guide, API keys."""


def noted(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, order: list[str], what: str) -> None:
    """Have a call of this function noted."""
    original = getattr(place, name)

    def call(*given: Any, **named: Any) -> Any:
        if what != "sent" or given[1].API_KEY == PRODUCE:
            order.append(what)
        return original(*given, **named)

    monkeypatch.setattr(place, name, call)


async def test_a_message_is_sent_before_it_is_counted_and_before_the_connection_is_given_back(
    kafka_server: KafkaEndpoint, postgres: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    await provision_topics(kafka_server.bootstrap_servers, TOPICS)
    publisher = KafkaPublisher(KafkaSettings(bootstrap_servers=kafka_server.bootstrap_servers), "tests")
    # Its clock stands still, so that the relay does not sweep just then.
    station = a_station(postgres, publisher=publisher)
    handler, order = StepHandler(replace(a_step(), looks_first=never), station), list[str]()
    relaying = asyncio.create_task(station.relay.run())
    await handler.handle([a_submission(a_run())])
    await until(lambda: station.relay.acknowledged == 1)
    noted(monkeypatch, broken_connections, "_SEND", order, "sent")
    noted(monkeypatch, Telemetry, "count", order, "counted")
    noted(monkeypatch, Pool, "release", order, "given back")
    await handler.handle([a_submission(a_run())])
    await station.relay.stop()
    await relaying
    await publisher.stop()
    assert order[:3] == ["sent", "counted", "given back"]
