"""The way out to one service over HTTP; every failure of the network leaves here as a sentence for a person."""

import getpass
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from aicmo.addresses import service_url
from aicmo.answers import error_of, json_of
from aicmo.errors import BadInput, Unreachable
from aicmo.fields import JsonObject

TIMEOUT_VARIABLE: Final = "AICMO_HTTP_TIMEOUT"
ACTOR_VARIABLE: Final = "AICMO_ACTOR"
DEFAULT_TIMEOUT: Final = 30.0
CONNECT_TIMEOUT: Final = 5.0
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})

Parameters = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: the HTTP status and the JSON object that came with it."""

    status: int
    body: JsonObject


@dataclass(frozen=True, slots=True)
class Service:
    """One service by name, and the open connection to it."""

    name: str
    client: httpx.Client

    def get(self, path: str, parameters: Parameters | None = None) -> JsonObject:
        """Read a JSON object; raises CliError, of the kind that the answer or the network calls for."""
        response = self._send(self.client.build_request("GET", path, params=dict(parameters or {})))
        return json_of(response, self.name)

    def post(self, path: str, body: bytes | None = None, parameters: Parameters | None = None) -> Answer:
        """Send JSON, if any, and read the answer, {} where it is empty; raises CliError as `get` does."""
        headers = {"content-type": "application/json"} if body is not None else {}
        request = self.client.build_request(
            "POST", path, content=body, headers=headers, params=dict(parameters) if parameters else None
        )
        response = self._send(request)
        return Answer(response.status_code, json_of(response, self.name) if response.content else {})

    @contextmanager
    def stream(self, path: str) -> Iterator[httpx.Response]:
        """Open a body that is read piece by piece; raises CliError as `get` does, also while it is being read."""
        with self._explaining(), self.client.stream("GET", path) as response:
            if not response.is_success:
                response.read()
                raise error_of(response, self.name)
            yield response

    def _send(self, request: httpx.Request) -> httpx.Response:
        with self._explaining():
            response = self.client.send(request)
        if not response.is_success:
            raise error_of(response, self.name)
        return response

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        where = f"{self.name} at {self.client.base_url}"
        try:
            yield
        except httpx.ConnectError as error:
            raise Unreachable(
                f"cannot reach {where} ({_without_number(error)}). Is it running? `make up` starts what is not."
            ) from error
        except httpx.TimeoutException as error:
            raise Unreachable(f"{where} did not answer in time.") from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise Unreachable(f"the connection to {where} broke: {error}") from error


def _without_number(error: Exception) -> str:
    """What the system says without its number for it, which tells a person nothing."""
    return re.sub(r"^\[Errno -?\d+\] ", "", str(error))


@contextmanager
def connect(name: str, timeout: float | None = None) -> Iterator[Service]:
    """Open the way to a service by its name; `timeout` in seconds, if shorter than the person's own.

    Raises BadInput where its address is not known.
    """
    url = service_url(name, os.environ, Path.cwd())
    configured = http_timeout(os.environ)
    limit = min(configured, timeout or configured)
    waits = httpx.Timeout(limit, connect=min(limit, CONNECT_TIMEOUT))
    # A proxy for the outside world must not stand between this machine and itself.
    trusting = httpx.URL(url).host not in LOOPBACK
    headers = {b"X-Actor": actor(os.environ).encode()}
    with httpx.Client(base_url=url, timeout=waits, trust_env=trusting, headers=headers) as client:
        yield Service(name, client)


def actor(environment: Mapping[str, str]) -> str:
    """Say who asks, for the audit: AICMO_ACTOR, else the person who is logged in, else unknown; on one line."""
    try:
        name = environment.get(ACTOR_VARIABLE) or getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = ""
    return "".join(each for each in name if each.isprintable()).strip() or "unknown"


def http_timeout(environment: Mapping[str, str]) -> float:
    """Read how many seconds to wait for an answer; raises BadInput where it is no positive number."""
    words = environment.get(TIMEOUT_VARIABLE) or str(DEFAULT_TIMEOUT)
    try:
        seconds = float(words)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise BadInput(f"{TIMEOUT_VARIABLE} must be a number of seconds above 0, not {words!r}.")
    return seconds
