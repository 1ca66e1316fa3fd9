"""Reading records whose header names are not UTF-8, which aiokafka refuses together with their whole batch.

Without this, one such record would stop a partition for good: the client raises at every fetch, before any record of
the batch is seen. It reaches into aiokafka 0.14 (`consumer.fetcher.MemoryRecords`): there is no public way.
"""

from typing import Any

from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords, _MemoryRecordsPy

MAGIC_OFFSET = 16
SECOND_VERSION = 2


def read_tolerantly(tolerant: bool) -> None:
    """Have all consumers of this process read with our reader, which is slower, or with aiokafka's own again."""
    fetcher.MemoryRecords = _TolerantRecords if tolerant else MemoryRecords


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
