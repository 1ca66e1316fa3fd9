"""Reading one field of a JSON object that a service wrote: absent and null are alike, unknown fields are ignored."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aicmo.errors import CliError

JsonObject = dict[str, Any]


def required_text(body: Mapping[str, Any], name: str) -> str:
    """Read a field that must be there; raises CliError where it is not."""
    value = body.get(name)
    if value is None or value == "":
        raise CliError(f"the answer has no {name}: is the service of another version?")
    return str(value)


def text(body: Mapping[str, Any], name: str) -> str:
    """Read a field as text, empty where it is absent."""
    value = body.get(name)
    return "" if value is None else str(value)


def whole_number(body: Mapping[str, Any], name: str) -> int:
    """Read a count, 0 where it is absent or no number."""
    value = body.get(name)
    return int(value) if isinstance(value, int | float) else 0


def seconds(body: Mapping[str, Any], name: str) -> float | None:
    """Read a duration in seconds, None where it is absent or no number."""
    value = body.get(name)
    return float(value) if isinstance(value, int | float) else None


def moment(body: Mapping[str, Any], name: str) -> datetime | None:
    """Read an ISO 8601 time as an aware datetime (UTC unless it says), None where it is absent or no time."""
    try:
        at = datetime.fromisoformat(text(body, name))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def objects(body: Mapping[str, Any], name: str) -> list[JsonObject]:
    """Read a list of objects, empty where it is absent; what is no object in it is left out."""
    value = body.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def nested(body: Mapping[str, Any], name: str) -> JsonObject | None:
    """Read an object, None where it is absent."""
    value = body.get(name)
    return value if isinstance(value, dict) else None
