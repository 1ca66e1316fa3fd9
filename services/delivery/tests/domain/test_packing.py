"""The archive and its manifest."""

import io
import json
from hashlib import sha256
from zipfile import ZipFile

import pytest
from delivery_builders import (
    BOXED,
    RUN,
    UNDRAWN,
    a_brief,
    a_bundle,
    a_light_event,
    a_passed_draft,
    an_asset,
    an_order,
)

from delivery.domain.archive import zipped
from delivery.domain.files import File
from delivery.domain.manifest import is_intact
from delivery.domain.packing import Packed, pack, pack_light

CARD = b"<svg><text>Twelve mats</text></svg>"


def packed_with_assets() -> Packed:
    sheet = an_asset("plan.csv", b"Day\r\n1\r\n", media_type="text/csv; charset=utf-8", kind="calendar")
    bundle = a_bundle(an_asset("../card.svg", CARD), an_asset("card.svg", CARD), sheet)
    return pack(an_order(a_passed_draft(bundle=bundle), CARD, CARD, b"Day\r\n1\r\n"), "key", UNDRAWN)


def opened(packed: Packed) -> ZipFile:
    return ZipFile(io.BytesIO(packed.archive))


def test_the_archive_holds_every_format_in_a_fixed_order() -> None:
    assert opened(packed_with_assets()).namelist() == [
        "README.txt",
        "report.pdf",
        "deck.pptx",
        "brief.docx",
        "report.html",
        "report.md",
        "calendar.ics",
        "assets/card.svg",
        "assets/card-2.svg",
        "calendar.csv",
        "package.json",
        "manifest.json",
    ]


def test_the_same_order_gives_the_same_bytes() -> None:
    assert packed_with_assets().archive == packed_with_assets().archive


def test_every_artifact_is_described_as_it_lies_in_the_archive() -> None:
    packed = packed_with_assets()
    archive = opened(packed)
    for position, artifact in enumerate(packed.package.artifacts):
        content = archive.read(artifact.name)
        assert artifact.position == position
        assert (artifact.size, artifact.sha256) == (len(content), sha256(content).hexdigest())
    assert packed.package.archive_sha256 == sha256(packed.archive).hexdigest()


def test_the_manifest_names_its_lineage_and_its_checks() -> None:
    manifest = json.loads(opened(packed_with_assets()).read("manifest.json"))
    event = a_passed_draft()
    assert manifest["lineage"] == {
        "workflow_run_id": str(RUN),
        "brief_id": str(event.brief_id),
        "strategy_id": str(event.strategy_id),
        "strategy_version": 2,
        "draft_id": str(event.draft.draft_id),
        "draft_revision": 1,
        "bundle_id": str(event.bundle.bundle_id),
        "qc_report_id": str(event.report.report_id),
        "qc_score": 94,
    }
    assert {name: check["passed"] for name, check in manifest["checks"].items()} == {
        "qc": True,
        "completeness": True,
        "branding": True,
        "legal": True,
        "legibility": True,
    }


def test_characters_that_the_pdf_cannot_show_are_named_in_the_manifest_and_the_readme() -> None:
    packed = pack(an_order(a_passed_draft(brief=a_brief(client_name=f"Batik {BOXED}"))), "key", UNDRAWN)
    assert packed.manifest["checks"]["legibility"] == {"passed": False, "shown_as_boxes": list(BOXED)}
    assert f"which its fonts lack: {' '.join(BOXED)}\r\n" in opened(packed).read("README.txt").decode()
    assert "fonts" not in opened(packed_with_assets()).read("README.txt").decode()


def test_a_changed_manifest_no_longer_matches_its_seal() -> None:
    packed = packed_with_assets()
    manifest = json.loads(opened(packed).read("manifest.json"))
    assert is_intact(manifest)
    assert manifest["manifest_sha256"] == packed.package.manifest_sha256
    manifest["artifacts"][0]["size"] += 1
    assert not is_intact(manifest)


def test_the_small_package_holds_three_files() -> None:
    packed = pack_light(an_order(a_light_event(), b"light"), "key")
    assert opened(packed).namelist() == ["README.txt", "package.json", "manifest.json"]
    assert all(check["passed"] for check in packed.manifest["checks"].values())


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "C:x", "a\\..\\x", ""])
def test_no_entry_leaves_the_packages_folder(name: str) -> None:
    with pytest.raises(ValueError, match="would leave"):
        zipped([File(name, "txt", "text/plain", b"")])


def test_no_entry_is_executable_or_tells_the_time() -> None:
    for entry in opened(packed_with_assets()).infolist():
        assert entry.external_attr >> 16 == 0o100644
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
