"""Sends fuzzed records as a careless client would, many at once, and tells where the broker has put each."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import islice

from aiokafka import AIOKafkaProducer
from aiokafka.producer import message_accumulator, producer
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from fuzz.fuzzed import Fuzzed, Place, Sent, body_digest_of, digest_of, stored_headers
from fuzz.huge import BROKER_LIMIT
from fuzz.oracle import fates_of, run_of

AT_ONCE = 1_000
BATCH_BYTES = 500_000
"""Many records go in one request; one that is larger goes alone."""


@asynccontextmanager
async def careless_producer(servers: str) -> AsyncIterator[AIOKafkaProducer]:
    """A producer that sends what it is given: any header name, and as much as the broker takes.

    What it sends again lies on its topic once: a record of nobody's would count as a good one that was parked.
    """
    with _any_header_name():
        made = AIOKafkaProducer(
            bootstrap_servers=servers,
            acks="all",
            enable_idempotence=True,
            max_batch_size=BATCH_BYTES,
            max_request_size=2 * BROKER_LIMIT,
        )
        await made.start()
        try:
            yield made
        finally:
            await made.stop()


async def send_all(sender: AIOKafkaProducer, records: Iterable[Fuzzed]) -> AsyncIterator[list[Sent]]:
    """Send records in their order; gives them by the thousand, once they lie on their topics."""
    waiting = iter(records)
    while chunk := list(islice(waiting, AT_ONCE)):
        pending = [await sender.send(each.topic, each.body, key=each.key, headers=list(each.headers)) for each in chunk]
        yield [_sent(each, await future) for each, future in zip(chunk, pending, strict=True)]


def _sent(record: Fuzzed, metadata: object) -> Sent:
    topic, partition, offset = (getattr(metadata, name) for name in ("topic", "partition", "offset"))
    digest = digest_of(stored_headers(record.headers), body_digest_of(record.body))
    place = Place(topic, partition, offset)
    return Sent(place, record.kind, run_of(record), record.key, digest, fates_of(record))


@contextmanager
def _any_header_name() -> Iterator[None]:
    """The client's own builder in Python, which asks a header's name for its bytes, so that we may choose them."""
    modules = (message_accumulator, producer)
    usual = [module.DefaultRecordBatchBuilder for module in modules]
    for module in modules:
        module.DefaultRecordBatchBuilder = _DefaultRecordBatchBuilderPy
    try:
        yield
    finally:
        for module, builder in zip(modules, usual, strict=True):
            module.DefaultRecordBatchBuilder = builder
