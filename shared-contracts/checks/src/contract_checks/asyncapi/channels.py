"""Topics as AsyncAPI channels, and who sends and receives on them as operations."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from contract_checks.asyncapi.messages import DEAD_LETTER
from contracts.access import ACCESS, UPSTREAM_ACCESS, Access
from contracts.flows import COMMANDS, HANDLED, SENT
from contracts.payload import Payload
from contracts.registry import TYPES_BY_TOPIC
from contracts.topics import INTAKE, UPSTREAM, Topic

PARTIES: Mapping[str, Access] = MappingProxyType({**ACCESS, UPSTREAM: UPSTREAM_ACCESS})
_BINDING_VERSION = "0.5.0"


def channel_id(topic: str) -> str:
    """The channel's name within the documents."""
    return topic.replace(".", "-")


def message_names(topic: str) -> list[str]:
    """The messages that anyone sends on a topic, by type; the registry lets a topic carry a few more."""
    if topic not in TYPES_BY_TOPIC:
        return [DEAD_LETTER]
    sent = {model for party, access in PARTIES.items() if topic in access.writes for model in SENT[party]}
    return [model.type for model in TYPES_BY_TOPIC[topic] if model in sent]


def channel(topic: Topic) -> dict[str, Any]:
    """One topic with its messages, partitions and retention."""
    retention = int(topic.retention.total_seconds() * 1000)
    return {
        "address": topic.name,
        "title": topic.name,
        "description": _description(topic),
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in message_names(topic.name)},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {"cleanup.policy": ["delete"], "retention.ms": retention},
                "bindingVersion": _BINDING_VERSION,
            }
        },
    }


def operations(party: str) -> dict[str, Any]:
    """What a party sends and receives, topic by topic."""
    access = PARTIES[party]
    sends = {
        f"{party}-sends-{channel_id(topic)}": _operation("send", party, topic, names)
        for topic in access.writes
        if (names := _names(topic, SENT[party]))
    }
    receives = {
        f"{party}-receives-{channel_id(topic)}": _operation("receive", party, topic, names)
        for topic in access.reads
        if (names := _names(topic, HANDLED[party]))
    }
    return {**receives, **sends}


def _names(topic: str, models: tuple[type[Payload], ...]) -> list[str]:
    if topic not in TYPES_BY_TOPIC:
        return [DEAD_LETTER]
    carried = message_names(topic)
    return [model.type for model in models if model.type in carried]


def _operation(action: Literal["send", "receive"], party: str, topic: str, names: list[str]) -> dict[str, Any]:
    here = f"#/channels/{channel_id(topic)}"
    return {
        "action": action,
        "title": f"{party} {action}s on {topic}",
        "summary": _summary(action, party, topic, names),
        "channel": {"$ref": here},
        "tags": [{"name": party}],
        "messages": [{"$ref": f"{here}/messages/{name}"} for name in names],
        **({"bindings": _group(party)} if action == "receive" else {}),
    }


def _summary(action: str, party: str, topic: str, names: list[str]) -> str:
    ignored = len(message_names(topic)) - len(names)
    answers = [answer.type for command, sent in COMMANDS.items() if command.type in names for answer in sent]
    if action == "receive" and answers:
        return f"{party} obeys, and answers with {' or '.join(answers)}"
    verb = "sends" if action == "send" else "acts on"
    rest = "; it ignores the other types of the topic" if action == "receive" and ignored else ""
    return f"{party} {verb} {', '.join(names)}{rest}"


def _group(party: str) -> dict[str, Any]:
    group = PARTIES[party].group
    schema: dict[str, Any] = {"type": "string", "enum": [group]}
    if party == UPSTREAM:
        schema = {"type": "string", "pattern": f"^{group}", "description": "Each system reads in a group of its own."}
    return {"kafka": {"groupId": schema, "bindingVersion": _BINDING_VERSION}}


def _description(topic: Topic) -> str:
    text = (
        f"Written by {_listed(topic.written_by)}; read by {_listed(topic.read_by)}. {topic.partitions} partitions, "
        f"kept for {topic.retention.days} days. The record's key is the run's id."
    )
    if topic.name == INTAKE:
        text += (
            " A brief may also come as a structured CloudEvent (`application/cloudevents+json`). The body may leave "
            "`workflow_run_id` out: then `ce_subject` names the run, else the key, else it is made from `ce_source` "
            "and `ce_id`."
        )
    return text


def _listed(names: tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
