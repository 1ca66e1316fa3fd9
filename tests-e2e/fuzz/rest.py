"""Waiting until the system is at rest: nothing unread, nothing to try again, nothing to send, no run unfinished."""

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from e2e_line import Line
from e2e_polling import eventually

from contracts.topics import ORCHESTRATOR, SERVICES
from fuzz.seeds import read_topics

_DUE = "UPDATE workflow_run SET wake_at = now() WHERE wake_at > now() RETURNING workflow_run_id"
_OPEN = "SELECT count(*) FROM workflow_run WHERE status NOT IN ('COMPLETED', 'COMPENSATED')"
_RETRYING = "SELECT count(*) FROM dead_letter WHERE status = 'retrying'"


async def lags(line: Line) -> dict[str, int]:
    """How many records of its topics each service has not committed yet; services that have all are left out."""
    admin = AIOKafkaAdminClient(bootstrap_servers=line.system.bootstrap_servers)
    consumer = AIOKafkaConsumer(bootstrap_servers=line.system.bootstrap_servers, enable_auto_commit=False)
    await admin.start()
    await consumer.start()
    try:
        found = {service: await _lag(admin, consumer, service) for service in SERVICES}
    finally:
        await consumer.stop()
        await admin.close()
    return {service: records for service, records in found.items() if records}


async def all_read(line: Line, limit: float) -> None:
    """Wait until every service has read all of its topics and has nothing to try again."""

    async def probe() -> bool:
        retrying = [(await line.databases.fetch(service, _RETRYING))[0][0] for service in SERVICES]
        return not any(retrying) and not await lags(line)

    await eventually(probe, "everything read, nothing to try again", limit)


async def all_ended(line: Line, limit: float) -> int:
    """Let the deadlines of runs that are still open pass, and wait until they are undone; gives how many there were.

    A forged event begins a run that nothing can finish: its deadline ends it. The table is told so, not waited for.
    """
    waited = len(await line.databases.fetch(ORCHESTRATOR, _DUE))

    async def probe() -> bool:
        still: int = (await line.databases.fetch(ORCHESTRATOR, _OPEN))[0][0]
        return still == 0

    await eventually(probe, "every run ended", limit)
    return waited


async def unwell(line: Line) -> list[str]:
    """The services that do not answer `/live` and `/ready` with 200."""
    paths = [(service, path) for service in SERVICES for path in ("/live", "/ready")]
    answers = [(service, path, await line.get(service, path)) for service, path in paths]
    return [f"{service}{path}: {answer.status_code}" for service, path, answer in answers if answer.status_code != 200]


async def _lag(admin: AIOKafkaAdminClient, consumer: AIOKafkaConsumer, service: str) -> int:
    topics = [topic for topic in read_topics() if service in topic.read_by]
    partitions = [TopicPartition(topic.name, number) for topic in topics for number in range(topic.partitions)]
    ends = await consumer.end_offsets(partitions)
    committed = await admin.list_consumer_group_offsets(service, partitions=partitions)
    return sum(max(0, ends[each] - max(0, committed[each].offset)) for each in partitions)
