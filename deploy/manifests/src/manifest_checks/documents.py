"""Manifests as plain documents, and how the checks find things in them."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Document = dict[str, Any]
"""One manifest, as its YAML says."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""LibYAML's where there is one: the same documents in a tenth of the time."""


class ManifestError(Exception):
    """A file can't be read or rendered; the text says which one and why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, and what to do about it."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one folder under `overlays/` renders to; `service` is None for the platform and for the whole."""

    name: str
    service: str | None
    documents: tuple[Document, ...]

    @property
    def environment(self) -> str:
        """`dev` or `prod`."""
        return self.name.partition("/")[0]

    def of(self, kind: str) -> Iterator[Document]:
        """Its documents of one kind."""
        return (each for each in self.documents if each["kind"] == kind)

    def place(self, document: Document) -> str:
        """How a finding names a document."""
        return f"{self.name}: {document['kind']}/{document['metadata']['name']}"


def read_documents(path: Path) -> list[Document]:
    """Every document of a YAML file. Raises ManifestError."""
    try:
        found = [each for each in yaml.load_all(path.read_text(), Loader=_LOADER) if each is not None]
    except (OSError, yaml.YAMLError) as error:
        raise ManifestError(f"{path}: {error}") from error
    return found


def pod_template(document: Document) -> Document | None:
    """The pod's specification in a workload, None in anything else."""
    spec: Document = document.get("spec", {})
    template = spec.get("template")
    return template["spec"] if document["kind"] in ("StatefulSet", "Deployment", "Job") and template else None


def containers(document: Document) -> list[Document]:
    """All containers of a workload."""
    pod = pod_template(document) or {}
    return [*pod.get("initContainers", ()), *pod.get("containers", ())]


def only_container(document: Document) -> Document:
    """The one container of a workload. Raises ManifestError where it has another number of them."""
    found = containers(document)
    if len(found) != 1:
        raise ManifestError(f"{document['kind']}/{document['metadata']['name']} has {len(found)} containers, not one")
    return found[0]


def environment_of(container: Document) -> Mapping[str, Document]:
    """The container's variables by name, each with `value` or `valueFrom`."""
    return {each["name"]: each for each in container.get("env", ())}


def copied(documents: Sequence[Document]) -> list[Document]:
    """Documents that can be changed without changing these."""
    return deepcopy(list(documents))
