"""Two versions of one event side by side: sent in one step, read by who knows both once, passed over by who knows one.

Mutants: `_unknown` giving PassedOver for any type -> the strangers; giving Poison for all -> the reader that knows one;
`_announcements` without `beside` -> the producer; `starting` giving `starts_on` alone -> each version starts; `handled`
left empty in `_pass_over` -> the letter of an earlier version.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

import pytest
from chassis_builders import (
    Performance,
    a_handler,
    a_message,
    a_run,
    a_station,
    a_step,
    a_submission,
    an_acceptance,
    rows_of,
    with_header,
)
from chassis_desk import Desk
from chassis_doubles import Letterbox, SetClock
from chassis_tables import kept
from msgspec.structs import replace
from sqlalchemy import update

from chassis import records
from chassis.database import Database
from chassis.handler import StepHandler
from chassis.records import PassedOver, Poison, Record, decode
from chassis.schema import DEAD_LETTER
from chassis.step import Done, Outcome, Received, Refused, Step
from contracts.messages import BriefRejected, BriefSubmitted
from contracts.payload import Payload, RunId
from contracts.topics import INTAKE

V1, V2 = BriefSubmitted.type, "aicmo.brief.submitted.v2"


class BriefSubmittedV2(Payload):
    """The brief under another name, which no reader of the first version finds."""

    type: ClassVar[str] = V2

    form: dict[str, str]


class BriefAcceptedV2(Payload):
    """An event's second version."""

    type: ClassVar[str] = "aicmo.brief.accepted.v2"

    grade: int


class BriefRejectedV2(Payload):
    """A refusal's second version."""

    type: ClassVar[str] = "aicmo.brief.rejected.v2"

    grade: int


@pytest.fixture
def both_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's registry has the second version too."""
    types = {**records._TYPES, INTAKE: {**records._TYPES[INTAKE], V2: BriefSubmittedV2}}
    monkeypatch.setattr(records, "_TYPES", MappingProxyType(types))


@dataclass(slots=True)
class Versed(Performance):
    """Reads both versions, and announces two of its own."""

    async def perform(self, received: Received) -> Outcome:
        self.performed.append(received.run)
        match received.message:
            case BriefSubmittedV2(form=brief):
                pass
            case _:
                brief = received.message.brief
        if "refuse" in brief:
            refusal = BriefRejected(workflow_run_id=received.run, reason="no")
            return Refused(refusal, beside=(BriefRejectedV2(workflow_run_id=received.run, grade=0),))
        newer = BriefAcceptedV2(workflow_run_id=received.run, grade=1)
        return Done(an_acceptance(received.run), rows_of(received.run, brief), beside=(newer,))


def a_versed_step(work: Performance) -> Step:
    """A step that starts on either version."""
    return replace(a_step(work), or_on=(BriefSubmittedV2,))


def a_second_version(run: RunId, *, beside: str | None = V1, title: str = "second") -> Record:
    """A submission as its second version tells it, `beside` the first."""
    body = BriefSubmittedV2(workflow_run_id=run, form={"title": title}).model_dump_json().encode()
    told = with_header(replace(a_submission(run), body=body), "ce_type", V2.encode())
    return with_header(told, "ce_alsosentas", beside.encode()) if beside else told


@pytest.mark.parametrize("refused", [{}, {"refuse": "no"}], ids=["done", "refused"])
async def test_a_step_announces_all_versions_in_its_transaction_and_the_newer_ones_say_what_they_are_beside(
    database: Database, refused: dict[str, str]
) -> None:
    run, letterbox = a_run(), Letterbox()
    handler = StepHandler(a_step(Versed()), a_station(database, publisher=letterbox))
    await handler.handle([a_submission(run, **refused)])
    name = "brief.rejected" if refused else "brief.accepted"
    assert (await kept(database)).events_of(run) == [f"{name}.v2", name]
    [entry] = await handler._forward.handle([a_message(a_submission(a_run(), **refused))])
    newer, event = (dict(each.headers) for each in entry.messages)
    assert newer["ce_alsosentas"] == event["ce_type"] == f"aicmo.{name}.v1".encode()
    assert "ce_alsosentas" not in event
    assert newer["ce_id"] != event["ce_id"]


async def test_a_reader_that_knows_the_first_version_alone_starts_on_it_once_and_passes_the_second_over(
    database: Database,
) -> None:
    run, work = a_run(), Performance()
    handler = StepHandler(a_step(work), station := a_station(database))
    await handler.handle([a_second_version(run), a_submission(run, title="first")])
    found = await kept(database)
    assert (work.performed, found.titles, found.letters) == ([run], {run: "first"}, [])
    assert counted(station.telemetry.registry) == {"done": 1, "passed_over": 1}


def counted(registry: object) -> dict[str, float]:
    """How many records had which outcome."""
    samples = [sample for metric in registry.collect() for sample in metric.samples]  # type: ignore[attr-defined]
    return {each.labels["outcome"]: each.value for each in samples if each.name == "aicmo_records_total"}


@pytest.mark.usefixtures("both_known")
@pytest.mark.parametrize("apart", [False, True], ids=["one batch", "two batches"])
@pytest.mark.parametrize("first", [V1, V2])
async def test_a_reader_that_knows_both_starts_the_run_once_on_whichever_comes_first(
    database: Database, apart: bool, first: str
) -> None:
    run, work = a_run(), Versed()
    handler = StepHandler(a_versed_step(work), a_station(database))
    both = [a_submission(run, title=V1), a_second_version(run, title=V2)]
    batches = both if first == V1 else both[::-1]
    for batch in [[each] for each in batches] if apart else [batches]:
        await handler.handle(batch)
    found = await kept(database)
    assert (work.performed, found.titles, found.letters) == ([run], {run: first}, [])
    assert found.events_of(run) == ["brief.accepted.v2", "brief.accepted"]


@pytest.mark.usefixtures("both_known")
async def test_each_version_alone_starts_the_run(database: Database) -> None:
    old, new = a_run(), a_run()
    handler = StepHandler(a_versed_step(Versed()), a_station(database))
    await handler.handle([a_submission(old, title="a"), a_second_version(new, beside=None, title="b")])
    assert (await kept(database)).titles == {old: "a", new: "b"}


@pytest.mark.usefixtures("both_known")
async def test_a_run_of_which_the_newer_version_can_not_be_read_is_done_by_the_older(database: Database) -> None:
    run, work = a_run(), Versed()
    broken = replace(a_second_version(run), body=b'{"form": 7}')
    await StepHandler(a_versed_step(work), a_station(database)).handle([broken, a_submission(run)])
    found = await kept(database)
    assert (work.performed, [each["reason"] for each in found.letters]) == ([run], ["invalid_body"])


STRANGERS = {
    "sent alone": a_second_version(a_run(), beside=None),
    "beside a version that is not known either": a_second_version(a_run(), beside="aicmo.brief.submitted.v0"),
    "beside another event": a_second_version(a_run(), beside="aicmo.client.signed.v1"),
    "beside a type of another topic": with_header(
        a_second_version(a_run(), beside="aicmo.qc.passed.v1"), "ce_type", b"aicmo.qc.passed.v2"
    ),
    "of no run": replace(a_second_version(a_run()), key=b"nobody"),
}


@pytest.mark.parametrize("record", STRANGERS.values(), ids=STRANGERS)
async def test_an_unknown_type_of_which_no_known_version_comes_is_parked(database: Database, record: Record) -> None:
    assert isinstance(decode(record, SetClock()), Poison)
    await a_handler(database).handle([record])
    assert [each["reason"] for each in (await kept(database)).letters] == ["unknown_type"]


def test_what_is_passed_over_says_of_which_run_it_is_and_in_which_version_it_comes_too() -> None:
    run = a_run()
    passed = decode(a_second_version(run), SetClock())
    assert isinstance(passed, PassedOver)
    assert (passed.run, passed.type, passed.also_sent_as) == (run, V2, V1)


async def test_a_letter_that_an_earlier_version_parked_is_resolved_by_a_replay(desk: Desk) -> None:
    run = a_run()
    [key] = await desk.park(a_second_version(run, beside=None))
    headers = [[name, (value or b"").decode()] for name, value in a_second_version(run).headers]
    refused = await desk.http.post(f"/{key}/edit", json={"headers": headers})
    assert (refused.status_code, V1 in refused.text) == (422, True)
    # As it lies in the table where a service that passed nothing over has parked it.
    await as_parked_by_an_earlier_version(desk, headers)
    await desk.http.post(f"/{key}/replay")
    await desk.retry()
    assert (await desk.statuses(), desk.work.performed) == (["replayed"], [])


async def as_parked_by_an_earlier_version(desk: Desk, headers: list[list[str]]) -> None:
    async with desk.database.transaction() as tx:
        await tx.execute(update(DEAD_LETTER).values(headers=headers))
