"""Records as large as the broker takes them, to the byte."""

from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from fuzz.fuzzed import Fuzzed

BROKER_LIMIT = 1_048_588
"""Kafka's default `message.max.bytes`: the largest batch, its own overhead included."""


def largest_body(record: Fuzzed) -> int:
    """How long the body of this record may be, so that a batch of it alone is as large as the broker takes it."""
    nearly = BROKER_LIMIT - 10_000
    return nearly + BROKER_LIMIT - _batch_bytes(record, nearly)


def _batch_bytes(record: Fuzzed, length: int) -> int:
    builder = _DefaultRecordBatchBuilderPy(
        magic=2,
        compression_type=0,
        is_transactional=0,
        producer_id=-1,
        producer_epoch=-1,
        base_sequence=-1,
        batch_size=0,
    )
    builder.append(0, 0, record.key, b"x" * length, list(record.headers))
    return len(builder.build())
