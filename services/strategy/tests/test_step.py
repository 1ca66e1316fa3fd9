"""The step: an accepted brief becomes a drafted strategy with its version, or a refusal that says why."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from strategy_builders import LATER, a_brief, a_light_brief, a_run, accepted, received

from chassis.clock import Clock, SystemClock
from chassis.database import Database
from chassis.handler import StepHandler
from chassis.memory import MemoryBroker, MemoryPublisher
from chassis.records import Record, outgoing
from chassis.relay import Relay
from chassis.retries import retry_due
from chassis.rows import write
from chassis.station import RetryPolicy, Station
from chassis.step import Done, Refused
from chassis.telemetry import Telemetry
from contracts.brief import Budget, Channel
from contracts.messages import BriefAccepted, StrategyDrafted, StrategyFailed
from contracts.topics import events_of
from strategy.domain.versions import Previous
from strategy.step import draft_strategy, load_previous, refuse, step
from strategy.store import versions


async def drafted(message: BriefAccepted, previous: Previous | None = None) -> tuple[StrategyDrafted, Done]:
    loaded = {message.run: previous} if previous else {}
    outcome = await draft_strategy(received(message, loaded))
    assert isinstance(outcome, Done)
    assert isinstance(outcome.event, StrategyDrafted)
    return outcome.event, outcome


async def test_the_first_strategy_of_a_brief_is_version_1_and_carries_the_brief_on() -> None:
    message = accepted(a_brief())
    event, outcome = await drafted(message)
    assert (event.version, event.brief, event.brief_id, event.run) == (1, message.brief, message.brief_id, message.run)
    assert event.strategy.changes == ()
    (row,) = outcome.rows[0].rows
    assert (row["workflow_run_id"], row["strategy_id"]) == (message.run, event.strategy_id)


async def test_a_changed_brief_gives_the_next_version_and_names_what_changed() -> None:
    event, _ = await drafted(accepted(a_brief(budget=Budget(minimum=1, maximum=2))), Previous(3, a_brief()))
    assert event.version == 4
    assert event.strategy.changes[0] == "Budget: 15,000 to 20,000 USD → 1 to 2 USD"
    assert all(change.startswith("Follows from it: ") for change in event.strategy.changes[1:])


async def test_the_same_brief_again_gives_the_next_version_and_says_that_nothing_changed() -> None:
    event, _ = await drafted(accepted(a_brief()), Previous(1, a_brief()))
    assert (event.version, event.strategy.changes) == (2, ("The brief is the same as for version 1.",))


async def test_doing_the_step_again_gives_the_same_outcome() -> None:
    message = accepted(a_brief())
    assert await drafted(message) == await drafted(message)


async def test_a_light_brief_leaves_one_row() -> None:
    _, outcome = await drafted(accepted(a_light_brief()))
    assert [len(group.rows) for group in outcome.rows] == [1]


async def test_a_brief_that_avoids_every_channel_is_refused_with_its_evidence() -> None:
    message = accepted(a_brief(avoid_platforms=tuple(Channel)))
    outcome = await draft_strategy(received(message))
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.event, StrategyFailed)
    assert (outcome.event.run, outcome.rows) == (message.run, ())
    assert "avoids every channel" in outcome.event.reason
    assert len(outcome.event.evidence["avoid_platforms"]) == len(Channel)


async def test_each_run_of_a_batch_follows_the_latest_strategy_stored_for_its_brief(database: Database) -> None:
    brief_id = uuid4()
    first, second = (accepted(a_brief(), brief_id=brief_id) for _ in range(2))
    _, outcome = await drafted(first)
    async with database.transaction() as tx:
        await write(tx, outcome.rows, LATER)
    async with database.transaction() as tx:
        loaded = await load_previous(tx, [received(second), received(accepted(a_brief()))])
    assert loaded == {second.run: Previous(1, first.brief)}


async def test_eight_runs_of_one_brief_in_one_batch_are_eight_versions(database: Database) -> None:
    brief_id = uuid4()
    batch = [accepted(a_brief(geography=f"Town {count}"), brief_id=brief_id) for count in range(8)]
    async with database.transaction() as tx:
        loaded = await load_previous(tx, [received(message) for message in batch])
    events = [(await drafted(message, loaded.get(message.run)))[0] for message in batch]
    assert [event.version for event in events] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert events[7].strategy.changes == ("Geography: Town 6 → Town 7",)


async def test_two_replicas_cannot_store_the_same_version_of_a_brief(database: Database) -> None:
    brief_id = uuid4()
    outcomes = [(await drafted(accepted(a_brief(), brief_id=brief_id)))[1] for _ in range(2)]
    async with database.transaction() as tx:
        await write(tx, outcomes[0].rows, LATER)
    with pytest.raises(IntegrityError):
        async with database.transaction() as tx:
            await write(tx, outcomes[1].rows, LATER)


async def test_a_brief_of_this_very_run_is_the_first_version_unless_another_run_has_taken_that(
    database: Database,
) -> None:
    """No look at the table is spent on what cannot be there; where it is there after all, the refused row is a look."""
    clock = SystemClock()
    relay = Relay(database, MemoryPublisher(MemoryBroker()), clock)
    station = Station("strategy", database, relay, clock, Telemetry("strategy"), RetryPolicy(first=0.0))
    handler, own = StepHandler(step(), station), accepted(a_brief())
    for message in (accepted(a_brief(), brief_id=own.run), own):
        await handler.handle([a_record(message, clock)])
    await retry_due(database, handler, clock)
    async with database.reading() as tx:
        stored = await versions(tx, own.run)
    assert [each.document.version for each in stored] == [1, 2]
    assert stored[1].document.run == own.run


def a_record(message: BriefAccepted, clock: Clock) -> Record:
    """The message as it lies on onboarding's topic."""
    sent = outgoing(message, topic=events_of("onboarding"), service="onboarding", clock=clock)
    return Record(sent.topic, 0, 0, sent.key, sent.headers, sent.body)


def test_the_declaration_says_what_starts_the_step_and_how_a_refusal_is_worded() -> None:
    declared, run = step(), a_run()
    assert (declared.topic, declared.starts_on) == (events_of("onboarding"), BriefAccepted)
    assert refuse(run, "injected") == StrategyFailed(workflow_run_id=run, reason="injected")
