"""The outbox keeps a message from its commit to its acknowledgement, and lends it to one sweeper at a time.

Mutants: no `SKIP LOCKED` -> two sweepers at once; the lease not looked at -> the writer has it to itself; the overdue
ones chosen in a subquery -> no more than asked for.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from chassis_builders import SERVICE, a_run, an_acceptance
from chassis_doubles import START, SetClock
from chassis_tables import kept
from msgspec.structs import replace
from sqlalchemy import text

from chassis import outbox
from chassis.database import Database
from chassis.postgres import PostgresDatabase
from chassis.records import Outgoing, outgoing
from contracts.topics import events_of
from local_stack.endpoints import ScratchDatabase
from local_stack.provision.databases import connect

LEASE = timedelta(seconds=5)
LATER = START + timedelta(seconds=6)


def a_message_to_send() -> Outgoing:
    return outgoing(an_acceptance(a_run()), topic=events_of(SERVICE), service=SERVICE, clock=SetClock())


async def add(database: Database, *messages: Outgoing) -> None:
    async with database.transaction() as tx:
        await outbox.add(tx, messages, START, LEASE)


async def test_a_message_comes_out_as_it_went_in(database: Database) -> None:
    plain = a_message_to_send()
    odd = replace(
        a_message_to_send(),
        run=None,
        key=None,
        headers=[("text", "ü☕".encode()), ("raw", b"\xff\x00"), ("null", None), ("empty", b""), ("text", b"again")],
        body=None,
    )
    await add(database, plain, odd)
    async with database.transaction() as tx:
        assert await outbox.lease_overdue(tx, LATER, LEASE, 10) == [plain, odd]


async def test_until_the_lease_ends_the_writer_has_a_message_to_itself(database: Database) -> None:
    message = a_message_to_send()
    await add(database, message)
    async with database.transaction() as tx:
        assert await outbox.lease_overdue(tx, START + LEASE - timedelta(seconds=1), LEASE, 10) == []
        assert await outbox.lease_overdue(tx, START + LEASE, LEASE, 10) == [message]
        assert await outbox.lease_overdue(tx, START + LEASE, LEASE, 10) == []
        assert await outbox.lease_overdue(tx, START + LEASE + LEASE, LEASE, 10) == [message]


async def test_the_oldest_messages_come_first_and_no_more_than_asked_for(database: Database) -> None:
    messages = [a_message_to_send() for _ in range(20)]
    await add(database, *reversed(messages))
    async with database.transaction() as tx:
        assert await outbox.lease_overdue(tx, LATER, LEASE, 8) == messages[:8]
        assert await outbox.lease_overdue(tx, LATER, LEASE, 100) == messages[8:]


async def test_no_more_than_asked_for_are_taken_however_the_database_plans_it(
    postgres: PostgresDatabase, chassis_database: ScratchDatabase
) -> None:
    messages = [a_message_to_send() for _ in range(20)]
    async with connect(chassis_database.owner_url) as owner:
        # A table that was empty when it was last looked at: the plan is one for a single row.
        await owner.execute("ANALYZE outbox")
    await add(postgres, *messages)
    async with postgres.transaction() as tx:
        for join in ("hashagg", "hashjoin", "mergejoin"):
            await tx.execute(text(f"SET LOCAL enable_{join} = off"))
        assert await outbox.lease_overdue(tx, LATER, LEASE, 8) == messages[:8]


async def test_two_sweepers_at_once_take_different_messages_and_never_wait_for_each_other(
    replicas: Callable[[], PostgresDatabase],
) -> None:
    messages = [a_message_to_send() for _ in range(10)]
    one, other = replicas(), replicas()
    await add(one, *messages)
    async with one.transaction() as first, other.transaction() as second:
        taken = await outbox.lease_overdue(first, LATER, LEASE, 4)
        rest = await outbox.lease_overdue(second, LATER, LEASE, 100)
    assert (taken, rest) == (messages[:4], messages[4:])


async def test_a_sweeper_that_dies_gives_its_messages_back(replicas: Callable[[], PostgresDatabase]) -> None:
    message = a_message_to_send()
    one, other = replicas(), replicas()
    await add(one, message)
    with suppress(RuntimeError):
        async with one.transaction() as tx:
            await outbox.lease_overdue(tx, LATER, LEASE, 10)
            raise RuntimeError
    async with other.transaction() as tx:
        assert await outbox.lease_overdue(tx, LATER, LEASE, 10) == [message]


async def test_a_rolled_back_transaction_leaves_no_message(database: Database) -> None:
    with suppress(RuntimeError):
        async with database.transaction() as tx:
            await outbox.add(tx, [a_message_to_send()], START, LEASE)
            raise RuntimeError
    assert (await kept(database)).events == []


async def test_only_the_messages_named_are_removed(database: Database) -> None:
    gone, stays = a_message_to_send(), a_message_to_send()
    await add(database, gone, stays)
    for _ in range(2):
        async with database.transaction() as tx:
            await outbox.remove(tx, [gone.id])
    assert [run for _, run in (await kept(database)).events] == [stays.run]


async def test_the_depth_counts_what_waits_and_names_the_oldest_time(database: Database) -> None:
    async with database.transaction() as tx:
        assert await outbox.depth(tx) == (0, None)
        await outbox.add(tx, [a_message_to_send()], START, LEASE)
        await outbox.add(tx, [a_message_to_send()], LATER, LEASE)
        assert await outbox.depth(tx) == (2, START)
