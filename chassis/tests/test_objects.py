"""A run's files lie under its own prefix, in a folder, in memory or in S3, and nothing reaches outside.

Mutants: a folder listed by the store itself -> the unfinished file, the file that is being written; the newest file not
looked at -> the runs that are old enough; a page judged by itself -> a run on two pages;
all pages held -> no more runs at once; empty folders looked for from the root -> a prefix that leaves the folder.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import obstore
import pytest
from chassis_builders import a_run
from moto.server import ThreadedMotoServer
from obstore.exceptions import BaseError

from chassis import objects
from chassis.objects import ObjectNotFound, ObjectStore, ObjectsUnavailable, run_prefix
from contracts.payload import RunId

LATER = datetime.now(UTC) + timedelta(days=1)
EARLIER = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    """Run an S3-compatible server with one bucket; gives its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    httpx.put(f"{address}/packages").raise_for_status()
    yield address
    server.stop()


@pytest.fixture(params=["file", "memory", "s3"])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ObjectStore]:
    """Open an empty store of each kind."""
    if request.param == "memory":
        yield ObjectStore("memory:///")
    elif request.param == "file":
        yield ObjectStore(f"file://{tmp_path}/a%20folder/objects")
    else:
        monkeypatch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("s3_server"))
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        yield ObjectStore(f"s3://packages/{a_run()}")


async def old_runs(store: ObjectStore, service: str, older_than: datetime) -> set[RunId]:
    """All runs that the store names."""
    return {run async for found in store.runs_with_objects(service, older_than) for run in found}


async def keys_found(store: ObjectStore, *keys: str) -> list[str]:
    """Those of the keys that have an object."""
    found = []
    for key in keys:
        try:
            await store.get(key)
        except ObjectNotFound:
            continue
        found.append(key)
    return found


async def test_an_object_comes_back_as_it_was_and_the_same_key_replaces_it(store: ObjectStore) -> None:
    await store.put("delivery/x/größe.pdf", b"\x00first")
    await store.put("delivery/x/größe.pdf", b"second")
    assert await store.get("delivery/x/größe.pdf") == b"second"


async def test_an_empty_and_a_large_object_come_back(store: ObjectStore) -> None:
    for key, content in (("delivery/x/empty", b""), ("delivery/x/large", b"\x01" * 3_000_000)):
        await store.put(key, content)
        assert await store.get(key) == content


async def test_an_object_that_is_not_there_is_not_found(store: ObjectStore) -> None:
    with pytest.raises(ObjectNotFound):
        await store.get("delivery/x/nothing")


async def test_a_prefix_is_deleted_with_all_in_it_and_once(store: ObjectStore) -> None:
    run, other = a_run(), a_run()
    inside = [f"{run_prefix('delivery', run)}{name}" for name in ("a.pdf", "deep/er/b.csv")]
    outside = [f"{run_prefix('delivery', other)}a.pdf", f"{run_prefix('production', run)}a.pdf"]
    for key in (*inside, *outside):
        await store.put(key, b"x")
    assert await store.delete_prefix(run_prefix("delivery", run)) == 2
    assert await store.delete_prefix(run_prefix("delivery", run)) == 0
    assert await keys_found(store, *inside, *outside) == outside


async def test_a_neighbour_whose_name_begins_alike_is_kept(store: ObjectStore) -> None:
    await store.put("delivery/abc/x", b"x")
    await store.put("delivery/abcd/x", b"x")
    assert await store.delete_prefix("delivery/abc/") == 1
    assert await keys_found(store, "delivery/abc/x", "delivery/abcd/x") == ["delivery/abcd/x"]


async def test_the_runs_with_objects_are_those_of_the_service_that_are_old_enough(store: ObjectStore) -> None:
    run, other = a_run(), a_run()
    await store.put(f"{run_prefix('delivery', run)}a", b"x")
    await store.put(f"{run_prefix('delivery', run)}deep/b", b"x")
    await store.put(f"{run_prefix('production', other)}a", b"x")
    await store.put("delivery/no-run/a", b"x")
    assert await old_runs(store, "delivery", LATER) == {run}
    assert await old_runs(store, "delivery", EARLIER) == set()
    assert await old_runs(store, "qc", LATER) == set()


@pytest.mark.parametrize("page", [1, objects.PAGE])
async def test_a_run_with_one_fresh_file_is_not_old_enough_on_one_page_or_on_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(objects, "PAGE", page)
    store = ObjectStore(f"file://{tmp_path}")
    half_old, old = RunId(UUID(int=7)), RunId(UUID(int=8))
    for run, names in ((half_old, ("fresh", "old")), (old, ("a", "b"))):
        for name in names:
            await store.put(f"{run_prefix('delivery', run)}{name}", b"x")
            if name != "fresh":
                os.utime(tmp_path / run_prefix("delivery", run) / name, (0, 0))
    assert await old_runs(store, "delivery", EARLIER) == {old}


async def test_no_more_runs_are_named_at_once_than_there_are_objects_on_a_page(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "PAGE", 2)
    for _ in range(7):
        await store.put(f"{run_prefix('delivery', a_run())}a", b"x")
    sizes = [len(found) async for found in store.runs_with_objects("delivery", LATER)]
    assert sum(sizes) == 7
    assert max(sizes) <= 2


async def test_a_store_that_can_not_be_reached_is_told_from_an_object_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{unused_tcp_port}")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    with pytest.raises(ObjectsUnavailable):
        await ObjectStore("s3://packages/prefix").get("delivery/a")


@pytest.mark.parametrize("key", ["../escaped", "delivery/../../escaped", "/../escaped", "a/%2e%2e/%2e%2e/escaped"])
async def test_a_key_never_leaves_the_folder(tmp_path: Path, key: str) -> None:
    store = ObjectStore(f"file://{tmp_path}/objects")
    with suppress(BaseError, ValueError):
        await store.put(key, b"x")
    assert not [path for path in tmp_path.rglob("escaped") if tmp_path / "objects" not in path.parents]
    assert not (tmp_path.parent / "escaped").exists()


async def test_a_prefix_never_leaves_the_folder(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("x")
    store = ObjectStore(f"file://{tmp_path}/objects")
    await store.put("delivery/x/a", b"x")
    (tmp_path / "empty").mkdir()
    for prefix in ("../precious/", "delivery/../../precious/", "/precious/", f"{tmp_path}/empty/"):
        with suppress(BaseError, ValueError):
            await store.delete_prefix(prefix)
    assert (tmp_path / "precious" / "file").read_text() == "x"
    assert (tmp_path / "empty").is_dir()


async def test_deleting_leaves_no_empty_folders_behind(tmp_path: Path) -> None:
    store, run = ObjectStore(f"file://{tmp_path}"), a_run()
    await store.put(f"{run_prefix('delivery', run)}deep/er/a", b"x")
    await store.delete_prefix(run_prefix("delivery", run))
    assert not (tmp_path / "delivery" / str(run)).exists()


async def test_deleting_removes_what_a_killed_write_left_behind(tmp_path: Path) -> None:
    store, run = ObjectStore(f"file://{tmp_path}"), a_run()
    await store.put(f"{run_prefix('delivery', run)}package.zip", b"x")
    (tmp_path / "delivery" / str(run) / "package.zip#1").write_bytes(b"half of")
    await store.delete_prefix(run_prefix("delivery", run))
    assert not (tmp_path / "delivery" / str(run)).exists()


async def test_a_run_with_nothing_but_an_unfinished_file_is_found_once_that_is_old_and_emptied(tmp_path: Path) -> None:
    store, run = ObjectStore(f"file://{tmp_path}"), a_run()
    unfinished = tmp_path / "delivery" / str(run) / "2" / "package.zip#1"
    unfinished.parent.mkdir(parents=True)
    unfinished.write_bytes(b"half of")
    assert await old_runs(store, "delivery", EARLIER) == set()
    os.utime(unfinished, (0, 0))
    assert await old_runs(store, "delivery", EARLIER) == {run}
    assert await store.delete_prefix(run_prefix("delivery", run)) == 1
    assert await old_runs(store, "delivery", LATER) == set()


async def test_a_run_whose_file_is_just_being_written_is_not_old_enough_however_old_its_others_are(
    tmp_path: Path,
) -> None:
    store, run = ObjectStore(f"file://{tmp_path}"), a_run()
    for name in ("a", "package.zip", "z"):
        await store.put(f"{run_prefix('delivery', run)}{name}", b"x")
        os.utime(tmp_path / run_prefix("delivery", run) / name, (0, 0))
    (tmp_path / run_prefix("delivery", run) / "package.zip#1").write_bytes(b"half of")
    assert await old_runs(store, "delivery", EARLIER) == set()


async def test_an_object_that_can_not_be_deleted_keeps_no_other_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, prefix = ObjectStore(f"file://{tmp_path}"), run_prefix("delivery", a_run())
    for name in "abc":
        await store.put(f"{prefix}{name}", b"x")
    delete, refused = obstore.delete_async, list[str]()

    async def refuse_the_first(kept: Any, key: str) -> None:
        if not refused:
            refused.append(key)
            raise PermissionError(key)
        await delete(kept, key)

    monkeypatch.setattr(obstore, "delete_async", refuse_the_first)
    with pytest.raises(PermissionError):
        await store.delete_prefix(prefix)
    assert await keys_found(store, f"{prefix}a", f"{prefix}b", f"{prefix}c") == refused
