"""The same order gives the same bytes in every format, whichever process draws it and however it hashes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import io, json
from hashlib import sha256
from zipfile import ZipFile
from delivery_builders import a_brief, a_bundle, a_passed_draft, an_asset, an_order
from contracts.brief import BrandKit
from delivery.domain.packing import pack
from delivery.rendering.press import renderers

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>'
brief = a_brief(brand_kit=BrandKit(colours=("#0f766e",), logo="logo.svg"))
event = a_passed_draft(brief=brief, bundle=a_bundle(an_asset("logo.svg", LOGO)))
packed = pack(an_order(event, LOGO), "key", renderers())
archive = ZipFile(io.BytesIO(packed.archive))
print(json.dumps({name: sha256(archive.read(name)).hexdigest() for name in archive.namelist()}))
"""


def digests(seed: str, zone: str) -> dict[str, str]:
    paths = [str(Path(__file__).parent.parent), *sys.path]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.pathsep.join(paths)}
    run = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(run.stdout)
    return found


@pytest.fixture(scope="module")
def first() -> dict[str, str]:
    return digests("1", "UTC")


def test_two_processes_give_the_same_bytes_in_every_format(first: dict[str, str]) -> None:
    assert {"report.pdf", "deck.pptx", "brief.docx", "report.html", "report.md", "calendar.csv"} <= first.keys()
    assert digests("2", "Asia/Kolkata") == first
