"""Readers of web addresses, e-mail addresses and social handles, each into one canonical spelling."""

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from contracts.brief import Channel
from onboarding.domain import limits
from onboarding.domain.readers import text, words_of
from onboarding.domain.unreadable import unreadable

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?:[^\W\d_]{{2,63}}|xn--[a-z0-9-]{{2,59}})")
_LOCAL_PART = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_NAMED = re.compile(r"[^<>]*<(?P<address>[^<>\s]+)>")
_UNSAFE = re.compile(r"[\s<>\"\\^`{|}]")
_SCHEMES = ("http", "https")

_NO_WEBSITE = frozenset(
    {"no website", "no web site", "no website yet", "no site", "without website", "no", "none yet", "not yet"}
)
_AT_SIGN = frozenset(
    {
        Channel.INSTAGRAM,
        Channel.FACEBOOK,
        Channel.X,
        Channel.TIKTOK,
        Channel.YOUTUBE,
        Channel.PINTEREST,
        Channel.LINKEDIN,
    }
)


def web_address(field: str, value: Any) -> str:
    """Read a web address: scheme https where none is given, host in lower case, no lone slash, no fragment."""
    written = text(limits.URL_CHARACTERS)(field, value)
    parts = _parts(written if "://" in written else f"https://{written}")
    if parts is None:
        raise unreadable(field, "is no web address such as acme.co.uk or https://acme.co.uk/shop", written)
    path = "" if parts.path == "/" and not parts.query else parts.path
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def website(field: str, value: Any) -> str | None:
    """Read a client's web address; "no website" is None."""
    if isinstance(value, str) and words_of(value) in _NO_WEBSITE:
        return None
    return web_address(field, value)


def email_address(field: str, value: Any) -> str:
    """Read an e-mail address; the host in lower case."""
    written = text(limits.EMAIL_CHARACTERS)(field, value)
    named = _NAMED.fullmatch(written)
    written = named["address"] if named else written
    local, _, host = written.removeprefix("mailto:").rpartition("@")
    host = host.lower()
    if not _LOCAL_PART.fullmatch(local) or not _HOST.fullmatch(host):
        raise unreadable(field, "is not one e-mail address such as ana@acme.co.uk", written)
    return f"{local}@{host}"


def handle(channel: Channel, field: str, value: Any) -> str:
    """Read where a client is found on a channel: `@name`, a web address, an e-mail address, or a number as written."""
    written = text(limits.NAME_CHARACTERS)(field, value)
    if channel is Channel.EMAIL:
        return email_address(field, written)
    if "/" in written:
        return web_address(field, written)
    if channel not in _AT_SIGN:
        return written
    name = written.lstrip("@")
    if not name or _UNSAFE.search(name):
        raise unreadable(field, "is no handle such as @acme", written)
    return f"@{name}"


def _parts(written: str) -> SplitResult | None:
    if _UNSAFE.search(written):
        return None
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower().rstrip(".")
    if parts.scheme not in _SCHEMES or "@" in parts.netloc or port == 0 or not _HOST.fullmatch(host):
        return None
    return parts._replace(netloc=host if port is None else f"{host}:{port}")
