"""Places in a message's body: names from the top, `*` for each item of a list; written as `draft.sections[*].body`."""

from typing import Any

Path = tuple[str, ...]
EACH = "*"


def text_of(path: Path) -> str:
    """Write a path for people."""
    return ".".join(path).replace(f".{EACH}", f"[{EACH}]")


def path_of(text: str) -> Path:
    """Read what `text_of` wrote."""
    return tuple(text.replace(f"[{EACH}]", f".{EACH}").split("."))


def lacks(body: Any, path: Path) -> bool:
    """Tell whether something on the way, in any item of a list, has not the name that the path asks for.

    A null on the way holds nothing, so that nothing beneath it is missed; whether it may be null is not asked here.
    """
    if not path or body is None:
        return False
    name, rest = path[0], path[1:]
    if name == EACH:
        return not isinstance(body, list) or any(lacks(each, rest) for each in body)
    return not isinstance(body, dict) or name not in body or lacks(body[name], rest)


def without(body: Any, path: Path) -> Any:
    """The body with this field taken out, out of every item of a list."""
    name, rest = path[0], path[1:]
    if name == EACH:
        return [without(each, rest) for each in body]
    if body is None or name not in body:
        return body
    if not rest:
        return {key: value for key, value in body.items() if key != name}
    return {**body, name: without(body[name], rest)}
