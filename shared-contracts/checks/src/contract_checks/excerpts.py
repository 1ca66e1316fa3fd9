"""Long bodies shortened so that a person can read them."""

import json
from collections.abc import Sequence
from typing import Any

_WHOLE_CHARACTERS = 700
_LONGEST_TEXT = 240
_MOST_ITEMS = 2


def excerpt(body: Any, path: Sequence[str | int]) -> str:
    """The body as JSON where it is short, else only what lies on the path, with "…" for the rest."""
    whole = json.dumps(body, ensure_ascii=False)
    if len(whole) <= _WHOLE_CHARACTERS:
        return whole
    return json.dumps(_on_path(body, path), ensure_ascii=False)


def _on_path(value: Any, path: Sequence[str | int]) -> Any:
    if not path:
        return _shallow(value)
    step, *rest = path
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return [_on_path(value[step], rest)]
    if isinstance(value, dict) and step in value:
        return {str(step): _on_path(value[str(step)], rest), "…": "…"}
    return _shallow(value)


def _shallow(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: "…" if isinstance(each, dict | list) and each else each for name, each in value.items()}
    return ["…"] if isinstance(value, list) and value else value


def abridged(value: Any) -> Any:
    """The value with at most two items a list, and long texts cut; identifiers, hashes and moments stay whole."""
    match value:
        case dict():
            return {name: abridged(each) for name, each in value.items()}
        case list():
            return [abridged(each) for each in value[:_MOST_ITEMS]]
        case str() if len(value) > _LONGEST_TEXT:
            return f"{value[: _LONGEST_TEXT - 2].rstrip()} …"
        case _:
            return value
