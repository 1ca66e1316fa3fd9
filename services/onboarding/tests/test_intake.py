"""What a request over HTTP is read as, and what a brief that was refused before is answered.

Mutants: the trace parent taken as it comes -> the trace parents; whatever is false taken for no id -> the ids; the
stored judgement not asked for -> the brief that was rejected over Kafka; `in_time` left out -> no answer in time; the
request's id left out of its dead letter's -> the brief that was discarded before; a CloudEvent that names no run given
a new one -> the event that comes again; the request's id told as the cause -> the id of the event.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from msgspec.structs import replace
from onboarding_builders import NOW, RUN, TODAY, a_form
from sqlalchemy import select, update

from chassis import dead_letter_changes, patience
from chassis.clock import SystemClock
from chassis.database import Database, Row, Transaction
from chassis.dead_letter_audit import Order
from chassis.memory import MemoryBroker, MemoryPublisher
from chassis.problems import ProblemDetail
from chassis.records import Message, Record, decode, headers_from_json
from chassis.relay import Relay
from chassis.schema import DEAD_LETTER, OUTBOX
from chassis.station import Station
from chassis.step import Outcome, Perform, Received
from chassis.telemetry import Telemetry
from contracts.envelope import STRUCTURED
from contracts.topics import INTAKE
from onboarding import store
from onboarding.domain.form import fill
from onboarding.intake import Intake, Submission, intake_routes, read_submission
from onboarding.step import step, take_brief

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
NO_TRACE = ["00-" + "a" * 20_000, "garbage", "a\0b", "\ud800", "00-é"]


def read(body: Any, **headers: str) -> Submission:
    return read_submission({name.replace("_", "-"): value for name, value in headers.items()}, body, RUN)


def plain(traceparent: str) -> Submission:
    return read(json.dumps(a_form()).encode(), traceparent=traceparent)


def structured(traceparent: str) -> Submission:
    return read(an_event("1", traceparent=traceparent), content_type=STRUCTURED)


def event_run(id: str, **attributes: str) -> UUID:
    return read(an_event(id, **attributes), content_type=STRUCTURED).payload.run


def an_event(id: str, **attributes: str) -> bytes:
    event = {"id": id, "source": "/crm", "type": "aicmo.brief.submitted.v1", **attributes}
    return json.dumps({**event, "data": {"brief": a_form()}}).encode()


@pytest.mark.parametrize("way", [plain, structured])
def test_a_trace_parent_is_passed_on_where_it_is_one(way: Any) -> None:
    assert way(TRACE).traceparent == TRACE
    assert [way(given).traceparent for given in NO_TRACE] == [None] * len(NO_TRACE)


@pytest.mark.parametrize("run", [False, [], 0, "", "seven"])
def test_an_id_that_is_none_is_refused_rather_than_replaced(run: Any) -> None:
    with pytest.raises(ProblemDetail) as refused:
        read(json.dumps({"workflow_run_id": run, "brief": a_form()}).encode())
    assert (refused.value.status, refused.value.extensions["problems"][0]["field"]) == (422, "workflow_run_id")


@pytest.mark.parametrize("chosen", [{}, {"workflow_run_id": None}])
def test_a_brief_without_an_id_gets_one(chosen: dict[str, None]) -> None:
    assert read(json.dumps({**chosen, "brief": a_form()}).encode()).payload.run == RUN


@pytest.mark.parametrize("subject", [{}, {"subject": "deal-77"}])
def test_a_cloud_event_that_names_no_run_has_the_one_that_kafka_gives_it(
    subject: dict[str, str],
) -> None:
    one, again, other = (event_run(each, **subject) for each in ("crm-1", "crm-1", "crm-2"))
    record = Record(INTAKE, 0, 0, None, [("content-type", STRUCTURED.encode())], an_event("crm-1", **subject))
    known = decode(record, SystemClock())
    assert isinstance(known, Message)
    assert one == again == known.run
    assert other not in (one, RUN)


@pytest.mark.parametrize("id", ["crm-1", "crm-" + "9" * 500])
async def test_what_answers_a_cloud_event_names_its_id_also_when_it_is_tried_again(database: Database, id: str) -> None:
    intake = an_intake(database)
    await intake.take(read(an_event(id), content_type=STRUCTURED))
    async with database.transaction() as tx:
        [sent] = await tx.execute(select(OUTBOX))
    assert dict(headers_from_json(sent["headers"]))["ce_causationid"] == id[:200].encode()
    await an_intake(database, perform=fail).take(read(an_event(id, subject=str(RUN)), content_type=STRUCTURED))
    [letter] = await letters(database)
    assert dict(headers_from_json(letter["headers"]))["ce_id"] == id[:200].encode()


def test_a_cloud_event_whose_id_no_header_can_hold_is_refused() -> None:
    with pytest.raises(ProblemDetail) as refused:
        read(an_event("\ud800"), content_type=STRUCTURED)
    assert refused.value.status == 400


async def test_a_brief_that_was_rejected_over_kafka_is_rejected_over_http_too(database: Database) -> None:
    form = {"client_name": "only"}
    async with database.transaction() as tx:
        await store.save(tx, fill(RUN, RUN, form, TODAY), NOW)
    with pytest.raises(ProblemDetail) as refused:
        await an_intake(database).take(read(json.dumps({"workflow_run_id": str(RUN), "brief": form}).encode()))
    assert refused.value.status == 422
    assert {"industry", "primary_offer"} <= {each["field"] for each in refused.value.extensions["problems"]}


@pytest.mark.parametrize("way", [plain, structured])
async def test_a_brief_that_is_taken_is_kept_though_it_was_discarded_before(database: Database, way: Any) -> None:
    intake, brief = an_intake(database, perform=fail), way(TRACE)
    assert (await intake.take(brief))[0] == 202
    discarded = await letters(database)
    async with database.transaction() as tx:
        await tx.execute(update(DEAD_LETTER).values(status="parked"))
        assert await dead_letter_changes.discard(tx, discarded[0]["id"], Order("Ann", NOW)) == "parked"
    assert (await intake.take(brief))[0] == 202
    first, second = await letters(database)
    assert (first["id"], first["status"]) == (discarded[0]["id"], "discarded")
    assert (second["workflow_run_id"], second["status"], second["attempts"]) == (brief.payload.run, "retrying", 1)


class AwayDatabase:
    """Opens no transaction, and says so only to who has given up."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        await asyncio.Event().wait()
        raise AssertionError
        yield

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        return self.transaction()

    async def close(self) -> None:
        """Nothing is open."""


async def test_while_the_database_is_away_a_brief_is_answered_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.05)
    service = FastAPI()
    service.include_router(intake_routes(an_intake(AwayDatabase())))
    transport = httpx.ASGITransport(service)
    async with httpx.AsyncClient(transport=transport, base_url="http://onboarding") as client, asyncio.timeout(5):
        with pytest.raises(ProblemDetail) as refused:
            await client.post("/v1/briefs", json={"brief": a_form()})
    assert refused.value.status == 503


async def fail(_: Received) -> Outcome:
    raise LookupError("no model")


async def letters(database: Database) -> Sequence[Row]:
    async with database.transaction() as tx:
        return await tx.execute(select(DEAD_LETTER).order_by(DEAD_LETTER.c.created_at))


def an_intake(database: Database, perform: Perform = take_brief) -> Intake:
    clock = SystemClock()
    relay = Relay(database, MemoryPublisher(MemoryBroker()), clock)
    station = Station("onboarding", database, relay, clock, Telemetry("onboarding"))
    return Intake(replace(step(), perform=perform), station)
