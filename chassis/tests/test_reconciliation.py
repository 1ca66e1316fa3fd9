"""A service asks about the runs that it holds and nobody has settled, and removes files that belong to no run.

Mutants: the settlement not stored -> the settled run; known runs not kept -> the old files;
failed runs not asked about -> the refused run; no age that a file must have -> the young file;
rows not looked at -> the run whose ledger entry is gone; a client with its own context -> the trusted authorities.
"""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from chassis_builders import SERVICE, a_command, a_run, a_station, a_step, a_submission
from chassis_doubles import SetClock
from chassis_tables import kept
from structlog.testing import capture_logs

from chassis.database import Database
from chassis.handler import StepHandler
from chassis.ledger import forget
from chassis.objects import ObjectNotFound, ObjectStore, run_prefix
from chassis.reconciliation import BULK, Reconciliation, ask_over_http
from contracts.payload import RunId

AFTER = timedelta(minutes=30)


@dataclass(slots=True)
class Orchestrator:
    """Answers that the runs in `settled` are, and remembers what it was asked."""

    settled: set[RunId] = field(default_factory=set)
    asked: list[list[RunId]] = field(default_factory=list)
    away: bool = False

    async def ask(self, service: str, runs: Sequence[RunId]) -> set[RunId]:
        """Answer for one service."""
        assert service == SERVICE
        if self.away:
            raise httpx.ConnectError("away")
        self.asked.append(list(runs))
        return self.settled & set(runs)

    @property
    def runs_asked(self) -> set[RunId]:
        """All runs that it was asked about."""
        return {run for runs in self.asked for run in runs}


class Bench:
    """A service with its reconciliation, and a clock that is set."""

    def __init__(self, database: Database, objects: ObjectStore | None = None) -> None:
        self.clock = SetClock(datetime.now(UTC))
        self.orchestrator = Orchestrator()
        self.handler = StepHandler(a_step(), a_station(database, clock=self.clock))
        self.reconciliation = Reconciliation(a_step(), database, self.orchestrator.ask, self.clock, AFTER, objects)

    async def done(self, *runs: RunId) -> None:
        """These runs are done here."""
        await self.handler.handle([a_submission(run) for run in runs])


async def test_a_run_that_is_done_for_longer_than_the_limit_is_asked_about(database: Database) -> None:
    bench, run = Bench(database), a_run()
    await bench.done(run)
    assert await bench.reconciliation.round() == 0
    bench.clock.advance(minutes=31)
    assert await bench.reconciliation.round() == 1
    assert bench.orchestrator.asked == [[run]]


async def test_a_settled_run_is_never_asked_about_again_and_another_is_in_the_next_round(database: Database) -> None:
    bench, settled, open_ = Bench(database), a_run(), a_run()
    await bench.done(settled, open_)
    bench.orchestrator.settled = {settled}
    bench.clock.advance(minutes=31)
    counts = [await bench.reconciliation.round() for _ in range(3)]
    assert counts == [2, 1, 1]
    assert bench.orchestrator.asked[1:] == [[open_], [open_]]


async def test_a_refused_run_is_asked_about_too_and_a_compensated_one_never(database: Database) -> None:
    bench, failed, undone = Bench(database), a_run(), a_run()
    await bench.handler.handle([a_submission(failed, refuse="no"), a_submission(undone)])
    await bench.handler.handle([a_command(undone)])
    bench.clock.advance(minutes=31)
    assert (await bench.reconciliation.round(), bench.orchestrator.asked) == (1, [[failed]])


async def test_all_of_many_runs_are_asked_about_in_bulk_settled_or_not(database: Database) -> None:
    bench, runs = Bench(database), [a_run() for _ in range(2 * BULK + 1)]
    await bench.done(*runs)
    bench.orchestrator.settled = set(runs[: BULK // 2])
    bench.clock.advance(minutes=31)
    assert await bench.reconciliation.round() == len(runs)
    assert bench.orchestrator.runs_asked == set(runs)
    assert sum(map(len, bench.orchestrator.asked)) == len(runs)
    assert max(map(len, bench.orchestrator.asked)) <= BULK


async def test_while_the_orchestrator_is_away_nothing_is_settled_and_the_next_round_asks_again(
    database: Database,
) -> None:
    bench, run = Bench(database), a_run()
    await bench.done(run)
    bench.clock.advance(minutes=31)
    bench.orchestrator.away = True
    with pytest.raises(httpx.ConnectError):
        await bench.reconciliation.round()
    bench.orchestrator.away = False
    assert await bench.reconciliation.round() == 1


async def test_a_settled_run_that_is_undone_after_all_is_undone(database: Database) -> None:
    bench, run = Bench(database), a_run()
    await bench.done(run)
    bench.orchestrator.settled = {run}
    bench.clock.advance(minutes=31)
    await bench.reconciliation.round()
    await bench.handler.handle([a_command(run)])
    found = await kept(database)
    assert (found.ledger, found.rows_of(run)) == ({run: "compensated"}, 0)


async def test_old_files_without_a_run_are_removed_and_those_of_known_runs_are_kept(database: Database) -> None:
    objects = ObjectStore("memory:///")
    bench, known, failed, lost, undone = Bench(database, objects), a_run(), a_run(), a_run(), a_run()
    await bench.done(known)
    await bench.handler.handle([a_submission(failed, refuse="no"), a_command(undone)])
    for run in (known, failed, lost, undone):
        await objects.put(_file(run), b"x")
    await bench.reconciliation.round()
    assert [await _there(objects, run) for run in (known, failed, lost, undone)] == [True] * 4
    bench.clock.advance(minutes=31)
    await bench.reconciliation.round()
    assert [await _there(objects, run) for run in (known, failed, lost, undone)] == [True, True, False, False]


async def test_old_files_of_a_run_whose_ledger_entry_is_gone_are_kept_as_long_as_its_rows(database: Database) -> None:
    objects = ObjectStore("memory:///")
    bench, run = Bench(database, objects), a_run()
    await bench.done(run)
    await objects.put(_file(run), b"x")
    async with database.transaction() as tx:
        await forget(tx, [run])
    bench.clock.advance(minutes=31)
    await bench.reconciliation.round()
    assert await _there(objects, run)


async def test_a_round_without_files_leaves_even_lost_ones(database: Database) -> None:
    objects = ObjectStore("memory:///")
    bench, lost = Bench(database, objects), a_run()
    await objects.put(_file(lost), b"x")
    bench.clock.advance(minutes=31)
    await bench.reconciliation.round(files=False)
    assert await _there(objects, lost)
    await bench.reconciliation.round()
    assert not await _there(objects, lost)


async def test_a_young_file_is_kept_for_its_step_may_be_at_work_however_soon_runs_are_asked_about(
    database: Database,
) -> None:
    objects = ObjectStore("memory:///")
    bench, at_work = Bench(database, objects), a_run()
    impatient = replace(bench.reconciliation, after=timedelta(seconds=1))
    await objects.put(_file(at_work), b"x")
    bench.clock.advance(minutes=14)
    await impatient.round()
    assert await _there(objects, at_work)
    bench.clock.advance(minutes=2)
    await impatient.round()
    assert not await _there(objects, at_work)


async def test_what_a_killed_write_of_a_run_unknown_here_left_unfinished_is_removed_and_told(
    database: Database, tmp_path: Path
) -> None:
    bench, lost, known = Bench(database, ObjectStore(f"file://{tmp_path}")), a_run(), a_run()
    await bench.done(known)
    left = [tmp_path / f"{_file(run)}#1" for run in (lost, known)]
    for path in left:
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half of")
    await bench.reconciliation.round()
    assert [path.exists() for path in left] == [True, True]
    bench.clock.advance(minutes=31)
    with capture_logs() as lines:
        await bench.reconciliation.round()
    assert [path.exists() for path in left] == [False, True]
    assert [(line["run"], line["files"]) for line in lines] == [(str(lost), 1)]


async def test_files_of_other_services_are_left_alone(database: Database) -> None:
    objects = ObjectStore("memory:///")
    bench, run = Bench(database, objects), a_run()
    await objects.put(f"{run_prefix('delivery', run)}a.pdf", b"x")
    bench.clock.advance(days=2)
    await bench.reconciliation.round()
    assert await objects.get(f"{run_prefix('delivery', run)}a.pdf") == b"x"


async def test_the_question_over_http_names_the_service_and_the_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    run, other = a_run(), a_run()
    seen: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.content)
        return httpx.Response(200, json={"settled": [str(run)]})

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", _gateway(answer))
    assert await ask_over_http("http://orchestrator:1")(SERVICE, [run, other]) == {run}
    assert SERVICE.encode() in seen[0]
    assert str(other).encode() in seen[0]


async def test_the_trusted_authorities_are_read_once_however_often_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", _gateway(_nothing_settled))
    await ask_over_http("http://orchestrator:1")(SERVICE, [a_run()])
    monkeypatch.setattr(ssl, "create_default_context", _never)
    await ask_over_http("http://orchestrator:1")(SERVICE, [a_run()])
    with pytest.raises(AssertionError):
        httpx.AsyncClient()


async def test_an_orchestrator_that_refuses_the_question_is_not_taken_for_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", _gateway(lambda _: httpx.Response(503)))
    with pytest.raises(httpx.HTTPStatusError):
        await ask_over_http("http://orchestrator:1")(SERVICE, [a_run()])


def _nothing_settled(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"settled": []})


def _never(*_: Any, **__: Any) -> ssl.SSLContext:
    raise AssertionError("the authorities are read again")


def _file(run: RunId) -> str:
    return f"{run_prefix(SERVICE, run)}a.pdf"


async def _there(objects: ObjectStore, run: RunId) -> bool:
    try:
        await objects.get(_file(run))
    except ObjectNotFound:
        return False
    return True


def _gateway(answer: object) -> object:
    async def handle(_transport: object, request: httpx.Request) -> httpx.Response:
        given: httpx.Response = answer(request)  # type: ignore[operator]
        return given

    return handle
