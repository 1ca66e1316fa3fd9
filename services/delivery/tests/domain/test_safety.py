"""What may not be delivered."""

import pytest
from delivery_builders import a_bundle, a_draft, a_passed_draft, a_report, an_asset, an_order

from delivery.domain.checks import objections


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("setup.exe", b"anything", "has a format that may not be delivered"),
        ("run.sh", b"rm -rf", "has a format that may not be delivered"),
        ("noformat", b"text", "has a format that may not be delivered"),
        ("pdf", b"text", "has a format that may not be delivered"),
        ("card.png", b"MZ\x90\x00", "is a program"),
        ("notes.txt", b"#!/bin/sh\nrm", "is a program"),
        ("card.svg", b"<svg><script>fetch('x')</script></svg>", "contains a script"),
        ("card.svg", b"<svg onload='x()'/>", "contains a script"),
        ("mail.html", b'<a href="javascript:x()">x</a>', "contains a script"),
    ],
)
def test_nothing_that_runs_is_delivered(name: str, content: bytes, reason: str) -> None:
    order = an_order(a_passed_draft(bundle=a_bundle(an_asset(name, content))), content)
    assert [(problem.field, problem.message) for problem in objections(order)] == [(f"bundle.assets.{name}", reason)]


def test_an_asset_that_is_not_the_approved_one_is_refused() -> None:
    order = an_order(a_passed_draft(bundle=a_bundle(an_asset(content=b"<svg/>"))), b"<svg>")
    (problem,) = objections(order)
    assert problem.message.startswith("is not the file that was approved: SHA-256 is ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("card.svg", b"<svg><text>On sale: one = 1</text></svg>"),
        ("ads.txt", b"MZ Motors: test drives on Saturday"),
        ("tags.txt", b"#!nofilter"),
        ("mail.html", b'<a href="https://a.example/">Description: stop</a>'),
    ],
)
def test_ordinary_assets_raise_no_objection(name: str, content: bytes) -> None:
    assert objections(an_order(a_passed_draft(bundle=a_bundle(an_asset(name, content))), content)) == ()


def test_a_draft_that_quality_control_did_not_pass_is_refused() -> None:
    order = an_order(a_passed_draft(report=a_report(passed=False, score=40)))
    assert [problem.field for problem in objections(order)] == ["report.passed"]


def test_a_report_or_bundle_of_another_draft_is_refused() -> None:
    other = a_report().report_id
    event = a_passed_draft(report=a_report(draft_id=other), bundle=a_bundle().model_copy(update={"draft_id": other}))
    assert [problem.field for problem in objections(an_order(event))] == ["report.draft_id", "bundle.draft_id"]


def test_a_draft_with_an_empty_section_or_none_is_refused() -> None:
    blank = a_draft().sections[0].model_copy(update={"body": " \n"})
    for draft, field in (
        (a_draft(sections=(blank,)), "draft.sections.overview"),
        (a_draft(sections=()), "draft.sections"),
    ):
        assert [problem.field for problem in objections(an_order(a_passed_draft(draft=draft)))] == [field]
