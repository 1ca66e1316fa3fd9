"""A relay before a server whose open connections can fall silent, as they do when the other end vanishes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LOOPBACK = "127.0.0.1"


class Relay:
    """Passes bytes both ways between its port and the server's."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._generation = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.accepted = 0

    def fall_silent(self) -> None:
        """Nothing passes any more on the connections that are open now; they stay open."""
        self._generation += 1

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a client's connection."""
        self.accepted += 1
        server_reader, server_writer = await asyncio.open_connection(LOOPBACK, self._target)
        for source, sink in ((reader, server_writer), (server_reader, writer)):
            self._tasks.add(asyncio.create_task(self._pass(source, sink, self._generation)))

    async def close(self) -> None:
        """Pass nothing more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, generation: int) -> None:
        try:
            while chunk := await source.read(65_536):
                if generation == self._generation:
                    sink.write(chunk)
        finally:
            sink.transport.abort()


@asynccontextmanager
async def relay_before(port: int) -> AsyncIterator[Relay]:
    """Run a relay before this port of the loopback address."""
    relay = Relay(port)
    server = await asyncio.start_server(relay.accept, LOOPBACK, 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        await relay.close()
