"""Every service's events become runs and commands: a batch in one transaction, whoever else is at work.

Mutants: `with_for_update` and the revision check both removed -> …on_four_replicas_are_all_kept; `station.park` removed
-> a_record_that_can_not_be_read_…; `keep_briefs` removed -> the_brief_…; the outbox left out of the transaction ->
…are_one_transaction; what the statement did not store taken for stored -> what_another_transaction_changes_…;
gathering always, never, or where only one run is midway -> the_next_batch_gathers_….
"""

import asyncio
from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from orchestrator_builders import (
    BRIEF_ID,
    OTHER_RUN,
    RUN,
    a_brief,
    a_run,
    all_done,
    all_undone,
    compensated,
    done,
    failed,
    parked,
)
from orchestrator_faults import Crash, CrashingDatabase, ForgetfulDatabase
from orchestrator_shell import SetClock, a_poison, a_record, an_observer, commands, connect, hear, sent, stored
from sqlalchemy import select, text

from chassis.database import Database, MemoryDatabase
from chassis.postgres import PostgresDatabase
from chassis.schema import DEAD_LETTER, MESSAGING_METADATA, OUTBOX
from contracts.messages import RunStatus
from contracts.payload import Payload, RunId
from contracts.topics import STEP_SERVICES, WORKFLOW_EVENTS, commands_of
from orchestrator import store
from orchestrator.domain.run import State
from orchestrator.observer import GATHER_SECONDS, Observer
from orchestrator.tables import METADATA


async def test_a_batch_of_many_runs_is_observed_in_its_order(database: Database) -> None:
    observer = an_observer(database, SetClock())
    runs = [a_run(number) for number in range(3)]
    await hear(observer, *(event for events in zip(*map(all_done, runs), strict=True) for event in events))
    for run in runs:
        assert (await stored(database, run)).state is State.COMPLETED


@pytest.mark.parametrize(
    ("events", "gathers"),
    [
        pytest.param([done("onboarding")], True, id="midway"),
        pytest.param([done("onboarding"), done("strategy"), done("production")], True, id="still midway"),
        pytest.param([*all_done(RUN)[:4]], False, id="the last event is next"),
        pytest.param([*all_done(RUN)], False, id="ended"),
        pytest.param([done("onboarding"), failed("strategy")], False, id="being undone"),
        pytest.param([*all_done(RUN)[:4], done("onboarding", OTHER_RUN)], False, id="the last event of one is next"),
    ],
)
async def test_the_next_batch_gathers_only_where_nobody_waits_for_it(
    postgresql: PostgresDatabase, events: Sequence[Payload], gathers: bool
) -> None:
    observer = an_observer(postgresql, SetClock())
    await hear(observer, *events)
    assert observer.gather_seconds == (GATHER_SECONDS if gathers else 0.0)


async def test_what_is_decided_lies_in_the_outbox_with_the_runs(database: Database) -> None:
    clock = SetClock()
    await hear(an_observer(database, clock), done("onboarding"), failed("strategy"), done("onboarding", OTHER_RUN))
    told = [(topic, payload.type, payload.run) for topic, payload in await sent(database, clock)]
    assert told == [
        (WORKFLOW_EVENTS, "aicmo.workflow.started.v1", RUN),
        (WORKFLOW_EVENTS, "aicmo.workflow.compensating.v1", RUN),
        (commands_of("delivery"), "aicmo.step.compensate.v1", RUN),
        (WORKFLOW_EVENTS, "aicmo.workflow.started.v1", OTHER_RUN),
    ]


async def test_each_service_is_commanded_on_its_own_topic(database: Database) -> None:
    clock = SetClock()
    await hear(an_observer(database, clock), failed("qc"), *all_undone())
    topics = [topic for topic, _ in await sent(database, clock) if topic != WORKFLOW_EVENTS]
    assert topics == [commands_of(service) for service in reversed(STEP_SERVICES)]


@pytest.mark.parametrize("service", STEP_SERVICES)
async def test_whatever_event_is_heard_first_tells_whose_run_it_is(service: str) -> None:
    database = MemoryDatabase(MESSAGING_METADATA, METADATA)
    await hear(an_observer(database, SetClock()), done(service))
    run = await stored(database, RUN)
    assert (run.client_name, run.brief_id) == ("Morning Roast Club", BRIEF_ID)
    assert run.package == (None if service == "delivery" else "quick_social")
    await database.close()


async def test_a_command_names_the_event_that_caused_it(database: Database) -> None:
    record = a_record(failed("qc"))
    await an_observer(database, SetClock()).handle([record])
    async with database.transaction() as tx:
        rows = await tx.execute(select(OUTBOX.c.headers))
    causes = {dict(row["headers"])["ce_causationid"] for row in rows}
    assert causes == {dict(record.headers)["ce_id"].decode()}  # type: ignore[union-attr]


async def test_a_batch_that_comes_again_changes_nothing_and_sends_nothing(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    batch = [a_record(event) for event in (done("onboarding"), failed("strategy"), *all_undone()[:2])]
    await observer.handle(batch)
    run, letters = await stored(database, RUN), await sent(database, clock)
    clock.advance(1)
    await an_observer(database, clock).handle(batch)
    assert await stored(database, RUN) == run
    assert await sent(database, clock) == letters


async def test_a_record_that_can_not_be_read_is_parked_and_the_others_are_observed(database: Database) -> None:
    clock = SetClock()
    records = [a_record(done("onboarding")), a_poison(OTHER_RUN), a_record(done("strategy"))]
    await an_observer(database, clock).handle(records)
    assert (await stored(database, RUN)).current == "production"
    async with database.transaction() as tx:
        letters = await tx.execute(select(DEAD_LETTER))
        topics = await tx.execute(select(OUTBOX.c.topic).where(OUTBOX.c.topic == "orchestrator.dead-letters"))
    assert [(row["workflow_run_id"], row["status"], row["reason"]) for row in letters] == [
        (OTHER_RUN, "parked", "invalid_body")
    ]
    assert len(topics) == 1


async def test_an_event_that_postgresql_refuses_is_kept_aside_and_the_others_are_observed(
    postgresql: PostgresDatabase,
) -> None:
    """JSON may hold a NUL, PostgreSQL's may not."""
    clock = SetClock()
    await hear(
        an_observer(postgresql, clock),
        done("onboarding"),
        failed("delivery", OTHER_RUN, evidence={"text": "a\0b"}),
        done("strategy"),
    )
    assert (await stored(postgresql, RUN)).current == "production"
    async with postgresql.transaction() as tx:
        letters = await tx.execute(select(DEAD_LETTER.c.workflow_run_id, DEAD_LETTER.c.status))
    assert [dict(row) for row in letters] == [{"workflow_run_id": OTHER_RUN, "status": "retrying"}]


async def test_a_replayed_record_leaves_the_dead_letters_with_its_effect(database: Database) -> None:
    observer = an_observer(database, SetClock())
    record = replace(a_record(done("onboarding")), attempts=1, dead_letter_id=RUN)
    await observer.handle([record])
    async with database.transaction() as tx:
        assert not await tx.execute(select(DEAD_LETTER))
    assert (await stored(database, RUN)).current == "strategy"


async def test_runs_decisions_and_outbox_are_one_transaction(database: Database) -> None:
    """A process that dies between any two statements leaves nothing; the one that takes over does it all."""
    clock, batch = SetClock(), [a_record(done("onboarding")), a_record(failed("strategy"))]
    for statements in range(20):
        try:
            await an_observer(CrashingDatabase(database, statements), clock).handle(batch)
        except Crash:
            async with database.transaction() as tx:
                assert await store.find(tx, RUN) is None
            assert await sent(database, clock) == []
        else:
            break
    assert 1 < statements < 19
    assert (await stored(database, RUN)).state is State.COMPENSATING
    assert await commands(database, clock, RUN) == [("delivery", 1)]


async def test_a_commit_whose_answer_was_lost_has_its_effect_once(database: Database) -> None:
    clock, forgetful = SetClock(), ForgetfulDatabase(database)
    await hear(an_observer(forgetful, clock), done("onboarding"), failed("strategy"))
    assert forgetful.answers_lost == 0
    assert await commands(database, clock, RUN) == [("delivery", 1)]
    assert [payload.type.split(".")[2] for _, payload in await sent(database, clock)][:2] == ["started", "compensating"]


async def test_the_brief_of_an_accepted_run_is_kept_for_a_retry(database: Database) -> None:
    await hear(an_observer(database, SetClock()), done("onboarding"), done("strategy"))
    async with database.transaction() as tx:
        assert await store.brief_of(tx, RUN) == a_brief().model_dump(mode="json")


async def test_events_of_one_run_on_four_replicas_are_all_kept(postgresql: PostgresDatabase) -> None:
    """Ten runs, their events dealt out to four replicas that all work at once, each event twice."""
    clock = SetClock()
    runs = [a_run(number) for number in range(10)]
    events = [event for run in runs for event in (*all_done(run)[:4], failed("delivery", run))]
    dealt = [[*events[share::4], *events[(share + 1) % 4 :: 4]] for share in range(4)]
    await connect(postgresql, 4)
    await asyncio.gather(*(hear_singly(an_observer(postgresql, clock), share) for share in dealt))
    for run in runs:
        found = await stored(postgresql, run)
        assert [str(step.status) for step in found.steps] == ["done"] * 4 + ["failed"]
        assert found.state is State.COMPENSATING
        assert await commands(postgresql, clock, run) == [("delivery", 1)]


async def test_what_another_transaction_changes_meanwhile_is_observed_once_more_and_all_else_once(
    postgresql: PostgresDatabase,
) -> None:
    clock = SetClock()
    observer = an_observer(postgresql, clock)
    await connect(postgresql, 3)
    await hear(observer, done("onboarding"))
    async with postgresql.transaction() as tx:
        before = await store.load(tx, [RUN])
        await store.save(tx, before, [replace(before[RUN], client_name="Renamed")])
        hearing = asyncio.create_task(hear(observer, failed("strategy"), done("onboarding", OTHER_RUN)))
        await somebody_waits(postgresql)
    await hearing
    run = await stored(postgresql, RUN)
    assert (run.client_name, run.state) == ("Renamed", State.COMPENSATING)
    assert await commands(postgresql, clock, RUN) == [("delivery", 1)]
    started = [payload.run for _, payload in await sent(postgresql, clock) if "started" in payload.type]
    assert started == [RUN, OTHER_RUN]


async def somebody_waits(database: PostgresDatabase) -> None:
    """Wait until a statement waits for another transaction."""
    waiting = text("SELECT 1 FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(10), database.reading() as tx:
        while not await tx.execute(waiting):
            await asyncio.sleep(0.01)


async def test_two_replicas_that_hear_of_a_run_at_once_start_it_once(postgresql: PostgresDatabase) -> None:
    clock = SetClock()
    replicas = [an_observer(postgresql, clock) for _ in range(4)]
    await connect(postgresql, 4)
    await asyncio.gather(*(hear(each, done(name)) for each, name in zip(replicas, STEP_SERVICES, strict=False)))
    started = [payload for _, payload in await sent(postgresql, clock) if "started" in payload.type]
    assert len(started) == 1
    assert (await stored(postgresql, RUN)).current == "delivery"


async def hear_singly(observer: Observer, events: Sequence[Payload]) -> None:
    for event in events:
        await hear(observer, event)


async def test_a_stalled_run_is_told_and_goes_on_when_its_record_is_replayed(database: Database) -> None:
    clock = SetClock()
    observer = an_observer(database, clock)
    await hear(observer, done("onboarding"), parked("strategy"))
    assert (await stored(database, RUN)).status is RunStatus.STALLED
    await hear(observer, done("strategy"))
    assert (await stored(database, RUN)).status is RunStatus.RUNNING
    assert [payload.type.split(".")[2] for _, payload in await sent(database, clock)] == ["started", "stalled"]


async def test_a_compensation_is_carried_to_its_end_over_batches_and_replicas(database: Database) -> None:
    clock = SetClock()
    await hear(an_observer(database, clock), *all_done()[:4], failed("delivery"))
    for service in reversed(STEP_SERVICES):
        await hear(an_observer(database, clock), compensated(service, RunId(RUN)))
    assert (await stored(database, RUN)).state is State.COMPENSATED
    assert [name for name, _ in await commands(database, clock, RUN)] == list(reversed(STEP_SERVICES))
