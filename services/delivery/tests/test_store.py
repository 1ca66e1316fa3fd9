"""Packages and artifacts in the database, PostgreSQL and memory alike."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid5

import pytest
from delivery_builders import (
    AT,
    NAMES,
    RUN,
    UNDRAWN,
    a_brief,
    a_bundle,
    a_light_event,
    a_passed_draft,
    an_asset,
    an_order,
)
from sqlalchemy import delete, func, select

from chassis.database import Database
from chassis.rows import delete_runs
from contracts.payload import RunId
from delivery import store
from delivery.domain.packing import Packed, pack, pack_light

OTHER_RUN = RunId(uuid5(NAMES, "other run"))
LATER = AT + timedelta(hours=1)


def a_package() -> Packed:
    brief = a_brief(client_name="শিউলি মোটরস 北京", context={"nested": [{"深": [1.5, None, True]}]})
    return pack(an_order(a_passed_draft(brief=brief)), "delivery/key.zip", UNDRAWN)


def another_package() -> Packed:
    event = a_passed_draft(workflow_run_id=OTHER_RUN)
    return pack(an_order(event), "delivery/other.zip", UNDRAWN)


async def count(database: Database, table: str) -> int:
    async with database.transaction() as tx:
        (row,) = await tx.execute(select(func.count().label("count")).select_from(store.METADATA.tables[table]))
    return int(row["count"])


async def saved(database: Database, packed: Packed, run: RunId = RUN) -> store.Delivered:
    async with database.transaction() as tx:
        await store.save(tx, run, packed, AT)
        found = await store.find(tx, run)
    assert found is not None
    return found


async def test_a_saved_package_keeps_every_field_unicode_and_nesting_included(database: Database) -> None:
    packed = a_package()
    assert await saved(database, packed) == store.Delivered(RUN, packed.package, packed.manifest, AT, AT)


async def test_an_unknown_run_has_no_package(database: Database) -> None:
    async with database.transaction() as tx:
        assert await store.find(tx, RUN) is None


async def test_the_same_package_again_replaces_it_and_its_artifacts(database: Database) -> None:
    await saved(database, a_package())
    light = pack_light(an_order(a_light_event(), b"light"), "delivery/new.zip")
    async with database.transaction() as tx:
        await store.save(tx, RUN, light, LATER)
        found = await store.find(tx, RUN)
    assert found == store.Delivered(RUN, light.package, light.manifest, AT, LATER)
    assert await count(database, "delivery_artifact") == 2


async def test_artifacts_keep_their_order(database: Database) -> None:
    assets = [an_asset(f"{letter}.svg") for letter in "zebra"]
    packed = pack(an_order(a_passed_draft(bundle=a_bundle(*assets)), *[b"<svg/>"] * 5), "key", UNDRAWN)
    backwards = packed.package.model_copy(update={"artifacts": packed.package.artifacts[::-1]})
    found = await saved(database, replace(packed, package=backwards))
    assert found.package.artifacts == packed.package.artifacts


async def test_a_package_without_artifacts_is_kept(database: Database) -> None:
    packed = a_package()
    bare = replace(packed, package=packed.package.model_copy(update={"artifacts": ()}))
    await saved(database, packed)
    assert (await saved(database, bare)).package.artifacts == ()


async def test_packages_are_independent_and_undoing_one_run_leaves_the_other(database: Database) -> None:
    await saved(database, a_package())
    other = await saved(database, another_package(), OTHER_RUN)
    async with database.transaction() as tx:
        removed = await delete_runs(tx, store.TABLES, [RUN])
        assert await store.find(tx, RUN) is None
        assert await store.find(tx, OTHER_RUN) == other
    assert removed == {RUN: {"delivery_package": 1, "delivery_artifact": len(a_package().package.artifacts)}}


async def test_deleting_a_package_deletes_its_artifacts(database: Database) -> None:
    await saved(database, a_package())
    async with database.transaction() as tx:
        await tx.execute(delete(store.PACKAGE))
    assert await count(database, "delivery_artifact") == 0


async def test_a_rollback_leaves_nothing(database: Database) -> None:
    async def save_and_fail() -> None:
        async with database.transaction() as tx:
            await store.save(tx, RUN, a_package(), AT)
            raise LookupError

    with pytest.raises(LookupError):
        await save_and_fail()
    assert await count(database, "delivery_package") == await count(database, "delivery_artifact") == 0


async def test_reading_does_not_touch_updated_at(database: Database) -> None:
    first = await saved(database, a_package())
    async with database.transaction() as tx:
        assert await store.find(tx, RUN) == first
