"""The posting calendar as files for other programs."""

import csv
import io
from datetime import date

import pytest
from delivery_builders import AGENCY, AT, a_draft, posts

from delivery.domain.calendar import as_csv, as_ics


def unfolded(ics: bytes) -> list[str]:
    return ics.decode().replace("\r\n ", "").split("\r\n")


def test_the_spreadsheet_has_a_row_for_every_post() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(posts()).decode("utf-8-sig"), newline="")))
    assert len(rows) == 30
    assert (rows[0]["Day"], rows[0]["Date"], rows[0]["Channel"]) == ("1", "2026-05-04", "TikTok")
    assert rows[0]["Caption"] == posts()[0].caption


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_as_a_formula(start: str) -> None:
    post = posts(1)[0].model_copy(update={"hook": f"{start}HYPERLINK(1)"})
    (row,) = csv.DictReader(io.StringIO(as_csv([post]).decode("utf-8-sig"), newline=""))
    assert row["Hook"] == f"'{start}HYPERLINK(1)"


def test_every_post_is_an_all_day_event() -> None:
    lines = unfolded(as_ics(a_draft(), "Riverbend", AGENCY, AT))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 30
    assert {"DTSTART;VALUE=DATE:20260504", "DTEND;VALUE=DATE:20260505", "DTSTAMP:20260427T093000Z"} <= set(lines)
    assert len({line for line in lines if line.startswith("UID:")}) == 30


def test_lines_are_folded_at_75_octets_between_characters() -> None:
    post = posts(1)[0].model_copy(update={"hook": "ব্যায়াম, তারপর; বিশ্রাম\\ " * 12, "date": date(2026, 5, 4)})
    ics = as_ics(a_draft(calendar=(post,)), "Riverbend", AGENCY, AT)
    assert all(len(line) <= 75 for line in ics.split(b"\r\n"))
    assert [line.decode() for line in ics.split(b"\r\n")]
    assert "ব্যায়াম\\, তারপর\\; বিশ্রাম\\\\ " in "\n".join(unfolded(ics))
    assert b"\n" not in ics.replace(b"\r\n", b"")
