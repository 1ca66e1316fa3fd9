"""What must hold before a package goes out, and what its manifest states about that."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from contracts.messages import Problem, QcPassed
from contracts.report import Result
from delivery.domain.branding import READABLE, WHITE, branding_for, contrast
from delivery.domain.files import File
from delivery.domain.order import Order
from delivery.domain.safety import problems_of


def objections(order: Order) -> tuple[Problem, ...]:
    """Everything that forbids delivering this order; none when it may go out."""
    return (*_contradictions(order.event), *_gaps(order.event), *problems_of(order.event.bundle.assets, order.assets))


def checks(order: Order, files: Sequence[File], document: str, boxes: str = "") -> dict[str, Any]:
    """The manifest's checks by name, each with `passed`.

    `document` is the JSON that the client's text comes from, `boxes` the characters of it that the PDF can't show.
    """
    return {
        "qc": _qc(order.event),
        "completeness": _completeness(order, files),
        "branding": _branding(order),
        "legal": _legal(order.event.brief.required_disclaimers, document),
        "legibility": {"passed": not boxes, "shown_as_boxes": list(boxes)},
    }


def _contradictions(event: QcPassed) -> Iterator[Problem]:
    if not event.report.passed:
        yield Problem(
            field="report.passed", message="quality control did not pass this draft", value=event.report.score
        )
    for field, draft_id in (("report.draft_id", event.report.draft_id), ("bundle.draft_id", event.bundle.draft_id)):
        if draft_id != event.draft.draft_id:
            yield Problem(field=field, message="belongs to another draft", value=str(draft_id))


def _gaps(event: QcPassed) -> Iterator[Problem]:
    if not event.draft.sections:
        yield Problem(field="draft.sections", message="the draft has no section")
    for section in event.draft.sections:
        if not section.body.strip():
            yield Problem(
                field=f"draft.sections.{section.section_id}", message="the section is empty", value=section.title
            )


def _qc(event: QcPassed) -> dict[str, Any]:
    report = event.report
    open_points = [check.check_id for check in report.checks if check.result != Result.PASS]
    return {"passed": report.passed, "score": report.score, "pass_mark": report.pass_mark, "open_points": open_points}


def _completeness(order: Order, files: Sequence[File]) -> dict[str, Any]:
    draft, missing = order.event.draft, list(_missing(order, files))
    return {
        "passed": not missing and not list(_gaps(order.event)),
        "sections": len(draft.sections),
        "posts": len(draft.calendar),
        "assets": len(order.event.bundle.assets),
        "missing": missing,
    }


def _missing(order: Order, files: Sequence[File]) -> Iterator[str]:
    # The small package's one asset travels inline, in package.json.
    assets = () if order.is_light else order.event.bundle.assets
    packed = {file.content for file in files}
    for asset, content in zip(assets, order.assets, strict=not order.is_light):
        if content not in packed:
            yield asset.name


def _branding(order: Order) -> dict[str, Any]:
    branding = branding_for(order.event.brief.brand_kit, order.agency)
    ratios = (contrast(branding.on_primary, branding.primary), contrast(branding.ink, WHITE))
    return {
        "passed": min(ratios) >= READABLE,
        "agency": branding.agency,
        "primary_colour": branding.primary,
        "from_brand_kit": branding.from_brand_kit,
        "contrast": round(min(ratios), 2),
    }


def _legal(disclaimers: Iterable[str], document: str) -> dict[str, Any]:
    missing = [text for text in disclaimers if json.dumps(text, ensure_ascii=False)[1:-1] not in document]
    return {"passed": not missing, "confidential": True, "missing_disclaimers": missing}
