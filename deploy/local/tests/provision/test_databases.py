"""The databases themselves keep the services apart."""

import asyncio

import asyncpg
import pytest

from local_stack.endpoints import PostgresEndpoint, ScratchDatabase
from local_stack.provision.databases import DatabaseRoles, connect, database_url, provision_databases


async def two_databases(server: PostgresEndpoint) -> tuple[ScratchDatabase, ScratchDatabase]:
    return await server.create_database("alpha"), await server.create_database("beta")


async def execute(url: str, sql: str) -> object:
    async with connect(url) as connection:
        return await connection.fetchval(sql)


def test_the_owner_can_create_a_table_and_the_app_role_can_only_use_it(postgres_server: PostgresEndpoint) -> None:
    async def scenario() -> None:
        alpha, _ = await two_databases(postgres_server)
        await execute(
            alpha.owner_url, "CREATE TABLE IF NOT EXISTS thing (id bigint GENERATED ALWAYS AS IDENTITY, name text)"
        )
        await execute(alpha.app_url, "INSERT INTO thing (name) VALUES ('one')")
        await execute(alpha.app_url, "UPDATE thing SET name = 'two'")
        assert await execute(alpha.app_url, "SELECT name FROM thing") == "two"
        await execute(alpha.app_url, "DELETE FROM thing")
        for statement in ("CREATE TABLE mine (id int)", "DROP TABLE thing", "TRUNCATE thing", "CREATE SCHEMA mine",
                          "CREATE TEMPORARY TABLE mine (id int)", "ALTER TABLE thing ADD COLUMN more int"):  # fmt: skip
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await execute(alpha.app_url, statement)

    asyncio.run(scenario())


def test_no_role_can_connect_to_another_services_database(postgres_server: PostgresEndpoint) -> None:
    async def scenario() -> None:
        alpha, beta = await two_databases(postgres_server)
        for url in (alpha.app_url, alpha.owner_url):
            for database in (beta.name, "postgres", "template1"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await execute(database_url(url, database), "SELECT 1")

    asyncio.run(scenario())


def test_a_role_needs_its_password(postgres_server: PostgresEndpoint) -> None:
    async def scenario() -> None:
        alpha, _ = await two_databases(postgres_server)
        password = alpha.app_url.split("@")[0].split(":")[-1]
        with pytest.raises(asyncpg.InvalidPasswordError):
            await execute(alpha.app_url.replace(password, "a-guess"), "SELECT 1")

    asyncio.run(scenario())


def test_provisioning_again_keeps_the_rows_and_takes_the_new_password(postgres_server: PostgresEndpoint) -> None:
    async def scenario() -> None:
        alpha, _ = await two_databases(postgres_server)
        await execute(alpha.owner_url, "CREATE TABLE IF NOT EXISTS kept AS SELECT 7 AS number")
        changed = alpha.app_url.replace(alpha.app_url.split("@")[0].split(":")[-1], "changed")
        for _ in range(2):
            wanted = DatabaseRoles.from_urls(alpha.owner_url, changed)
            await provision_databases(postgres_server.admin_url, [wanted])
        assert await execute(changed, "SELECT number FROM kept") == 7

    asyncio.run(scenario())


def test_a_clone_has_the_rows_and_the_privileges_of_its_template(postgres_server: PostgresEndpoint) -> None:
    async def scenario() -> None:
        template = await postgres_server.create_database("template_of_tests")
        await execute(template.owner_url, "CREATE TABLE thing AS SELECT 1 AS number")
        clone = await postgres_server.clone_database(template, "clone_of_tests")
        await execute(clone.app_url, "UPDATE thing SET number = 2")
        assert await execute(template.app_url, "SELECT number FROM thing") == 1
        await postgres_server.drop_database(clone.name)
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await execute(clone.owner_url, "SELECT 1")

    asyncio.run(scenario())
