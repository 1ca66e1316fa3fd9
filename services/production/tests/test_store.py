"""Drafts, bundles and assets in the database, PostgreSQL and memory alike."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid5

import pytest
from production_builders import AT, NAMES, OTHER_RUN, RUN, a_brief, a_strategy_drafted
from sqlalchemy import delete, func, select

from chassis.database import Database
from chassis.rows import delete_runs
from contracts.draft import Asset, Section
from contracts.payload import RunId
from production import store
from production.domain.files import produce

LATER = AT + timedelta(hours=1)


def a_record(run: RunId = RUN) -> store.DraftRecord:
    message = a_strategy_drafted(run=run)
    made = produce(message, AT, f"production/{run}/")
    return store.DraftRecord(run, message.brief_id, message.strategy_id, made.draft, made.bundle)


def an_asset(name: str) -> Asset:
    return Asset(
        asset_id=uuid5(NAMES, name),
        kind="note",
        name=name,
        media_type="text/plain",
        size=2**40,
        sha256="ab" * 32,
        reference=f"production/x/{name}",
    )


def with_assets(record: store.DraftRecord, *assets: Asset) -> store.DraftRecord:
    return replace(record, bundle=record.bundle.model_copy(update={"assets": assets}))


async def save(database: Database, *records: store.DraftRecord) -> None:
    async with database.transaction() as tx:
        for record in records:
            await store.save(tx, record, AT)


async def find(database: Database, run: RunId = RUN) -> store.DraftRecord | None:
    async with database.transaction() as tx:
        return await store.find(tx, run)


async def save_and_fail(database: Database) -> None:
    async with database.transaction() as tx:
        await store.save(tx, a_record(), AT)
        raise RuntimeError("stop")


async def counts(database: Database) -> list[int]:
    async with database.transaction() as tx:
        found = [await tx.execute(select(func.count().label("n")).select_from(table)) for table in store.TABLES]
    return [int(rows[0]["n"]) for rows in found]


async def test_a_saved_draft_keeps_every_field(database: Database) -> None:
    record = a_record()
    await save(database, record)
    assert await find(database) == replace(record, created_at=AT, updated_at=AT)


async def test_a_draft_is_found_by_its_own_id_too(database: Database) -> None:
    record = a_record()
    await save(database, record)
    async with database.transaction() as tx:
        found = await store.find_draft(tx, record.draft.draft_id)
    assert found == await find(database)


async def test_unicode_and_nested_json_survive(database: Database) -> None:
    text = "শিউলি 北京 “quoted” \\ \n| cell | 🙂"
    section = Section(section_id="overview", title=text, form="prose", body=text)
    record = a_record()
    record = replace(record, draft=record.draft.model_copy(update={"title": text, "sections": (section,)}))
    await save(database, record)
    found = await find(database)
    assert found is not None
    assert (found.draft.title, found.draft.sections) == (text, (section,))


async def test_an_unknown_run_or_draft_is_none_and_an_unknown_bundle_has_no_assets(database: Database) -> None:
    async with database.transaction() as tx:
        assert await store.find(tx, OTHER_RUN) is None
        assert await store.find_draft(tx, OTHER_RUN) is None
        assert await store.assets_of(tx, OTHER_RUN) == ()


async def test_the_same_draft_id_again_updates_the_draft_and_keeps_when_it_was_made(database: Database) -> None:
    record = a_record()
    await save(database, record)
    changed = replace(record, draft=record.draft.model_copy(update={"title": "Second wording", "revision": 2}))
    async with database.transaction() as tx:
        await store.save(tx, changed, LATER)
    assert await find(database) == replace(changed, created_at=AT, updated_at=LATER)


async def test_assets_are_replaced_as_a_whole_and_keep_their_order(database: Database) -> None:
    record = a_record()
    await save(database, record)
    fewer = with_assets(record, an_asset("zebra.txt"), an_asset("apple.txt"))
    await save(database, fewer)
    found = await find(database)
    assert found is not None
    assert [asset.name for asset in found.bundle.assets] == ["zebra.txt", "apple.txt"]
    assert await counts(database) == [1, 1, 2]


async def test_a_bundle_without_assets_is_kept(database: Database) -> None:
    await save(database, with_assets(a_record()))
    found = await find(database)
    assert found is not None
    assert found.bundle.assets == ()


async def test_runs_are_independent(database: Database) -> None:
    await save(database, a_record(), a_record(OTHER_RUN))
    async with database.transaction() as tx:
        removed = await delete_runs(tx, store.TABLES, [RUN])
    assert removed[RUN] == {"content_draft": 1, "draft_bundle": 1, "bundle_asset": 7}
    assert await find(database) is None
    assert await find(database, OTHER_RUN) == replace(a_record(OTHER_RUN), created_at=AT, updated_at=AT)


async def test_deleting_a_draft_takes_its_bundle_and_assets_along(database: Database) -> None:
    await save(database, a_record())
    async with database.transaction() as tx:
        await tx.execute(delete(store.CONTENT_DRAFT))
    assert await counts(database) == [0, 0, 0]


async def test_reading_does_not_touch_updated_at(database: Database) -> None:
    await save(database, a_record())
    first, second = await find(database), await find(database)
    assert first is not None
    assert second is not None
    assert first.updated_at == second.updated_at == AT


async def test_a_rollback_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="stop"):
        await save_and_fail(database)
    assert await counts(database) == [0, 0, 0]


def test_every_table_names_the_run_its_rows_belong_to() -> None:
    message = a_strategy_drafted(a_brief())
    groups = store.rows(a_record())
    assert [group.table for group in groups] == list(store.TABLES)
    assert {row["workflow_run_id"] for group in groups for row in group.rows} == {message.run}
