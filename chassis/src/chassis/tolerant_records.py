"""Reading records whose header names are not UTF-8, which aiokafka refuses together with their whole batch.

Without this, one such record would stop a partition for good: the client raises at every fetch. The error must not even
leave the fetcher, for what it had drained from other partitions in the same call is lost then, their positions moved.
It reaches into aiokafka 0.14 (`consumer.fetcher.MemoryRecords`): there is no public way.
"""

from collections.abc import Iterator
from typing import Any

from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords, _MemoryRecordsPy

MAGIC_OFFSET = 16
SECOND_VERSION = 2


def read_tolerantly() -> None:
    """Have all consumers of this process read any record; only a batch that aiokafka refuses costs more."""
    fetcher.MemoryRecords = _CarefulRecords


class _CarefulRecords:
    """aiokafka's own reader, with ours behind it for a batch that it can't read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._records = MemoryRecords(data)
        self._taken = 0

    def size_in_bytes(self) -> int:
        return int(self._records.size_in_bytes())

    def has_next(self) -> bool:
        return bool(self._records.has_next())

    def next_batch(self) -> Any:
        batch = self._records.next_batch()
        self._taken += 1
        return None if batch is None else _CarefulBatch(batch, self._data, self._taken)


class _CarefulBatch:
    """One batch: all of its records are read before the first is given, so that it is read by one reader alone."""

    def __init__(self, batch: Any, data: bytes, number: int) -> None:
        self._batch = batch
        self._data = data
        self._number = number

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)

    def __iter__(self) -> Iterator[Any]:
        try:
            return iter(list(self._batch))
        except UnicodeDecodeError:
            return iter(list(self._again()))

    def __next__(self) -> Any:
        return next(self._batch)

    def _again(self) -> Any:
        tolerant = _TolerantRecords(self._data)
        for _ in range(self._number - 1):
            tolerant.next_batch()
        return tolerant.next_batch()


class _TolerantBytes(bytearray):
    """Bytes whose slices decode to text whatever they hold: what is not UTF-8 is written out, as in `\\xff`."""

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return _TolerantBytes(found) if isinstance(index, slice) else found

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return bytes(self).decode(encoding, "backslashreplace" if errors == "strict" else errors)


class _TolerantBatch(_DefaultRecordBatchPy):  # type: ignore[misc]
    _buffer: bytearray

    def _maybe_uncompress(self) -> None:
        super()._maybe_uncompress()
        if not isinstance(self._buffer, _TolerantBytes):
            self._buffer = _TolerantBytes(self._buffer)


class _TolerantRecords(_MemoryRecordsPy):  # type: ignore[misc]
    def next_batch(self) -> Any:
        batch = self._next_slice
        if batch is None or batch[MAGIC_OFFSET] < SECOND_VERSION:
            return super().next_batch()
        self._cache_next()
        return _TolerantBatch(batch)
