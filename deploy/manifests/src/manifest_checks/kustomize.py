"""Renders the subset of Kustomize that our files use, for machines that have neither kustomize nor kubectl.

`resources`, `components`, `patches` (strategic merge and JSON patch, by `target`), `namespace`, `labels` and `images`.
Anything else is refused, so that this never renders less than the real tool would.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from manifest_checks.documents import Document, ManifestError, containers, copied, read_documents
from manifest_checks.labelling import label
from manifest_checks.patching import json_patched, merged

FILE = "kustomization.yaml"
_CLUSTER_WIDE = ("Namespace",)
_HEADERS = ("apiVersion", "kind")


def render(folder: Path) -> list[Document]:
    """Everything that `kustomize build` gives for a folder, in no particular order. Raises ManifestError."""
    return _accumulate(folder.resolve(), [])


def _accumulate(folder: Path, given: Sequence[Document]) -> list[Document]:
    """The documents of a kustomization on top of those that it was given: a component changes those of its user."""
    wanted = _read(folder)
    documents = copied(given)
    for name in wanted.get("resources", ()):
        path = folder / name
        documents += _accumulate(path.resolve(), []) if path.is_dir() else read_documents(path)
    for name in wanted.get("components", ()):
        documents = _accumulate((folder / name).resolve(), documents)
    for field, change in _TRANSFORMERS.items():
        if field in wanted:
            documents = change(folder, wanted[field], documents)
    return documents


def _read(folder: Path) -> Mapping[str, Any]:
    path = folder / FILE
    found = read_documents(path)
    if len(found) != 1:
        raise ManifestError(f"{path}: one document is expected, not {len(found)}")
    unknown = set(found[0]) - {*_HEADERS, "resources", "components", *_TRANSFORMERS}
    if unknown:
        raise ManifestError(f"{path}: the checks can't render {', '.join(sorted(unknown))}; see kustomize.py")
    return found[0]


def _patch(folder: Path, patches: Sequence[Mapping[str, Any]], documents: Sequence[Document]) -> list[Document]:
    result = list(documents)
    for each in patches:
        patch = _patch_of(folder, each)
        renames = each.get("options", {}).get("allowNameChange", False)
        result = [
            _patched(document, patch, renames=renames) if _matches(each["target"], document) else document
            for document in result
        ]
    return result


def _patch_of(folder: Path, each: Mapping[str, Any]) -> Any:
    if "path" in each:
        return read_documents(folder / each["path"])[0]
    return yaml.safe_load(each["patch"])


def _matches(target: Mapping[str, str], document: Document) -> bool:
    actual = {"kind": document["kind"], "name": document["metadata"]["name"]}
    if unknown := set(target) - set(actual):
        raise ManifestError(f"a patch's target by {', '.join(sorted(unknown))} is not supported here")
    return all(re.fullmatch(pattern, actual[field]) for field, pattern in target.items())


def _patched(document: Document, patch: Any, *, renames: bool) -> Document:
    name = document["metadata"]["name"]
    result = json_patched(document, patch) if isinstance(patch, list) else merged(document, patch)
    if not renames:
        result["metadata"]["name"] = name
    return result


def _set_namespace(_folder: Path, namespace: str, documents: Sequence[Document]) -> list[Document]:
    for each in documents:
        field = "name" if each["kind"] in _CLUSTER_WIDE else "namespace"
        each["metadata"][field] = namespace
    return list(documents)


def _set_labels(_folder: Path, labels: Sequence[Mapping[str, Any]], documents: Sequence[Document]) -> list[Document]:
    for each in labels:
        for document in documents:
            label(document, each["pairs"], selectors=each.get("includeSelectors", False))
    return list(documents)


def _set_images(_folder: Path, images: Sequence[Mapping[str, str]], documents: Sequence[Document]) -> list[Document]:
    for image in images:
        for container in (each for document in documents for each in containers(document)):
            if container["image"].partition(":")[0] == image["name"]:
                container["image"] = image.get("newName", image["name"]) + _version(image)
    return list(documents)


def _version(image: Mapping[str, str]) -> str:
    """A tag, a digest, or the one behind the other."""
    parts = (("newTag", ":"), ("digest", "@"))
    return "".join(f"{sign}{image[name]}" for name, sign in parts if name in image)


_TRANSFORMERS: Mapping[str, Callable[[Path, Any, Sequence[Document]], list[Document]]] = {
    "patches": _patch,
    "namespace": _set_namespace,
    "labels": _set_labels,
    "images": _set_images,
}
"""In the order in which Kustomize applies them."""
