"""Mistakes to plant in a manifest, each a function that makes it."""

from collections.abc import Callable, Iterator
from typing import Any

from manifest_checks.documents import Document, Finding, Overlay

Mistake = Callable[[Document], Any]
Check = Callable[[Overlay], Iterator[Finding]]

Planted = tuple[Check, str, str, Mistake, str]
"""The check that finds it, the overlay and the kind of document that it is planted in, and what the finding says."""


def container(document: Document) -> Document:
    found: Document = document["spec"]["template"]["spec"]["containers"][0]
    return found


def variable(document: Document, name: str) -> Document:
    return next(each for each in container(document)["env"] if each["name"] == name)


def without(name: str) -> Mistake:
    return lambda document: container(document)["env"].remove(variable(document, name))


def more(name: str, value: str = "1") -> Mistake:
    return lambda document: container(document)["env"].append({"name": name, "value": value})


def change(path: str, value: Any) -> Mistake:
    """Set the field at a path of dots to a value; None removes it."""

    def mistake(document: Document) -> None:
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        place: Any = document
        for step in steps:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value

    return mistake


def in_container(path: str, value: Any) -> Mistake:
    return change(f"spec.template.spec.containers.0.{path}", value)
