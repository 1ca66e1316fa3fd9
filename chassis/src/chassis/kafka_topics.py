"""What the broker says of its topics."""

from collections.abc import Sequence
from datetime import timedelta

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from chassis.settings import KafkaSettings


async def longest_retention(settings: KafkaSettings, topics: Sequence[str]) -> timedelta | None:
    """The longest `retention.ms` of these topics, None where one of them is unlimited. Raises KafkaError."""
    admin = AIOKafkaAdminClient(**settings.connection())
    await admin.start()
    try:
        wanted = [ConfigResource(ConfigResourceType.TOPIC, topic) for topic in topics]
        answers = await admin.describe_configs(wanted)
    finally:
        await admin.close()
    found = [resource for answer in answers for resource in answer.resources]
    kept = [int(entry[1]) for resource in found for entry in resource[4] if entry[0] == "retention.ms"]
    if len(kept) != len(topics):
        raise KafkaError(f"the broker did not tell the retention of every topic of {', '.join(topics)}")
    return None if min(kept) < 0 else timedelta(milliseconds=max(kept))
