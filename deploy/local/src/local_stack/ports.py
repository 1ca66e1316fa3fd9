"""Which TCP ports are free here, and who holds those that are not."""

import errno
import random  # noqa: TID251 - ports are tried in any order
import socket
from datetime import timedelta

import psutil

from local_stack.errors import LocalStackError
from local_stack.processes import wait_until

LOOPBACK = "127.0.0.1"
RELEASE_LIMIT = timedelta(seconds=3)

# Below the ephemeral range (32768-60999), where any outgoing socket could take the port first.
_TEST_PORTS = range(20000, 32000)


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port of the loopback address."""
    with socket.socket() as probe:
        # As servers do: connections of a predecessor that linger in TIME_WAIT don't count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def free_port() -> int:
    """Find a free port below the ephemeral range, chosen at random so that parallel test runs rarely meet."""
    for port in random.sample(_TEST_PORTS, k=200):
        if is_free(port):
            return port
    raise LocalStackError(f"No free port among 200 tried in {_TEST_PORTS.start}-{_TEST_PORTS.stop - 1}.")


def require_free(port: int, purpose: str, variable: str) -> None:
    """Refuse a taken port in one sentence: the port, its holder, and the variable that chooses another."""
    holder = "" if is_free(port) else _holder(port)
    # A killed process may be gone while the kernel still closes its sockets: then nobody holds the port for a moment.
    if holder or not wait_until(lambda: is_free(port), RELEASE_LIMIT):
        raise LocalStackError(
            f"Port {port} for {purpose} is taken{holder}. "
            f"Stop that program or choose another port with {variable}=<port>."
        )


def _holder(port: int) -> str:
    try:
        for connection in psutil.net_connections(kind="tcp"):
            if (
                connection.status == psutil.CONN_LISTEN
                and connection.laddr
                and connection.laddr.port == port
                and connection.pid
            ):
                return f" by process {connection.pid} ({_command(connection.pid)})"
    except psutil.Error:
        return ""
    return ""


def _command(pid: int) -> str:
    return " ".join(psutil.Process(pid).cmdline())[:120] or "unknown command"
