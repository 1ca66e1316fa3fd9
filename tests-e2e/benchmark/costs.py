"""What a batch and a run cost, counted on the running system at high load: these hold on every machine.

Statements are counted by pg_stat_statements, which the server loads at its start: it is restarted for this, and again
afterwards. Commits are read from the write-ahead log: a transaction that only reads commits nothing that must last.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition
from e2e_briefs import light_brief
from e2e_system import System

from benchmark.history import emptied_outboxes
from benchmark.line import Figures, Sizes, always, course
from benchmark.load import Load, Runs, measure
from benchmark.processes import restart_postgres, stack_of
from contracts.topics import PARTITIONS, SERVICES, TOPICS
from local_stack.provision.databases import connect

_STATEMENTS = """
    SELECT datname, sum(calls)::bigint FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid GROUP BY 1"""

_COMMITS = """
    WITH record AS MATERIALIZED (
        SELECT start_lsn, xid::text AS xid, resource_manager, record_type, block_ref
        FROM pg_get_wal_records_info($1::text::pg_lsn, $2::text::pg_lsn)),
    written AS (
        SELECT DISTINCT xid, relation[1]::oid AS database
        FROM record, regexp_match(block_ref, 'rel \\d+/(\\d+)/(\\d+)') AS relation
        -- Below are the catalogues, which the server's own maintenance writes.
        WHERE relation[2]::oid >= 16384),
    committed AS (
        SELECT xid, start_lsn FROM record WHERE resource_manager = 'Transaction' AND record_type LIKE 'COMMIT%'),
    looked_at AS (
        SELECT service, first::pg_lsn, last::pg_lsn
        FROM unnest($3::text[], $4::text[], $5::text[]) AS service (service, first, last))
    SELECT datname, count(DISTINCT written.xid)
    FROM written JOIN committed USING (xid) JOIN pg_database ON pg_database.oid = written.database
    JOIN looked_at ON service = datname AND start_lsn >= first AND start_lsn < last GROUP BY 1"""

_BATCHES = re.compile(r"^aicmo_batch_records_count\{.*\} (\S+)$", re.MULTILINE)

LOOKS = 100
"""A service whose batches are too short to be looked at in between is off by the one at work, after so many tries."""

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Moment:
    """Counted since some start: statements and batches by service, where the log was then, how many runs have ended."""

    statements: Counts
    batches: Counts
    log: Mapping[str, str]
    runs: int


@dataclass(frozen=True, slots=True)
class Costs:
    """Each service's statements, durable commits and batches in a time in which so many runs ended at high load."""

    runs: int
    statements: Mapping[str, int]
    commits: Mapping[str, int]
    batches: Mapping[str, int]
    messages_per_run: float

    def figures(self) -> Figures:
        """The worst service's statements and commits a batch; what one run costs altogether."""
        return {
            "statements_per_batch": max(self.a_batch(self.statements).values()),
            "commits_per_batch": max(self.a_batch(self.commits).values()),
            "records_per_batch": round(self.runs * len(SERVICES) / sum(self.batches.values()), 1),
            "statements_per_run": round(sum(self.statements.values()) / self.runs, 3),
            "commits_per_run": round(sum(self.commits.values()) / self.runs, 3),
            "messages_per_run": round(self.messages_per_run, 2),
        }

    def by_service(self) -> dict[str, dict[str, float]]:
        """What the worst is the worst of."""
        return {
            "statements_per_batch_by_service": self.a_batch(self.statements),
            "commits_per_batch_by_service": self.a_batch(self.commits),
        }

    def a_batch(self, counted: Mapping[str, int]) -> dict[str, float]:
        """What each service needs of it for one batch."""
        return {name: round(counted.get(name, 0) / max(1, batches), 2) for name, batches in self.batches.items()}


async def costs_at_high_load(system: System, sizes: Sizes) -> Costs:
    """Count between two moments at which the line does as many light runs as it can; messages over the whole load."""
    light = course(system.bootstrap_servers, always(light_brief()))
    async with _counting_server(system) as server:
        await measure(light, Load(max(20, sizes.load // 4), sizes.at_once))
        await emptied_outboxes(system)
        messages, runs = await _messages(system.bootstrap_servers), Runs()
        async with asyncio.TaskGroup() as group:
            # As many again before and behind, so that neither moment is one of starting or of coming to rest.
            load = Load(sizes.load + 2 * sizes.at_once, sizes.at_once)
            group.create_task(measure(light, load, runs))
            await runs.reach(sizes.at_once)
            first = await _moment(system, server, runs)
            await runs.reach(sizes.at_once + sizes.load)
            last = await _moment(system, server, runs)
        await emptied_outboxes(system)
        messages = await _messages(system.bootstrap_servers) - messages
        commits = await _commits(server, first, last)
    return Costs(
        last.runs - first.runs,
        _between(first.statements, last.statements),
        {service: commits.get(service, 0) for service in SERVICES},
        _between(first.batches, last.batches),
        messages / load.runs,
    )


@asynccontextmanager
async def _counting_server(system: System) -> AsyncIterator[Any]:
    """A superuser's connection to the server while it counts; afterwards the server is as it was."""
    url = system.postgres_admin_url
    await _configured(url, "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
    try:
        await asyncio.to_thread(restart_postgres, system)
        async with connect(url) as server:
            await server.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
            await server.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect")
            yield server
            await server.execute("DROP EXTENSION pg_stat_statements, pg_walinspect")
    finally:
        await _configured(url, "ALTER SYSTEM RESET shared_preload_libraries")
        await asyncio.to_thread(restart_postgres, system)


async def _configured(url: str, statement: str) -> None:
    async with connect(url) as server:
        await server.execute(statement)


async def _moment(system: System, server: Any, runs: Runs) -> Moment:
    statements = dict(await server.fetch(_STATEMENTS))
    batches, log = dict[str, int](), dict[str, str]()
    async with httpx.AsyncClient(timeout=30) as http:
        for service, urls in _urls(system).items():
            batches[service], log[service] = await between_batches(
                partial(_handled, http, urls), partial(server.fetchval, "SELECT pg_current_wal_insert_lsn()::text")
            )
    return Moment(statements, batches, log, len(runs.ended))


async def between_batches(
    handled: Callable[[], Awaitable[int]], position: Callable[[], Awaitable[str]]
) -> tuple[int, str]:
    """A service's batches and where the log was while none ended: a batch's commit is on the same side of both."""
    before = await handled()
    for _ in range(LOOKS):
        log = await position()
        if (after := await handled()) == before:
            break
        before = after
    return before, log


async def _handled(http: httpx.AsyncClient, urls: Sequence[str]) -> int:
    texts = [(await http.get(f"{url}/metrics")).text for url in urls]
    return sum(int(float(number)) for text in texts for number in _BATCHES.findall(text))


async def _commits(server: Any, first: Moment, last: Moment) -> Counts:
    begin, end = first.log[SERVICES[0]], last.log[SERVICES[-1]]
    bounds = [[moment.log[service] for service in SERVICES] for moment in (first, last)]
    return dict(await server.fetch(_COMMITS, begin, end, list(SERVICES), *bounds))


def _between(first: Counts, last: Counts) -> Counts:
    return {service: last.get(service, 0) - first.get(service, 0) for service in SERVICES}


def _urls(system: System) -> dict[str, list[str]]:
    """Where the replicas of each service answer."""
    instances = stack_of(system).configuration.instances(system.replicas)
    return {service: [each.url for each in instances if each.service == service] for service in SERVICES}


async def _messages(servers: str) -> int:
    consumer = AIOKafkaConsumer(bootstrap_servers=servers)
    await consumer.start()
    try:
        partitions = [TopicPartition(topic.name, number) for topic in TOPICS for number in range(PARTITIONS)]
        return sum((await consumer.end_offsets(partitions)).values())
    finally:
        await consumer.stop()
