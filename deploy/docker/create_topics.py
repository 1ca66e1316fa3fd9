"""Create the topics that the contracts declare, where they are missing: `python /app/create_topics.py`."""

import asyncio

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from chassis.settings import KafkaSettings
from contracts.topics import TOPICS, Topic


async def create_missing(settings: KafkaSettings) -> list[str]:
    """Create the missing topics on a broker of one node; gives their names. Raises SystemExit where one is refused."""
    admin = AIOKafkaAdminClient(**settings.connection())
    await admin.start()
    try:
        existing = set(await admin.list_topics())
        missing = [topic for topic in TOPICS if topic.name not in existing]
        answer = await admin.create_topics([_new(topic) for topic in missing]) if missing else None
    finally:
        await admin.close()
    refused = [error for error in (answer.topic_errors if answer else ()) if error[1] != 0]
    if refused:
        raise SystemExit(f"the broker refused to create topics: {refused}")
    return [topic.name for topic in missing]


def _new(topic: Topic) -> NewTopic:
    milliseconds = str(int(topic.retention.total_seconds() * 1000))
    return NewTopic(topic.name, topic.partitions, 1, topic_configs={"retention.ms": milliseconds})


if __name__ == "__main__":
    print(f"created: {', '.join(asyncio.run(create_missing(KafkaSettings()))) or 'nothing, all are there'}")
