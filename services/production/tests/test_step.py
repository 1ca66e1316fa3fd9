"""Production's step: what it makes, where its files go, what it refuses, and undoing."""

import hashlib
import json
import re
from collections.abc import Callable
from typing import TypeVar

import pytest
from production_builders import (
    OTHER_RUN,
    RUN,
    Shelf,
    a_brief,
    a_channel,
    a_light_one,
    a_strategy,
    a_strategy_drafted,
    at_once,
    received,
)

from chassis.step import Done, Outcome, Refused
from contract_pacts.workbench import example_of
from contracts.brief import Channel, PackageName
from contracts.messages import DraftProduced, DraftRevisionRequested, ProductionFailed, StrategyDrafted
from contracts.report import Check, QcReport, Result, Severity
from production.domain import drafting
from production.step import produce_draft, refuse, step
from production.store import BUNDLE_ASSET, CONTENT_DRAFT, DRAFT_BUNDLE, TABLES

T = TypeVar("T")


async def produced(message: StrategyDrafted | DraftRevisionRequested, shelf: Shelf) -> DraftProduced:
    outcome = await perform(message, shelf)
    assert isinstance(outcome, Done)
    assert isinstance(outcome.event, DraftProduced)
    return outcome.event


async def perform(message: StrategyDrafted | DraftRevisionRequested, shelf: Shelf) -> Outcome:
    return await produce_draft(received(message), objects=shelf, offload=at_once)


async def test_a_strategy_becomes_a_draft_that_passes_brief_and_strategy_on() -> None:
    message = a_strategy_drafted()
    event = await produced(message, Shelf())
    assert (event.brief, event.strategy, event.version) == (message.brief, message.strategy, message.version)
    assert len(event.draft.sections) == 8
    assert event.bundle.draft_id == event.draft.draft_id


async def test_every_asset_lies_in_the_object_store_before_the_outcome_is_given() -> None:
    shelf = Shelf()
    event = await produced(a_strategy_drafted(), shelf)
    assert len(event.bundle.assets) == 7
    for asset in event.bundle.assets:
        content = await shelf.get(asset.reference)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (asset.size, asset.sha256)
        assert asset.reference == f"production/{RUN}/{asset.name}"


async def test_the_same_event_gives_the_same_bytes() -> None:
    first, second = Shelf(), Shelf()
    once, again = await produced(a_strategy_drafted(), first), await produced(a_strategy_drafted(), second)
    assert once.model_dump_json() == again.model_dump_json()
    assert first.files == second.files


async def test_another_run_of_the_same_brief_gets_ids_of_its_own() -> None:
    one = await produced(a_strategy_drafted(), Shelf())
    other = await produced(a_strategy_drafted(run=OTHER_RUN), Shelf())
    ids = [
        {each.draft.draft_id, each.bundle.bundle_id, *(a.asset_id for a in each.bundle.assets)} for each in (one, other)
    ]
    assert ids[0].isdisjoint(ids[1])


async def test_two_different_briefs_do_not_read_alike() -> None:
    bakery = a_brief(
        client_name="Oat & Iron",
        primary_offer="Gluten-free bread baked to order",
        target_audience="Families with a coeliac child",
        pain_points=("School lunches that need a second look",),
        desired_outcomes=("Bread the whole table eats",),
        differentiators=("A bakery that never handles wheat",),
        proof_assets=("Tested weekly below 5 ppm gluten",),
        must_include=(),
    )
    one = await produced(a_strategy_drafted(), Shelf())
    other = await produced(a_strategy_drafted(bakery), Shelf())
    captions = [{post.caption for post in each.draft.calendar} for each in (one, other)]
    assert captions[0].isdisjoint(captions[1])
    hooks = [{post.hook for post in each.draft.calendar} for each in (one, other)]
    assert len(hooks[0] & hooks[1]) <= 5


async def test_the_light_package_fills_every_table_and_writes_no_file() -> None:
    shelf = Shelf()
    outcome = await perform(a_light_one(), shelf)
    assert isinstance(outcome, Done)
    assert {rows.table.name: len(rows.rows) for rows in outcome.rows} == dict.fromkeys([t.name for t in TABLES], 1)
    assert shelf.files == {}
    assert isinstance(outcome.event, DraftProduced)
    assert outcome.event.bundle.assets[0].reference.startswith("data:text/plain;base64,")


async def test_heavy_work_is_offloaded_and_the_light_package_is_not() -> None:
    offloaded: list[object] = []

    async def note(work: Callable[[], T]) -> T:
        offloaded.append(work)
        return work()

    await produce_draft(received(a_light_one()), objects=Shelf(), offload=note)
    assert offloaded == []
    await produce_draft(received(a_strategy_drafted()), objects=Shelf(), offload=note)
    assert len(offloaded) == 1


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (a_strategy_drafted(strategy=a_strategy(channels=(a_channel(Channel.GOOGLE_ADS, 100),))), "carries posts"),
        (a_strategy_drafted(a_brief(languages=("fr", "nl"))), "writes English only"),
    ],
)
async def test_what_cannot_be_written_is_refused_with_its_evidence(message: StrategyDrafted, reason: str) -> None:
    shelf = Shelf()
    outcome = await perform(message, shelf)
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.event, ProductionFailed)
    assert reason in outcome.event.reason
    assert outcome.event.evidence["package"] == message.brief.package
    assert (outcome.rows, shelf.files) == ((), {})


async def test_a_package_that_is_not_offered_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "OFFERED_PACKAGES", frozenset({PackageName.LIGHT}))
    outcome = await perform(a_strategy_drafted(a_brief(package=PackageName.LAUNCH_GTM)), Shelf())
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.event, ProductionFailed)
    assert "launch_gtm is not offered" in outcome.event.reason


def a_wish(event: DraftProduced, evidence: str) -> DraftRevisionRequested:
    """Quality control sends the draft back for a sentence in its first section."""
    section = event.draft.sections[0].section_id
    issue = Check(
        check_id="placeholders", severity=Severity.BLOCKER, result=Result.FAIL, section=section, evidence=evidence
    )
    about = {"report_id": event.draft.draft_id, "draft_id": event.draft.draft_id, "score": 40, "score_ratio": 0.4}
    report = QcReport.model_validate({**about, "pass_mark": 0.7, "passed": False, "checks": (issue,)})
    return DraftRevisionRequested(**event.model_dump(exclude={"bundle"}), revision=2, report=report)


async def test_what_is_sent_back_is_written_once_more_with_files_of_its_own() -> None:
    shelf = Shelf()
    first = await produced(a_strategy_drafted(), shelf)
    body = first.draft.sections[0].body
    evidence = body.partition(". ")[0] + "."
    second = await produced(a_wish(first, evidence), shelf)
    assert second.draft.revision == 2
    assert evidence in body and evidence not in second.draft.sections[0].body
    assert second.draft.sections[1:] == first.draft.sections[1:]
    assert (second.draft.draft_id, second.bundle.bundle_id) == (first.draft.draft_id, first.bundle.bundle_id)
    before, after = ({asset.reference for asset in each.bundle.assets} for each in (first, second))
    assert before.isdisjoint(after)
    for asset in second.bundle.assets:
        assert hashlib.sha256(await shelf.get(asset.reference)).hexdigest() == asset.sha256
        assert asset.reference == f"production/{RUN}/revision-2/{asset.name}"


async def test_undoing_removes_the_files_of_every_revision() -> None:
    shelf = Shelf()
    first = await produced(a_strategy_drafted(), shelf)
    await produced(a_wish(first, "Harbour"), shelf)
    await step(objects=shelf, offload=at_once).undo(RUN)
    assert shelf.files == {}


def test_each_message_asks_for_its_revision() -> None:
    declared = step(objects=Shelf(), offload=at_once)
    assert declared.revised_on == {DraftRevisionRequested: "qc.events"}
    assert declared.revision_of(a_strategy_drafted()) == 1
    assert declared.revision_of(example_of(DraftRevisionRequested, revision=3)) == 3


async def test_undoing_removes_the_files_of_this_run_alone_and_can_be_repeated() -> None:
    shelf = Shelf()
    declared = step(objects=shelf, offload=at_once)
    await produced(a_strategy_drafted(), shelf)
    await produced(a_strategy_drafted(run=OTHER_RUN), shelf)
    await declared.undo(RUN)
    await declared.undo(RUN)
    assert {key.split("/")[1] for key in shelf.files} == {str(OTHER_RUN)}


def test_the_step_declares_its_message_topic_and_tables_parents_first() -> None:
    declared = step(objects=Shelf(), offload=at_once)
    assert (declared.service, declared.topic, declared.starts_on) == ("production", "strategy.events", StrategyDrafted)
    assert declared.tables == (CONTENT_DRAFT, DRAFT_BUNDLE, BUNDLE_ASSET)
    assert not declared.irrevocable


def test_a_refusal_by_the_chassis_is_worded_as_production_failed() -> None:
    event = refuse(RUN, "chosen by a fault")
    assert isinstance(event, ProductionFailed)
    assert (event.run, event.reason) == (RUN, "chosen by a fault")


async def test_no_asset_has_a_name_that_leaves_its_folder() -> None:
    event = await produced(a_strategy_drafted(a_brief(client_name="../../etc/passwd")), Shelf())
    assert all(re.fullmatch(r"[a-z0-9-]+\.[a-z]+", asset.name) for asset in event.bundle.assets)


async def test_nothing_of_a_hostile_brief_breaks_the_message() -> None:
    hostile = a_brief(client_name="{client} %s </script>", primary_offer="A | B `x` {0}", pain_points=("{inside}",))
    event = await produced(a_strategy_drafted(hostile), Shelf())
    assert "{client} %s </script>" in event.draft.title
    assert json.loads(event.model_dump_json())["draft"]["draft_id"] == str(event.draft.draft_id)
