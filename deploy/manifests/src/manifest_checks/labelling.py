"""Where Kustomize writes the labels of a kustomization: into metadata, and into selectors where it is told to."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifest_checks.documents import Document

_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "Service": ("spec/selector",),
    "StatefulSet": ("spec/selector/matchLabels", "spec/template/metadata/labels"),
    "Deployment": ("spec/selector/matchLabels", "spec/template/metadata/labels"),
    "Job": ("spec/template/metadata/labels",),
}
"""Places that are made where they are missing."""

_WHERE_PRESENT: Mapping[str, tuple[str, ...]] = {
    "StatefulSet": ("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels",),
    "Deployment": ("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels",),
    "Job": ("spec/selector/matchLabels",),
    "PodDisruptionBudget": ("spec/selector/matchLabels",),
    "NetworkPolicy": (
        "spec/podSelector/matchLabels",
        "spec/ingress/from/podSelector/matchLabels",
        "spec/egress/to/podSelector/matchLabels",
    ),
}
"""Places that are only added to; lists on the way are walked through."""


def label(document: Document, pairs: Mapping[str, str], *, selectors: bool) -> None:
    """Add labels to a document, in its selectors too where wanted."""
    document["metadata"].setdefault("labels", {}).update(pairs)
    if not selectors:
        return
    for path in _ALWAYS.get(document["kind"], ()):
        place: Any = document
        for step in path.split("/"):
            place = place.setdefault(step, {})
        place.update(pairs)
    for path in _WHERE_PRESENT.get(document["kind"], ()):
        for place in _present(document, path.split("/")):
            place.update(pairs)


def _present(place: Any, steps: list[str]) -> Iterator[Document]:
    if isinstance(place, list):
        for item in place:
            yield from _present(item, steps)
    elif not steps:
        yield place
    elif steps[0] in place:
        yield from _present(place[steps[0]], steps[1:])
