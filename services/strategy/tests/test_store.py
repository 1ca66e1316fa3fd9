"""What is kept of a strategy comes back as it was, in memory and on PostgreSQL alike."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from strategy_builders import AT, LATER, Place, a_brief, a_document, a_light_brief, a_run, a_strategy

from chassis.database import Database
from contracts.strategy import Strategy
from strategy import store
from strategy.domain.strategist import Document
from strategy.domain.versions import Previous


async def save(database: Database, *documents: Document, now: datetime = AT) -> None:
    for document in documents:
        async with database.transaction() as tx:
            await store.save(tx, document, now)


async def find(database: Database, document: Document) -> store.Stored | None:
    async with database.transaction() as tx:
        return await store.find(tx, document.run)


async def test_a_saved_strategy_is_found_with_every_field(database: Database) -> None:
    document = a_document()
    await save(database, document)
    assert await find(database, document) == store.Stored(document, created_at=AT, updated_at=AT)


async def test_an_unknown_run_has_no_strategy(database: Database) -> None:
    async with database.transaction() as tx:
        assert await store.find(tx, a_run()) is None


async def test_the_same_strategy_id_again_updates_and_keeps_the_time_it_was_created(database: Database) -> None:
    document = a_document()
    changed = replace(document, strategy=a_strategy(a_brief(client_name="Lotus Rest")))
    await save(database, document)
    await save(database, changed, now=LATER)
    assert await find(database, document) == store.Stored(changed, created_at=AT, updated_at=LATER)


async def test_strategies_are_independent(database: Database) -> None:
    one, other = a_document(), a_document()
    await save(database, one, other)
    await save(database, replace(other, strategy=a_strategy(a_brief(geography="Oslo"))), now=LATER)
    assert await find(database, one) == store.Stored(one, AT, AT)


async def test_a_strategy_without_kpis_pillars_or_timeline_is_kept(database: Database) -> None:
    light = a_document(a_light_brief())
    await save(database, light)
    assert await find(database, light) == store.Stored(light, AT, AT)


async def test_unicode_and_nested_json_survive(database: Database) -> None:
    brief = a_brief(client_name="Çà et là 🧘 “東京”", context={"hiring": {"roles": [{"title": "Köch", "open": None}]}})
    document = a_document(brief)
    await save(database, document)
    assert await find(database, document) == store.Stored(document, AT, AT)


async def test_kpis_channels_and_tactics_stand_in_columns_of_their_own(database: Database) -> None:
    document = a_document()
    await save(database, document)
    async with database.transaction() as tx:
        (row,) = await tx.execute(store.STRATEGY_DOCUMENT.select())
    kept = Strategy.model_validate({**row["strategy"], "kpis": row["kpis"], "channels": row["channels"]})
    assert kept == document.strategy
    assert row["tactics"] == {plan.channel: list(plan.tactics) for plan in document.strategy.channels}


async def test_a_brief_cannot_have_one_version_twice(database: Database) -> None:
    brief_id = uuid4()
    first, rival = (a_document(place=Place(a_run(), brief_id)) for _ in range(2))
    await save(database, first)
    with pytest.raises(IntegrityError):
        await save(database, rival)
    assert await find(database, rival) is None


async def test_a_run_cannot_have_two_strategies(database: Database) -> None:
    run = a_run()
    await save(database, a_document(place=Place(run, uuid4())))
    with pytest.raises(IntegrityError):
        await save(database, a_document(place=Place(run, uuid4())))


async def test_versions_start_at_1(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await save(database, a_document(place=Place(a_run(), uuid4(), version=0)))


async def test_versions_are_listed_in_order_whatever_order_they_came_in(database: Database) -> None:
    brief_id = uuid4()
    await save(
        database, a_document(), *(a_document(place=Place(a_run(), brief_id, version=one)) for one in (3, 1, 10, 2))
    )
    async with database.transaction() as tx:
        found = await store.versions(tx, brief_id)
    assert [stored.document.version for stored in found] == [1, 2, 3, 10]


async def test_the_latest_version_and_its_brief_are_given_for_each_brief_that_has_one(database: Database) -> None:
    one, other, unknown = uuid4(), uuid4(), uuid4()
    newest = a_brief(geography="Dallas")
    await save(database, a_document(newest, place=Place(a_run(), one, 2)), a_document(place=Place(a_run(), one, 1)))
    await save(database, a_document(place=Place(a_run(), other, 1)), a_document())
    async with database.transaction() as tx:
        assert await store.latest(tx, [one, other, unknown]) == {
            one: Previous(2, newest),
            other: Previous(1, a_brief()),
        }
        assert await store.latest(tx, []) == {}


async def test_reading_does_not_touch_the_time_of_the_last_write(database: Database) -> None:
    document = a_document()
    await save(database, document)
    first = await find(database, document)
    async with database.transaction() as tx:
        await store.versions(tx, document.brief_id)
    assert await find(database, document) == first


async def test_a_rollback_leaves_nothing(database: Database) -> None:
    document = a_document()

    async def save_and_fail() -> None:
        async with database.transaction() as tx:
            await store.save(tx, document, AT)
            raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await save_and_fail()
    assert await find(database, document) is None
