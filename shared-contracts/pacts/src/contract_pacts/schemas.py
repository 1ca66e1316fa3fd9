"""Whether a JSON Schema has the fields that a consumer needs."""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_pacts.paths import EACH, Path

Schema = Mapping[str, Any]


def knows(schema: Schema, path: Path) -> bool:
    """Tell whether messages of this schema can have the field."""
    return _knows(schema, schema, path)


def _knows(root: Schema, part: Schema, path: Path) -> bool:
    if not path:
        return True
    return any(_step(root, each, path[0], path[1:]) for each in _forms(root, part))


def _step(root: Schema, form: Schema, name: str, rest: Path) -> bool:
    if name == EACH:
        return "items" in form and _knows(root, form["items"], rest)
    return name in form.get("properties", {}) and _knows(root, form["properties"][name], rest)


def _forms(root: Schema, part: Schema) -> Iterator[Schema]:
    """What a part of a schema may be: references followed, alternatives one by one."""
    if reference := part.get("$ref"):
        yield from _forms(root, root["$defs"][str(reference).rpartition("/")[2]])
        return
    yield part
    for alternatives in ("anyOf", "oneOf", "allOf"):
        for each in part.get(alternatives, ()):
            yield from _forms(root, each)
