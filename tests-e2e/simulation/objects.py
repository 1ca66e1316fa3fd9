"""The object store: files by key, shared by everybody, outliving everybody."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from chassis.objects import ObjectNotFound
from contracts.payload import RunId
from simulation.kinds import Fault
from simulation.life import Life
from simulation.world import World


class Shelf:
    """The files and when they were written; `cleared` are the prefixes that have been deleted some time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.files: dict[str, tuple[bytes, datetime]] = {}
        self.cleared: set[str] = set()

    def of(self, service: str, run: UUID) -> list[str]:
        """The keys of a run's files."""
        return [key for key in self.files if key.startswith(f"{service}/{run}/")]


class SimulatedObjects:
    """Implements `chassis.objects.Objects` for one process."""

    def __init__(self, shelf: Shelf, life: Life) -> None:
        self._shelf = shelf
        self._life = life

    async def put(self, key: str, content: bytes) -> None:
        """Store a file."""
        await self._reach()
        self._shelf.files[key] = content, self._shelf.world.now
        await self._life.gate()

    async def get(self, key: str) -> bytes:
        """A file's bytes. Raises ObjectNotFound."""
        await self._reach()
        if key not in self._shelf.files:
            raise ObjectNotFound(key)
        return self._shelf.files[key][0]

    async def delete_prefix(self, prefix: str) -> int:
        """Delete files; gives their number."""
        await self._reach()
        gone = [key for key in self._shelf.files if key.startswith(prefix)]
        for key in gone:
            del self._shelf.files[key]
        self._shelf.cleared.add(prefix)
        await self._life.gate()
        return len(gone)

    async def runs_with_objects(self, service: str, older_than: datetime) -> AsyncIterator[set[RunId]]:
        """The runs all of whose files are older."""
        await self._reach()
        runs = {key.split("/")[1] for key in self._shelf.files if key.startswith(f"{service}/")}
        fresh = {key.split("/")[1] for key, (_, at) in self._shelf.files.items() if at >= older_than}
        yield {RunId(UUID(run)) for run in runs - fresh}

    async def _reach(self) -> None:
        await self._life.gate()
        if self._life.world.strikes(Fault.OBJECTS_FAIL, self._life.name):
            raise OSError("the object store does not answer")
