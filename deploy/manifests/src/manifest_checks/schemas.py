"""Each document against its kind's schema: Kubernetes's own, strictly, and closed ones of ours for operators' kinds.

Closed: a field that the schema doesn't know is an error, so a misspelt field can't pass for one that is left out.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import jsonschema
import kubernetes_validate

from manifest_checks.documents import Document, Finding, Overlay

KUBERNETES_VERSION = "1.34"
"""The oldest version that the manifests are for."""

_OPERATOR_GROUPS = ("kafka.strimzi.io", "postgresql.cnpg.io", "keda.sh", "monitoring.coreos.com")


def schema_findings(overlay: Overlay) -> Iterator[Finding]:
    """What breaks the schema of its kind."""
    for document in overlay.documents:
        for problem in _problems(json.dumps(document, sort_keys=True)):
            yield Finding(overlay.place(document), problem)


@cache
def _problems(text: str) -> tuple[str, ...]:
    """By the document's text, since most documents are rendered twice: with their service and with the whole."""
    document = json.loads(text)
    group = str(document.get("apiVersion", "")).partition("/")[0]
    return tuple(_operator_problems(document) if group in _OPERATOR_GROUPS else _kubernetes_problems(document))


def _kubernetes_problems(document: Document) -> Iterator[str]:
    try:
        kubernetes_validate.validate(document, KUBERNETES_VERSION, strict=True)
    except kubernetes_validate.ValidationError as error:
        yield _explained(error)
    except kubernetes_validate.SchemaNotFoundError as error:
        yield f"Kubernetes {KUBERNETES_VERSION} has no {error.kind} in {error.api_version}"


def _operator_problems(document: Document) -> Iterator[str]:
    schema = operator_schema(document["apiVersion"], document["kind"])
    if schema is None:
        yield f"there is no schema for {document['apiVersion']} {document['kind']} in manifest_checks/schemas"
        return
    for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
        yield _explained(error)


@cache
def operator_schema(version: str, kind: str) -> Any:
    """The schema of an operator's kind in this version of its API, None where we use no such thing."""
    folder = resources.files("manifest_checks").joinpath("schemas")
    file = folder.joinpath(f"{version.replace('/', '_')}_{kind}.json")
    return json.loads(file.read_text()) if file.is_file() else None


def _explained(error: jsonschema.ValidationError) -> str:
    path = ".".join(str(part) for part in error.absolute_path) or "the document"
    return f"{path}: {error.message[:300]}"
