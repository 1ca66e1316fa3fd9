"""Addresses as people write them into the environment, checked before anything is asked of them; quickly loaded."""

import re
from urllib.parse import urlsplit

_SERVER = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+):([0-9]{1,5})")
_STORES = frozenset({"s3", "s3a", "gs", "az", "azure", "adl", "abfs", "abfss", "http", "https"})
_STORE_FORMS = "file:///folder, s3://bucket/prefix, gs://, az:// or abfss:// likewise, https://host/path or memory:///"


def require_servers(text: str) -> str:
    """Give Kafka's `host:port` list without blanks. Raises ValueError that names every part that is something else."""
    servers = [part.strip() for part in text.split(",")]
    if wrong := [repr(server) for server in servers if not _is_server(server)]:
        raise ValueError(f"{', '.join(wrong)}: must be host:port with a port from 1 to 65535, such as 127.0.0.1:19092")
    return ",".join(servers)


def require_store(url: str) -> str:
    """Give an object store's URL. Raises ValueError for one that can't be opened; credentials are never in its text."""
    scheme, separator, _ = url.partition(":")
    if problem := _store_problem(url, scheme.lower() if separator else ""):
        raise ValueError(f"{problem}: must be {_STORE_FORMS}")
    return url


def _is_server(text: str) -> bool:
    found = _SERVER.fullmatch(text)
    return found is not None and 0 < int(found[2]) < 65536


def _store_problem(url: str, scheme: str) -> str:
    if not url.strip():
        return "is empty"
    if scheme == "memory":
        return ""
    parts = urlsplit(url)
    if scheme == "file":
        is_absolute = parts.path.startswith("/") and parts.netloc in ("", "localhost")
        return "" if is_absolute else "names no absolute folder"
    if scheme not in _STORES:
        return f"{scheme} is no object store's scheme" if scheme else "has no scheme"
    return "" if parts.netloc else f"names no bucket after {scheme}://"
