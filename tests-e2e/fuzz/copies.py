"""The dead-letter topics: every parked record has its copy there, with the same headers and the same bytes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.topics import PARTITIONS, dead_letters_of
from fuzz.accounts import Kept
from fuzz.fuzzed import body_digest_of, digest_of, stored_headers

TOO_LARGE = "too large"


async def wrong_copies(servers: str, kept: Mapping[str, Kept]) -> list[str]:
    """Parked records without a copy, or with a copy that is not the same; what is too large may be told only."""
    found = []
    for service, holding in kept.items():
        copies = await _copies(servers, dead_letters_of(service))
        for letter in holding.parked.values():
            copy = copies.get(letter.id, "missing")
            if copy not in (letter.digest, TOO_LARGE):
                found.append(
                    f"{service}: the copy of {letter.place} is {'missing' if copy == 'missing' else 'another'}"
                )
    return found


async def _copies(servers: str, topic: str) -> dict[UUID, str]:
    partitions = [TopicPartition(topic, number) for number in range(PARTITIONS)]
    consumer = AIOKafkaConsumer(bootstrap_servers=servers, enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign(partitions)
        await consumer.seek_to_beginning()
        waiting = {each: end for each, end in (await consumer.end_offsets(partitions)).items() if end}
        found: dict[UUID, str] = {}
        while waiting:
            for partition, records in (await consumer.getmany(timeout_ms=500)).items():
                found.update(_copy(record) for record in records)
                if records[-1].offset + 1 >= waiting.get(partition, 0):
                    waiting.pop(partition, None)
        return found
    finally:
        await consumer.stop()


def _copy(record: Any) -> tuple[UUID, str]:
    """A dead letter's id, and the digest of the record that its copy holds: what was added stands behind `dl_id`."""
    place = max(place for place, (name, _) in enumerate(record.headers) if name == "dl_id")
    key = UUID((record.headers[place][1] or b"").decode())
    if any(name == "dl_copy" for name, _ in record.headers[place:]):
        return key, TOO_LARGE
    return key, digest_of(stored_headers(record.headers[:place]), body_digest_of(record.value))
