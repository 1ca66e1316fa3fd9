"""The HTTP client with which services ask the orchestrator."""

import ssl
from functools import lru_cache

import httpx

ANSWERS_WITHIN_SECONDS = 30


def orchestrator_client(url: str) -> httpx.AsyncClient:
    """A client for a few questions, to be closed behind them."""
    return httpx.AsyncClient(base_url=url, timeout=ANSWERS_WITHIN_SECONDS, verify=_trusted())


@lru_cache
def _trusted() -> ssl.SSLContext:
    """The trusted authorities, read once: a client that reads its own takes 20 ms and holds a megabyte for long."""
    return httpx.create_ssl_context()
