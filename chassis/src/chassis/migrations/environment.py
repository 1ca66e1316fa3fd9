"""What a service's `migrations/env.py` does: as the database's owner grant, then bring its tables to a revision."""

import asyncio
import os
from collections.abc import Sequence

from alembic import context
from sqlalchemy import Connection, MetaData, pool
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.database import asyncpg_url
from chassis.migrations.grants import grant


def run(service: str, tables: Sequence[MetaData]) -> None:
    """Grant the role `<service>_app` what it needs, then run the migrations of a service.

    The owner's URL is `<SERVICE>_MIGRATION_DATABASE_URL`, or alembic's `-x url=`.
    Raises SystemExit where neither is set.
    """
    if context.is_offline_mode():
        context.configure(dialect_name="postgresql", target_metadata=list(tables), literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection, tables)
    else:
        asyncio.run(_connect_and_migrate(_url(service), f"{service}_app", tables))


def _url(service: str) -> str:
    variable = f"{service.upper()}_MIGRATION_DATABASE_URL"
    url = context.get_x_argument(as_dictionary=True).get("url") or os.environ.get(variable)
    if not url:
        raise SystemExit(f"{variable} is not set: the URL of the role that owns the {service} database")
    return asyncpg_url(url)


async def _connect_and_migrate(url: str, app_role: str, tables: Sequence[MetaData]) -> None:
    engine = create_async_engine(url, poolclass=pool.NullPool)
    try:
        async with engine.begin() as connection:
            await grant(connection, app_role)
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, tables)
    finally:
        await engine.dispose()


def _migrate(connection: Connection, tables: Sequence[MetaData]) -> None:
    context.configure(connection=connection, target_metadata=list(tables), compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
