"""A Kafka connection that broke a moment ago is met as broken, also by uvloop; and a fetcher that ended is replaced.

Mutants: `_send` that lets the error through -> the first; `fetch` without its look at the fetcher -> the second;
`stop` awaited as it is -> the third.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import uvloop
from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import KafkaConnectionError
from aiokafka.protocol.metadata import MetadataRequest
from chassis_topics import new_topic, send

from chassis.broken_connections import close_within, notice_broken_connections
from chassis.clock import SystemClock
from chassis.kafka_source import KafkaSource, Member
from chassis.settings import KafkaSettings
from local_stack.endpoints import KafkaEndpoint


def test_sending_over_a_connection_that_uvloop_has_closed_is_a_connection_error() -> None:
    notice_broken_connections()
    assert isinstance(uvloop.run(_error_of_sending_after_an_abort()), KafkaConnectionError)


async def test_a_consumer_whose_fetcher_has_ended_is_made_again(kafka_server: KafkaEndpoint) -> None:
    await _is_made_again(kafka_server.bootstrap_servers, lambda _consumer: None)


async def test_a_consumer_that_is_closed_amid_its_own_retries_is_made_again(kafka_server: KafkaEndpoint) -> None:
    def fail_to_close(consumer: Any) -> None:
        consumer.stop = _cancelled_from_within

    await _is_made_again(kafka_server.bootstrap_servers, fail_to_close)


async def test_closing_says_what_went_wrong_and_takes_no_longer_than_it_may() -> None:
    assert await close_within(5, asyncio.sleep(0)) is None
    assert isinstance(await close_within(5, _cancelled_from_within()), asyncio.CancelledError)
    assert isinstance(await close_within(0.01, asyncio.sleep(60)), TimeoutError)


async def _is_made_again(servers: str, prepare: Callable[[Any], None]) -> None:
    """End the fetcher of a consumer that was prepared so, and see that a record which comes then is found."""
    topic = await new_topic(servers)
    source = KafkaSource(KafkaSettings(bootstrap_servers=servers), Member(f"{topic}-group"), [topic], SystemClock())
    await source.start()
    source._consumer._fetcher._fetch_task.cancel()
    prepare(source._consumer)
    await send(servers, topic, [b"body"])
    async with asyncio.timeout(20):
        while not (found := await source.fetch(10)):
            continue
    await source.stop()
    assert [record.body for record in found] == [b"body"]


async def _cancelled_from_within() -> None:
    raise asyncio.CancelledError


async def _error_of_sending_after_an_abort() -> Exception | None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    connection = AIOKafkaConnection(host, port)
    connection._reader, connection._writer = await asyncio.open_connection(host, port)
    connection._read_task = asyncio.create_task(asyncio.sleep(0))
    connection._versions = {3: (0, 1)}
    connection._writer.transport.abort()
    await asyncio.sleep(0)
    try:
        connection.send(MetadataRequest([]))
    except Exception as error:
        return error
    finally:
        server.close()
    return None
