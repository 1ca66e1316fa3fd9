"""What the fuzzer starts from: the contracts' examples, and bodies of a real run of the light package."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from e2e_briefs import REPOSITORY, light_brief
from e2e_topics import Seen

from contracts.messages import BriefSubmitted
from contracts.registry import TYPES_BY_TOPIC
from contracts.topics import SERVICES, TOPICS, Topic

Body = dict[str, Any]
EXAMPLES = REPOSITORY / "shared-contracts" / "examples"


def read_topics() -> tuple[Topic, ...]:
    """The topics that a service reads."""
    return tuple(topic for topic in TOPICS if readers_of(topic.name))


def readers_of(name: str) -> tuple[str, ...]:
    """The services that read a topic."""
    return tuple(reader for topic in TOPICS if topic.name == name for reader in topic.read_by if reader in SERVICES)


def examples() -> dict[str, Body]:
    """The contracts' example of each type that a service reads."""
    types = {model.type for topic in read_topics() for model in TYPES_BY_TOPIC[topic.name]}
    return {kind: json.loads((EXAMPLES / f"{kind}.json").read_text()) for kind in sorted(types)}


def cheap_bodies(seen: Sequence[Seen], run: UUID) -> Mapping[str, Body]:
    """The examples, but what costs work when it is performed is taken from this light run's own records."""
    lived = {each.type: each.data for each in seen if each.type in examples()}
    submitted = BriefSubmitted(workflow_run_id=run, brief=light_brief()).model_dump(mode="json")
    return {**examples(), **lived, BriefSubmitted.type: submitted}


def renamed(body: Body, run: UUID) -> Body:
    """The body as that of another run, wherever it names its own."""
    own = str(body["workflow_run_id"])
    copy: Body = json.loads(json.dumps(body).replace(own, str(run)))
    return copy
