"""What delivery shows over HTTP."""

import io
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from delivery_builders import AT, RUN, UNDRAWN, Shelf, an_order
from fastapi import FastAPI

from chassis.database import Database
from chassis.objects import Objects, ObjectStore
from chassis.problems import ProblemDetail
from delivery import store
from delivery.api import file_name, routes
from delivery.domain.packing import Packed, pack

PACKAGE = f"/v1/packages/{RUN}"


def a_package() -> Packed:
    return pack(an_order(), f"delivery/{RUN}/package.zip", UNDRAWN)


async def get(database: Database, objects: Objects, path: str) -> httpx.Response:
    application = FastAPI()
    application.include_router(routes(database, objects))
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://delivery") as client:
        return await client.get(path)


async def stored(database: Database) -> Packed:
    packed = a_package()
    async with database.transaction() as tx:
        await store.save(tx, RUN, packed, AT)
    return packed


async def test_a_package_is_shown_with_its_artifacts_in_order(database: Database) -> None:
    packed = await stored(database)
    shown = (await get(database, Shelf(), PACKAGE)).json()
    assert shown["package"] == packed.package.model_dump(mode="json")
    assert shown["manifest"] == packed.manifest
    assert shown["archive_url"] == f"{PACKAGE}/archive"


async def test_the_archive_is_downloaded_under_a_safe_name_with_its_hash(database: Database) -> None:
    packed = await stored(database)
    answer = await get(database, Shelf(**{packed.package.archive: packed.archive}), f"{PACKAGE}/archive")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="campaign-riverbend-yoga-hiit.zip"'
    assert answer.headers["etag"] == f'"{sha256(answer.content).hexdigest()}"'
    assert ZipFile(io.BytesIO(answer.content)).testzip() is None


@pytest.mark.parametrize("path", [PACKAGE, f"{PACKAGE}/archive"])
async def test_a_run_without_a_package_is_not_found(database: Database, path: str) -> None:
    with pytest.raises(ProblemDetail) as problem:
        await get(database, Shelf(), path)
    assert problem.value.status == 404


async def test_a_package_whose_archive_is_gone_is_not_found(database: Database) -> None:
    await stored(database)
    with pytest.raises(ProblemDetail) as problem:
        await get(database, Shelf(), f"{PACKAGE}/archive")
    assert problem.value.status == 404


async def test_while_the_store_is_away_the_archive_is_unavailable(database: Database, tmp_path: Path) -> None:
    await stored(database)
    store = ObjectStore(f"file://{tmp_path}/objects")
    (tmp_path / "objects").rmdir()
    (tmp_path / "objects").write_text("a file in place of the folder")
    with pytest.raises(ProblemDetail) as problem:
        await get(database, store, f"{PACKAGE}/archive")
    assert problem.value.status == 503


@pytest.mark.parametrize("client", ['a"; filename="evil.exe', "../../x\r\nSet-Cookie: a", "北京书店", "x" * 300])
def test_no_clients_name_breaks_out_of_the_file_name(client: str) -> None:
    name = file_name(client, RUN)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert name.startswith("campaign-")
    assert len(name) < 80
