"""A TCP proxy in a thread of its own whose connections can be cut: what lies between a service and its servers.

A direction of a link flows, is held (its bytes wait, as packets do that are sent again later), or is lost. A stream
that has lost bytes can't go on, so healing a link resets the connections with a hole.
"""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum

LOOPBACK = "127.0.0.1"
_CHUNK = 65_536
_NO_LINGER = struct.pack("ii", 1, 0)


class Flow(Enum):
    """What becomes of the bytes of one direction."""

    PASSED = "passed"
    HELD = "held"
    LOST = "lost"


@dataclass(slots=True)
class _Pair:
    """A client's connection and the one to the server that belongs to it."""

    ends: tuple[asyncio.StreamWriter, ...]
    torn: bool = False

    def reset(self) -> None:
        """Close both ends with a TCP reset."""
        for end in self.ends:
            endpoint: socket.socket | None = end.get_extra_info("socket")
            if endpoint is not None and not end.transport.is_closing():
                endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            end.transport.abort()


@dataclass(slots=True)
class Link:
    """One listening port and the server behind it; its methods may be called from any thread."""

    name: str
    target: int
    loop: asyncio.AbstractEventLoop
    port: int = 0
    to_server: Flow = Flow.PASSED
    to_client: Flow = Flow.PASSED
    _pairs: list[_Pair] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._pairs)

    def reset(self) -> None:
        """Reset every connection; new ones are taken at once."""
        self._call(self._reset_all)

    def abandon(self) -> None:
        """Let the other end of every open connection vanish: it stays open and silent; new ones are taken."""
        self._call(self._tear_all)

    def cut(self, *, to_server: Flow = Flow.PASSED, to_client: Flow = Flow.PASSED) -> None:
        """Hold or lose the bytes of one direction or of both, of open connections and of new ones."""
        self._call(lambda: self._set(to_server, to_client))

    def heal(self) -> None:
        """Let everything pass: what was held goes on, connections that have lost bytes are reset."""
        self._call(self._mend)

    async def serve(self) -> asyncio.Server:
        """Listen on a free port."""
        server = await asyncio.start_server(self._accept, LOOPBACK, 0, limit=_CHUNK)
        self.port = server.sockets[0].getsockname()[1]
        return server

    def _call(self, action: Callable[[], None]) -> None:
        done = threading.Event()

        def act() -> None:
            action()
            done.set()

        self.loop.call_soon_threadsafe(act)
        done.wait(10)

    def _reset_all(self) -> None:
        for pair in list(self._pairs):
            pair.reset()

    def _tear_all(self) -> None:
        for pair in self._pairs:
            pair.torn = True

    def _set(self, to_server: Flow, to_client: Flow) -> None:
        self.to_server, self.to_client = to_server, to_client
        self._changed.set()
        self._changed = asyncio.Event()

    def _mend(self) -> None:
        self._set(Flow.PASSED, Flow.PASSED)
        for pair in [pair for pair in self._pairs if pair.torn]:
            pair.reset()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server_reader, server_writer = await asyncio.open_connection(LOOPBACK, self.target, limit=_CHUNK)
        except OSError:
            _Pair((writer,)).reset()
            return
        pair = _Pair((writer, server_writer))
        self._pairs.append(pair)
        try:
            await asyncio.gather(
                self._pump(pair, reader, server_writer, lambda: self.to_server),
                self._pump(pair, server_reader, writer, lambda: self.to_client),
            )
        finally:
            self._pairs.remove(pair)
            pair.reset()

    async def _pump(
        self, pair: _Pair, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, flow: Callable[[], Flow]
    ) -> None:
        try:
            while chunk := await reader.read(_CHUNK):
                if await self._passes(pair, flow):
                    writer.write(chunk)
                    await writer.drain()
            await self._passes(pair, flow)
            writer.close()
        except OSError:
            pair.reset()

    async def _passes(self, pair: _Pair, flow: Callable[[], Flow]) -> bool:
        """Wait while the direction is held; tell whether bytes may pass."""
        while flow() is Flow.HELD:
            await self._changed.wait()
        if flow() is Flow.LOST:
            pair.torn = True
        return not pair.torn


@dataclass(frozen=True, slots=True)
class Proxy:
    """The links by name."""

    links: dict[str, Link]

    def heal(self) -> None:
        """Heal every link."""
        for link in self.links.values():
            link.heal()


@contextmanager
def running_proxy(targets: dict[str, int]) -> Iterator[Proxy]:
    """Run a link to each of these ports of the loopback address for the length of a block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="proxy", daemon=True)
    thread.start()
    links = {name: Link(name, port, loop) for name, port in targets.items()}
    servers = [asyncio.run_coroutine_threadsafe(link.serve(), loop).result(10) for link in links.values()]
    try:
        yield Proxy(links)
    finally:
        asyncio.run_coroutine_threadsafe(_close(servers), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
