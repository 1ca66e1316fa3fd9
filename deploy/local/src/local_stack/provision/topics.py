"""The topics that the contracts declare, created where missing, their retention kept as declared."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Protocol

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaConnectionError, TopicAlreadyExistsError, for_code

from local_stack.errors import LocalStackError

_RETENTION = "retention.ms"
# Where a setting came from, in the answer of DescribeConfigs: 1 is set on the topic itself.
_SET_ON_TOPIC = 1
_VISIBLE_LIMIT = timedelta(seconds=30)
_POLL_SECONDS = 0.02


class Topic(Protocol):
    """What the contracts say about a topic."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def partitions(self) -> int:
        """Into how many it is divided when created."""

    @property
    def retention(self) -> timedelta:
        """How long a record is kept."""


async def provision_topics(bootstrap_servers: str, wanted: Sequence[Topic]) -> list[str]:
    """Create the missing topics, correct the retention of the others, and name the topics that were changed."""
    async with _admin(bootstrap_servers) as admin:
        existing = set(await admin.list_topics())
        missing = [topic for topic in wanted if topic.name not in existing]
        if missing:
            await _create(admin, missing)
            await _wait_visible(admin, {topic.name for topic in missing})
        drifted = await _drifted(admin, [topic for topic in wanted if topic.name in existing])
        if drifted:
            await _alter(admin, drifted)
        return [topic.name for topic in missing] + [resource.name for resource in drifted]


@asynccontextmanager
async def _admin(bootstrap_servers: str) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, client_id="aicmo-local")
    try:
        await admin.start()
    except KafkaConnectionError as error:
        raise LocalStackError(f"No Kafka broker answers at {bootstrap_servers}: {error}") from error
    try:
        yield admin
    finally:
        await admin.close()


async def _create(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> None:
    answer = await admin.create_topics([_new_topic(topic) for topic in topics])
    for name, code, *explanation in answer.topic_errors:
        # Another call may have created it since we looked.
        if code not in (0, TopicAlreadyExistsError.errno):
            raise LocalStackError(f"Topic {name} could not be created: {for_code(code).__name__} {explanation}")


async def _wait_visible(admin: AIOKafkaAdminClient, names: set[str]) -> None:
    # The controller answers before the broker's clients can see the topic; a consumer that subscribes in between would
    # not look again for minutes.
    try:
        async with asyncio.timeout(_VISIBLE_LIMIT.total_seconds()):
            while not names <= set(await admin.list_topics()):
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError as error:
        raise LocalStackError(f"Created topics are not visible after {_VISIBLE_LIMIT.seconds} s.") from error


def _new_topic(topic: Topic) -> NewTopic:
    return NewTopic(
        name=topic.name,
        num_partitions=topic.partitions,
        replication_factor=1,
        topic_configs={_RETENTION: _milliseconds(topic.retention)},
    )


async def _drifted(admin: AIOKafkaAdminClient, topics: Sequence[Topic]) -> list[ConfigResource]:
    if not topics:
        return []
    settings = await _settings(admin, [topic.name for topic in topics])
    return [
        # Altering replaces all settings of the topic, so the others are sent along.
        ConfigResource(ConfigResourceType.TOPIC, topic.name, {**settings[topic.name], _RETENTION: wanted})
        for topic in topics
        if settings[topic.name].get(_RETENTION) != (wanted := _milliseconds(topic.retention))
    ]


async def _settings(admin: AIOKafkaAdminClient, names: Sequence[str]) -> Mapping[str, dict[str, str]]:
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    answers = await admin.describe_configs(resources)
    described = [resource for answer in answers for resource in answer.resources]
    for code, explanation, _, name, _ in described:
        # Unknown settings must not pass for none: altering would then remove them.
        if code:
            raise LocalStackError(f"Settings of topic {name} could not be read: {explanation}")
    return {name: _set_on_topic(entries) for _, _, _, name, entries in described}


def _set_on_topic(entries: Sequence[Sequence[Any]]) -> dict[str, str]:
    return {entry[0]: entry[1] for entry in entries if entry[3] == _SET_ON_TOPIC}


async def _alter(admin: AIOKafkaAdminClient, resources: Sequence[ConfigResource]) -> None:
    for answer in await admin.alter_configs(list(resources)):
        for code, explanation, _, name in answer.resources:
            if code:
                raise LocalStackError(f"Retention of topic {name} could not be set: {explanation}")


def _milliseconds(duration: timedelta) -> str:
    return str(int(duration.total_seconds() * 1000))
