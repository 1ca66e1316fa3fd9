"""Databases for the competitors, migrated like the services' own, on the same server; removed afterwards."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from chassis.testing import migrate
from contracts.topics import PARTITIONS, SERVICES
from local_stack.endpoints import PostgresEndpoint

PREFIX = "twin"


@asynccontextmanager
async def scratch_databases(admin_url: str) -> AsyncIterator[dict[str, str]]:
    """Give the owner's URL of a database for each service, and of one more under `dbos`."""
    server = PostgresEndpoint(admin_url)
    urls: dict[str, str] = {}
    try:
        for service in (*SERVICES, "dbos"):
            made = await server.create_database(f"{PREFIX}_{service}")
            urls[service] = made.owner_url
            if service in SERVICES:
                await asyncio.to_thread(migrate, service, made.owner_url)
        yield urls
    finally:
        for service in (*SERVICES, "dbos"):
            await server.drop_database(f"{PREFIX}_{service}")


@asynccontextmanager
async def twin_topics(servers: str, topics: list[str]) -> AsyncIterator[None]:
    """Topics for the twin, with as many partitions as the line's."""
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(topic, PARTITIONS, 1) for topic in topics])
        yield
    finally:
        await admin.delete_topics(topics)
        await admin.close()


async def connect(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    """A connection by a URL as the services have it."""
    return await asyncpg.connect(url.replace("+asyncpg", ""))


def write_json(path: Path, value: object) -> None:
    """Write down what another process needs."""
    path.write_text(json.dumps(value))
