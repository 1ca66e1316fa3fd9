"""The AsyncAPI documents: one of the system, one a service with only what it sends and receives."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from pydantic.json_schema import models_json_schema

from contract_checks.asyncapi import headers, messages
from contract_checks.asyncapi.channels import PARTIES, channel, channel_id, message_names, operations
from contract_checks.folders import Folders
from contracts.registry import MESSAGE_TYPES
from contracts.topics import SERVICES, TOPICS, Topic

SYSTEM = "system"
Document = dict[str, Any]

_ABOUT_SYSTEM = (
    "Five services turn a client's brief into a delivered campaign package, each started by the event of the one "
    "before; the orchestrator watches and undoes a run that fails. Messages are CloudEvents 1.0 in binary mode. "
    "Readers ignore fields that they don't know; what a service can't handle goes to its dead-letter topic."
)


def documents(examples: Mapping[str, Any], version: str) -> dict[str, Document]:
    """Every document by its name: `system`, and one a service."""
    whole = _document(SYSTEM, _ABOUT_SYSTEM, tuple(PARTIES), TOPICS, examples, version)
    return {SYSTEM: whole, **{service: _of_service(service, examples, version) for service in SERVICES}}


def contract_version(folders: Folders) -> str:
    """The version of the contracts' package."""
    with (folders.contracts / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def document_files(made: Mapping[str, Document]) -> dict[str, str]:
    """The text of each file by its name."""
    return {f"{name}.yaml": as_yaml(document) for name, document in made.items()}


def as_yaml(document: Document) -> str:
    """The document as its file has it."""
    head = "# Generated from the contracts: python -m contract_checks asyncapi\n"
    # Through JSON, so that values used twice are written twice: readers need not know YAML's anchors.
    plain = json.loads(json.dumps(document))
    return head + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=120)


def _of_service(service: str, examples: Mapping[str, Any], version: str) -> Document:
    access = PARTIES[service]
    topics = [topic for topic in TOPICS if topic.name in (*access.reads, *access.writes)]
    about = f"What the service {service} receives and sends; it can be tested and deployed knowing this alone."
    return _document(service, about, (service,), topics, examples, version)


def _document(
    name: str,
    about: str,
    parties: Sequence[str],
    topics: Sequence[Topic],
    examples: Mapping[str, Any],
    version: str,
) -> Document:
    names = list(dict.fromkeys(each for topic in topics for each in message_names(topic.name)))
    title = "Campaign production line" if name == SYSTEM else f"Campaign production line: {name}"
    return {
        "asyncapi": "3.0.0",
        "id": f"urn:aicmo:{name}",
        "info": {"title": title, "version": version, "description": about},
        "defaultContentType": "application/json",
        "servers": {"local": _local_server()},
        "channels": {channel_id(topic.name): channel(topic) for topic in topics},
        "operations": {key: each for party in parties for key, each in operations(party).items()},
        "components": {"messages": _messages(names, examples), "schemas": _schemas(names)},
    }


def _local_server() -> dict[str, Any]:
    return {
        "host": "127.0.0.1:19092",
        "protocol": "kafka",
        "description": "The broker that `make up` starts; elsewhere KAFKA_BOOTSTRAP_SERVERS says where it is.",
    }


def _messages(names: Sequence[str], examples: Mapping[str, Any]) -> dict[str, Any]:
    described = {name: messages.message(MESSAGE_TYPES[name], examples[name]) for name in names if name in MESSAGE_TYPES}
    if messages.DEAD_LETTER in names:
        described[messages.DEAD_LETTER] = messages.dead_letter(examples)
    return described


def _schemas(names: Sequence[str]) -> dict[str, Any]:
    models = [(MESSAGE_TYPES[name], "validation") for name in names if name in MESSAGE_TYPES]
    _, generated = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    own: dict[str, Any] = {"CloudEventsHeaders": headers.cloud_events()}
    if messages.DEAD_LETTER in names:
        own["DeadLetterHeaders"] = headers.dead_letters()
    return {**own, **generated["$defs"]}
