"""The two kinds of patches that Kustomize knows: a strategic merge, and JSON patch (RFC 6902)."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from manifest_checks.documents import Document, ManifestError

MERGE_KEYS: Mapping[str, str] = {
    "containers": "name",
    "initContainers": "name",
    "env": "name",
    "volumes": "name",
    "volumeMounts": "mountPath",
    "ports": "containerPort",
}
"""By which field Kubernetes merges the items of a list in a pod; all other lists are replaced."""


def merged(target: Document, patch: Document) -> Document:
    """Merge a patch into a document as Kubernetes does; null removes a field. Raises ManifestError on directives."""
    result = dict(target)
    for name, value in patch.items():
        if name.startswith("$"):
            raise ManifestError(f"the directive {name} in a patch is not supported here")
        if value is None:
            result.pop(name, None)
        else:
            result[name] = _merged_field(name, result.get(name), value)
    return result


def _merged_field(name: str, old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return merged(old, new)
    if isinstance(old, list) and isinstance(new, list) and name in MERGE_KEYS:
        return _merged_list(old, new, MERGE_KEYS[name])
    return deepcopy(new)


def _merged_list(old: Sequence[Document], new: Sequence[Document], key: str) -> list[Document]:
    """The patch's items come first, in its order, merged with those that are there; then the others."""
    there = {item[key]: item for item in old}
    changed = {item[key] for item in new}
    return [merged(there.get(item[key], {}), item) for item in new] + [item for item in old if item[key] not in changed]


def json_patched(target: Document, operations: Sequence[Mapping[str, Any]]) -> Document:
    """Apply `add`, `replace` and `remove` in order. Raises ManifestError for a path that isn't there."""
    result = deepcopy(target)
    for operation in operations:
        _apply(result, operation)
    return result


def _apply(document: Document, operation: Mapping[str, Any]) -> None:
    steps = [part.replace("~1", "/").replace("~0", "~") for part in operation["path"].split("/")[1:]]
    try:
        parent: Any = document
        for step in steps[:-1]:
            parent = parent[int(step)] if isinstance(parent, list) else parent[step]
        _change(parent, steps[-1], operation)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        name = f"{document.get('kind')}/{document.get('metadata', {}).get('name')}"
        raise ManifestError(f"{operation['op']} {operation['path']}: there is no such place in {name}") from error


def _change(parent: Any, last: str, operation: Mapping[str, Any]) -> None:
    at: Any = int(last) if isinstance(parent, list) and last != "-" else last
    match operation["op"]:
        case "add" if isinstance(parent, list):
            parent.insert(len(parent) if at == "-" else at, deepcopy(operation["value"]))
        case "add":
            parent[at] = deepcopy(operation["value"])
        case "replace":
            parent[at]  # raises where there is nothing to replace
            parent[at] = deepcopy(operation["value"])
        case "remove":
            del parent[at]
        case other:
            raise ManifestError(f"the operation {other} of JSON patch is not supported here")
