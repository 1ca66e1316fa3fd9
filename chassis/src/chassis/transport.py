"""What the chassis needs of a broker: records in batches, and offsets committed."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from chassis.records import Record


class Source(Protocol):
    """Where one service's records come from."""

    async def start(self) -> None:
        """Join the consumer group; waits until the broker answers."""

    async def stop(self) -> None:
        """Commit what is done and leave."""

    async def fetch(self, limit: int, *, after_pause: bool = False) -> Sequence[Record]:
        """The next records, at most `limit`; waits a while for the first, and gives none when there are none.

        After a pause in the fetching, what came during it is among them, as far as there is room.
        """

    def undisturbed(self) -> AbstractAsyncContextManager[object]:
        """While this is held no partition is given away."""

    async def done(self, records: Sequence[Record]) -> None:
        """These records are handled: their offsets may be committed."""

    @property
    def joined(self) -> bool:
        """Whether partitions have been assigned."""

    def lag(self) -> dict[str, int]:
        """Records not yet fetched, by topic."""
