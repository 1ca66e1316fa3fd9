"""The form of a run is kept as it was, in memory and in PostgreSQL alike."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from onboarding_builders import NOW, OTHER_RUN, RUN, TODAY, a_form, a_signed_client

from chassis.database import Database
from chassis.rows import delete_runs
from contracts.payload import RunId
from onboarding import store
from onboarding.domain.form import Accepted, FilledForm, Rejected, fill


def a_filled_form(run: RunId = RUN, **fields: Any) -> FilledForm:
    return fill(run, run, a_form(**fields), TODAY)


async def saved(database: Database, form: FilledForm, now: datetime = NOW) -> store.FormRecord:
    async with database.transaction() as tx:
        await store.save(tx, form, now)
    return await found(database, form.run)


async def found(database: Database, run: RunId = RUN) -> store.FormRecord:
    async with database.transaction() as tx:
        record = await store.find(tx, run)
    assert record is not None
    return record


async def opened(database: Database, **fields: Any) -> None:
    async with database.transaction() as tx:
        await store.open_form(tx, a_signed_client(**fields), NOW)


async def test_an_accepted_form_keeps_every_field(database: Database) -> None:
    form = a_filled_form(budget="10-20k EUR", context={"shop": {"clé": ["Größe", 7, None, {"🧴": True}]}})
    record = await saved(database, form)
    assert isinstance(form.judgement, Accepted)
    assert (record.status, record.brief_id, record.fingerprint) == ("accepted", RUN, form.fingerprint)
    assert (record.submission, record.brief) == (form.submission, form.judgement.brief)
    assert (record.scope, record.completeness, record.questions) == form.judgement.assessment
    assert (record.problems, record.client) == ((), None)
    assert (record.created_at, record.updated_at) == (NOW, NOW)


async def test_a_rejected_form_keeps_its_problems_and_what_was_sent(database: Database) -> None:
    form = a_filled_form(client_name="a\x00b", objective=None)
    record = await saved(database, form)
    assert isinstance(form.judgement, Rejected)
    assert (record.status, record.problems, record.submission) == ("rejected", form.judgement.problems, form.submission)
    assert (record.brief, record.scope, record.completeness, record.questions) == (None, None, None, ())


async def test_an_unknown_run_has_no_form(database: Database) -> None:
    async with database.transaction() as tx:
        assert await store.find(tx, RUN) is None


async def test_the_same_run_again_updates_its_form(database: Database) -> None:
    await saved(database, a_filled_form())
    later = NOW + timedelta(hours=1)
    record = await saved(database, a_filled_form(client_name="Renamed"), later)
    assert record.brief is not None
    assert record.brief.client_name == "Renamed"
    assert (record.created_at, record.updated_at) == (NOW, later)


async def test_reading_a_form_does_not_touch_it(database: Database) -> None:
    assert await saved(database, a_filled_form()) == await found(database)


async def test_a_signed_client_opens_a_form_that_waits_for_its_brief(database: Database) -> None:
    await opened(database)
    record = await found(database)
    assert (record.status, record.client) == ("awaiting_brief", a_signed_client())
    assert (record.brief_id, record.submission, record.brief, record.questions) == (None, None, None, ())


async def test_a_brief_fills_the_form_that_its_client_opened(database: Database) -> None:
    await opened(database)
    record = await saved(database, a_filled_form())
    assert (record.status, record.client) == ("accepted", a_signed_client())


@pytest.mark.parametrize("fields", [{}, {"objective": "world peace"}], ids=["accepted", "rejected"])
async def test_a_late_signature_leaves_the_brief_and_its_status_alone(
    database: Database, fields: dict[str, Any]
) -> None:
    before = await saved(database, a_filled_form(**fields))
    await opened(database)
    after = await found(database)
    assert after.client == a_signed_client()
    assert (after.status, after.brief, after.problems) == (before.status, before.brief, before.problems)
    assert (after.submission, after.fingerprint, after.brief_id) == (
        before.submission,
        before.fingerprint,
        before.brief_id,
    )


async def test_a_signature_without_a_zone_is_taken_as_utc(database: Database) -> None:
    await opened(database, signed_at=datetime(2026, 11, 20, 16, 5))
    assert (await found(database)).client == a_signed_client()


async def test_a_client_with_the_least_said_is_kept(database: Database) -> None:
    await opened(database, lead_id=None, contract_value=None)
    assert (await found(database)).client == a_signed_client(lead_id=None, contract_value=None)


async def test_forms_of_different_runs_are_independent(database: Database) -> None:
    first = await saved(database, a_filled_form())
    await saved(database, a_filled_form(OTHER_RUN, client_name="Another"))
    async with database.transaction() as tx:
        assert await delete_runs(tx, store.TABLES, [OTHER_RUN]) == {OTHER_RUN: {"onboarding_forms": 1}}
    assert await found(database) == first


async def save_and_fail(database: Database) -> None:
    async with database.transaction() as tx:
        await store.save(tx, a_filled_form(), NOW)
        raise LookupError


async def test_a_rolled_back_form_leaves_nothing(database: Database) -> None:
    with pytest.raises(LookupError):
        await save_and_fail(database)
    async with database.transaction() as tx:
        assert await store.find(tx, RUN) is None
