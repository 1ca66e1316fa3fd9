"""The step: what it stores, says and refuses."""

import pytest
from delivery_builders import (
    AGENCY,
    BOXED,
    RUN,
    Shelf,
    a_brief,
    a_bundle,
    a_light_event,
    a_passed_draft,
    an_asset,
    at_once,
    received,
    render_undrawn,
)
from structlog.testing import capture_logs

from chassis.objects import ObjectNotFound, run_prefix
from chassis.step import Done, Refused
from contracts.messages import DeliveryFailed, PackageDelivered, QcPassed
from delivery.gateways import fetch_assets
from delivery.step import deliver_package, refuse, step

KEY = f"delivery/{RUN}/package.zip"
CARD = b"<svg/>"
WITH_CARD = a_passed_draft(bundle=a_bundle(an_asset(content=CARD)))
CARD_KEY = WITH_CARD.bundle.assets[0].reference


async def delivered(event: QcPassed, shelf: Shelf) -> Done | Refused:
    return await deliver_package(received(event), objects=shelf, offload=at_once, render=render_undrawn, agency=AGENCY)


async def test_a_passed_draft_is_packed_stored_and_announced() -> None:
    shelf = Shelf(**{CARD_KEY: CARD})
    outcome = await delivered(WITH_CARD, shelf)
    assert isinstance(outcome, Done)
    assert isinstance(outcome.event, PackageDelivered)
    assert (outcome.event.run, outcome.event.client_name) == (RUN, "Riverbend Yoga & HIIT")
    assert outcome.event.package.archive == KEY
    assert len(shelf.contents[KEY]) == outcome.event.package.archive_size
    assert [group.table.name for group in outcome.rows] == ["delivery_package", "delivery_artifact"]


async def test_a_package_whose_pdf_has_boxes_is_delivered_and_told_in_the_log() -> None:
    with capture_logs() as lines:
        await delivered(a_passed_draft(), Shelf())
        await delivered(a_passed_draft(brief=a_brief(client_name=f"Batik {BOXED}")), Shelf())
    assert lines == [
        {
            "event": "characters_without_font",
            "log_level": "warning",
            "run": str(RUN),
            "artifact": "report.pdf",
            "characters": BOXED,
        }
    ]


async def test_the_same_event_again_overwrites_with_the_same_bytes() -> None:
    shelf = Shelf(**{CARD_KEY: CARD})
    first = await delivered(WITH_CARD, shelf)
    archive = shelf.contents[KEY]
    assert await delivered(WITH_CARD, shelf) == first
    assert shelf.contents == {CARD_KEY: CARD, KEY: archive}


async def test_each_asset_is_fetched_from_where_it_lies_in_the_bundles_order() -> None:
    inline = an_asset("b.svg", b"<svg>b</svg>", reference="data:,<svg>b</svg>")
    bundle = a_bundle(an_asset("a.svg", b"<svg>a</svg>"), inline, an_asset("c.svg", b"<svg>c</svg>"))
    first, _, last = bundle.assets
    shelf = Shelf(**{last.reference: b"<svg>c</svg>", first.reference: b"<svg>a</svg>"})
    assert await fetch_assets(shelf, bundle) == (b"<svg>a</svg>", b"<svg>b</svg>", b"<svg>c</svg>")


async def test_a_missing_asset_is_for_the_chassis_to_try_again() -> None:
    with pytest.raises(ObjectNotFound):
        await delivered(WITH_CARD, Shelf())


async def test_an_asset_with_another_checksum_is_refused_and_nothing_is_stored() -> None:
    shelf = Shelf(**{CARD_KEY: b"<svg>"})
    outcome = await delivered(WITH_CARD, shelf)
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.event, DeliveryFailed)
    assert outcome.event.evidence["problems"][0]["field"] == "bundle.assets.card-1.svg"
    assert "is not the file that was approved" in outcome.event.reason
    assert list(shelf.contents) == [CARD_KEY]


async def test_the_small_package_is_stored_too_and_not_typeset() -> None:
    shelf = Shelf()
    outcome = await delivered(a_light_event(), shelf)
    assert list(shelf.contents) == [KEY]
    assert all(group.rows for group in outcome.rows)


async def test_undoing_removes_the_runs_files_and_no_others_however_often() -> None:
    shelf = Shelf(**{KEY: b"zip", CARD_KEY: CARD, "delivery/another-run/package.zip": b"zip"})
    declared = step(objects=shelf, offload=at_once, render=render_undrawn, agency=AGENCY)
    await declared.undo(RUN)
    await declared.undo(RUN)
    assert list(shelf.contents) == [CARD_KEY, "delivery/another-run/package.zip"]
    assert KEY.startswith(run_prefix("delivery", RUN))


def test_delivery_is_the_pivot_and_starts_when_quality_control_has_passed() -> None:
    declared = step(objects=Shelf(), offload=at_once, render=render_undrawn, agency=AGENCY)
    assert (declared.topic, declared.starts_on, declared.irrevocable) == ("qc.events", QcPassed, True)


def test_a_refusal_by_the_chassis_is_a_delivery_failure() -> None:
    assert refuse(RUN, "injected") == DeliveryFailed(workflow_run_id=RUN, reason="injected")
