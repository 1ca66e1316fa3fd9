"""The object store: files of a run, each under the run's own prefix, in a local folder, S3 or memory."""

import os
import re
from asyncio import gather, to_thread
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, from_url

from contracts.payload import RunId

SMALL_BYTES = 65_536
"""Up to this size a local folder takes a file in a tenth of a millisecond: less than handing it to a thread costs."""


_UNFINISHED = re.compile(r"#\d+$")
"""The end of the names under which obstore writes to a local folder, before it gives a file its own."""

PAGE = 1000
"""How many objects are listed at once: a store of millions is never held whole."""


class ObjectNotFound(LookupError):
    """There is no object under this key."""


class ObjectsUnavailable(Exception):
    """The store can't be reached, or doesn't let us in; try again later."""


class Objects(Protocol):
    """What production and delivery need of an object store; keys are relative, with forward slashes."""

    async def put(self, key: str, content: bytes) -> None:
        """Store an object; the same key again replaces it."""

    async def get(self, key: str) -> bytes:
        """The object's bytes. Raises ObjectNotFound and ObjectsUnavailable."""

    async def delete_prefix(self, prefix: str) -> int:
        """Delete every object under the prefix, unfinished ones too; gives their number, none when repeated.

        Raises what kept one from being deleted, once all have been tried.
        """

    def runs_with_objects(self, service: str, older_than: datetime) -> AsyncIterator[set[RunId]]:
        """The runs that have objects of this service, all last written before `older_than`; some at a time.

        Objects that a killed write left unfinished count; a fresh one may still be written, so its run is not named.
        """


def run_prefix(service: str, run: RunId) -> str:
    """The folder that belongs to one run in one service; ends with a slash."""
    return f"{service}/{run}/"


class ObjectStore:
    """An object store by URL: `file:///folder`, `s3://bucket/prefix`, `memory:///` and whatever else obstore opens.

    Credentials come from the store's usual environment variables (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, …).
    """

    def __init__(self, url: str) -> None:
        self._store: Any = _open(url)
        self._folder = Path(unquote(urlsplit(url).path)) if url.startswith("file:") else None

    async def put(self, key: str, content: bytes) -> None:
        if self._folder is not None and len(content) <= SMALL_BYTES:
            obstore.put(self._store, key, content)
        else:
            await obstore.put_async(self._store, key, content)

    async def get(self, key: str) -> bytes:
        try:
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())
        except FileNotFoundError as error:
            raise ObjectNotFound(key) from error
        except (BaseError, OSError) as error:
            raise ObjectsUnavailable(f"{key}: {error}") from error

    async def delete_prefix(self, prefix: str) -> int:
        keys = [entry["path"] for entry in await self._entries(prefix)]
        # One that can't be deleted now keeps no other; all that are left are tried again with it.
        tried = await gather(*(_delete_if_there(self._store, key) for key in keys), return_exceptions=True)
        unfinished = self._remove_folder(prefix)
        if errors := [error for error in tried if error is not None]:
            raise errors[0]
        return len(keys) + unfinished

    async def runs_with_objects(self, service: str, older_than: datetime) -> AsyncIterator[set[RunId]]:
        # Stores list by key, a folder by folders: a run's objects come one behind the other, if not on one page.
        run, is_old, found = None, False, set[RunId]()
        async for page in self._pages(f"{service}/"):
            for key, written_at in page:
                if (following := _run_of(key)) != run:
                    found |= {run} if run and is_old else set()
                    run, is_old = following, True
                is_old = is_old and written_at < older_than
            if found:
                yield found
                found = set()
        if run and is_old:
            yield {run}

    async def _pages(self, prefix: str) -> AsyncIterator[Sequence[tuple[str, datetime]]]:
        """The keys under a prefix with the time when each was last written; in a folder unfinished ones too."""
        if self._folder is None:
            async for page in obstore.list(self._store, prefix, chunk_size=PAGE):
                yield [(entry["path"], entry["last_modified"]) for entry in page]
            return
        files = _files(self._folder, prefix)
        while part := await to_thread(lambda: list(islice(files, PAGE))):
            yield part

    async def _entries(self, prefix: str) -> list[Any]:
        pages: Iterable[Any] = [page async for page in obstore.list(self._store, prefix)]
        return [entry for page in pages for entry in page]

    def _remove_folder(self, prefix: str) -> int:
        """Remove what the store doesn't list: unfinished files of a write that was killed, and the empty folders.

        Gives the number of files.
        """
        removed = 0
        if self._folder is None:
            return removed
        folder = self._folder / prefix.strip("/")
        # Another deletion of the prefix, or a step that writes again, may be faster: then there is nothing to tidy.
        with suppress(OSError):
            for path in [path for path in folder.rglob("*") if _UNFINISHED.search(path.name)]:
                path.unlink(missing_ok=True)
                removed += 1
            for path in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
                path.rmdir()
            folder.rmdir()
        return removed


def _open(url: str) -> Any:
    if url.startswith("file:"):
        folder = Path(unquote(urlsplit(url).path))
        folder.mkdir(parents=True, exist_ok=True)
        return LocalStore(folder)
    if url.startswith("memory:"):
        return MemoryStore()
    return from_url(url)


def _files(root: Path, prefix: str) -> Iterator[tuple[str, datetime]]:
    """All files under a prefix, a folder's one behind the other, with the time when each was last written.

    The store's own list leaves out what is unfinished. What is finished or removed meanwhile is of the next round.
    """
    with suppress(FileNotFoundError), os.scandir(root / prefix) as entries:
        for entry in entries:
            key = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _files(root, f"{key}/")
                continue
            with suppress(FileNotFoundError):
                yield key, datetime.fromtimestamp(entry.stat(follow_symlinks=False).st_mtime, UTC)


async def _delete_if_there(store: Any, key: str) -> None:
    try:
        await obstore.delete_async(store, key)
    except FileNotFoundError:
        return


def _run_of(key: str) -> RunId | None:
    parts = key.split("/")
    try:
        return RunId(UUID(parts[1]))
    except (IndexError, ValueError):
        return None
