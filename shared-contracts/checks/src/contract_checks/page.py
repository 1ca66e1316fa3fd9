"""One static page of the AsyncAPI document of the system: no script, no font, nothing from elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

Document = Mapping[str, Any]
_SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """A row of a table of fields."""

    name: str
    kind: Markup
    required: bool
    about: str


def page(document: Document) -> str:
    """The page as HTML."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = files("contract_checks").joinpath("page.html.jinja").read_text(encoding="utf-8")
    schemas = document["components"]["schemas"]
    rendered = environment.from_string(template).render(
        info=document["info"],
        topics=[_topic(channel, document) for channel in document["channels"].values()],
        parties=_parties(document),
        messages=[_message(name, each, document) for name, each in document["components"]["messages"].items()],
        headers={name: fields(schemas[name]) for name in ("CloudEventsHeaders", "DeadLetterHeaders")},
        values=_values(document),
    )
    return f"{rendered}\n"


def fields(schema: Mapping[str, Any]) -> list[Field]:
    """The fields of an object's schema."""
    required = schema.get("required", ())
    return [
        Field(name, kind_of(inner), name in required, _about(inner))
        for name, inner in schema.get("properties", {}).items()
    ]


def kind_of(schema: Mapping[str, Any]) -> Markup:
    """What a value is, in words, with a link where it is one of the values described on the page."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_SCHEMAS)
        return Markup('<a href="#value-{0}">{0}</a>').format(name)
    if "anyOf" in schema:
        return Markup(" or ").join(kind_of(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return Markup("list of ") + kind_of(schema.get("items", {}))
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return Markup("map of ") + kind_of(schema["additionalProperties"])
    return escape(_plain(schema))


def _plain(schema: Mapping[str, Any]) -> str:
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(each) for each in schema["enum"])
    kind = str(schema.get("type", "anything"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _about(schema: Mapping[str, Any]) -> str:
    limits = {"minimum": "at least", "maximum": "at most", "pattern": "matches"}
    parts = [str(schema["description"])] if "description" in schema else []
    parts += [f"{word} {schema[keyword]}" for keyword, word in limits.items() if keyword in schema]
    if "default" in schema and "$ref" not in schema:
        parts.append(f"default {json.dumps(schema['default'], ensure_ascii=False)}")
    return "; ".join(parts)


def _topic(channel: Mapping[str, Any], document: Document) -> dict[str, Any]:
    kafka = channel["bindings"]["kafka"]
    retention = timedelta(milliseconds=kafka["topicConfiguration"]["retention.ms"])
    return {
        "address": channel["address"],
        "description": channel["description"],
        "senders": _parties_of("send", channel["address"], document),
        "receivers": _parties_of("receive", channel["address"], document),
        "messages": list(channel["messages"]),
        "partitions": kafka["partitions"],
        "retention": f"{retention.days} days",
    }


def _operations(action: str, document: Document) -> list[tuple[str, str, list[str]]]:
    """Who (party), where (topic), which types."""
    return [
        (
            operation["tags"][0]["name"],
            document["channels"][operation["channel"]["$ref"].rpartition("/")[2]]["address"],
            [each["$ref"].rpartition("/")[2] for each in operation["messages"]],
        )
        for operation in document["operations"].values()
        if operation["action"] == action
    ]


def _parties_of(action: str, topic: str, document: Document) -> list[str]:
    return [party for party, where, _ in _operations(action, document) if where == topic]


def _parties(document: Document) -> list[dict[str, Any]]:
    sends, receives = _operations("send", document), _operations("receive", document)
    names = dict.fromkeys(party for party, _, _ in (*receives, *sends))
    return [
        {
            "name": name,
            "receives": [(topic, types) for party, topic, types in receives if party == name],
            "sends": [(topic, types) for party, topic, types in sends if party == name],
        }
        for name in names
    ]


def _message(name: str, message: Mapping[str, Any], document: Document) -> dict[str, Any]:
    example = message["examples"][0]
    payload = message["payload"]
    model = payload.get("$ref", "").removeprefix(_SCHEMAS)
    return {
        "name": name,
        "title": message["title"],
        "description": message["description"].partition("\n\n")[0],
        "sent": [(party, topic) for party, topic, types in _operations("send", document) if name in types],
        "handled": [(party, topic) for party, topic, types in _operations("receive", document) if name in types],
        "fields": fields(document["components"]["schemas"][model]) if model else [],
        "schema": f"../schemas/{name}.json" if model else None,
        "whole_example": f"../examples/{name}.json" if model else None,
        "example": json.dumps(example["payload"], indent=2, ensure_ascii=False),
        "example_headers": example["headers"],
    }


def _values(document: Document) -> list[dict[str, Any]]:
    bodies = {message["payload"].get("$ref") for message in document["components"]["messages"].values()}
    return [
        {
            "name": name,
            "description": schema.get("description", ""),
            "fields": fields(schema),
            "kind": None if "properties" in schema else kind_of(schema),
        }
        for name, schema in sorted(document["components"]["schemas"].items())
        if f"{_SCHEMAS}{name}" not in bodies and not name.endswith("Headers")
    ]
