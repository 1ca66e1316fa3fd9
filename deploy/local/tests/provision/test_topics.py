"""The topics of the contracts exist, and keep their records as long as declared."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from local_stack.endpoints import KafkaEndpoint
from local_stack.provision.topics import provision_topics

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ATopic:
    name: str
    retention: timedelta = WEEK
    partitions: int = 3


async def settings(server: KafkaEndpoint, name: str) -> dict[str, str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=server.bootstrap_servers)
    await admin.start()
    try:
        [answer] = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
        return {entry[0]: entry[1] for entry in answer.resources[0][4]}
    finally:
        await admin.close()


def test_missing_topics_are_created_with_their_partitions_and_retention(kafka_server: KafkaEndpoint) -> None:
    async def scenario() -> None:
        assert await provision_topics(kafka_server.bootstrap_servers, [ATopic("created")]) == ["created"]
        assert (await settings(kafka_server, "created"))["retention.ms"] == "604800000"
        assert await provision_topics(kafka_server.bootstrap_servers, [ATopic("created")]) == []

    asyncio.run(scenario())


def test_a_drifted_retention_is_corrected_and_other_settings_are_left_alone(kafka_server: KafkaEndpoint) -> None:
    async def scenario() -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=kafka_server.bootstrap_servers)
        await admin.start()
        configured = {"retention.ms": "1000", "segment.bytes": "2097152"}
        await admin.create_topics([NewTopic("drifted", 1, 1, topic_configs=configured)])
        while "drifted" not in await admin.list_topics():
            await asyncio.sleep(0.02)
        await admin.close()
        assert await provision_topics(kafka_server.bootstrap_servers, [ATopic("drifted")]) == ["drifted"]
        found = await settings(kafka_server, "drifted")
        assert (found["retention.ms"], found["segment.bytes"]) == ("604800000", "2097152")

    asyncio.run(scenario())
