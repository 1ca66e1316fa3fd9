"""The files: valid formats, safe content, the client's colours."""

import csv
import io
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from production_builders import AT, a_brief, a_strategy_drafted, material

from contracts.brief import BrandKit, Brief, PackageName
from contracts.draft import CalendarPost
from production.domain.ad_copy import ad_copy
from production.domain.calendar_csv import HEADER, calendar_csv, safe
from production.domain.calendar_ics import calendar_ics, folded
from production.domain.cards import Box, cards, ems, fitted, wrapped
from production.domain.drafting import write_draft
from production.domain.email_page import email_page
from production.domain.files import produce
from production.domain.mail import first_email, signature
from production.domain.palette import contrast, palette

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = a_brief(
    client_name='<script>alert("x")</script> & Söhne',
    primary_offer='=HYPERLINK("http://evil.example")',
    pain_points=("=1+1", "@SUM(A1)", "a < b & c > d; e, f\\g"),
    brand_kit=BrandKit(colours=('#fff" onload="x', "javascript:"), fonts=("';x:url(",)),
)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def ics(brief: Brief) -> bytes:
    draft = write_draft(a_strategy_drafted(brief))
    return calendar_ics(draft, brief.client_name, AT)


def test_the_csv_has_a_row_a_post_and_reads_back() -> None:
    draft = write_draft(a_strategy_drafted())
    rows = list(csv.reader(io.StringIO(calendar_csv(draft.calendar).decode("utf-8-sig"), newline="")))
    assert rows[0] == list(HEADER)
    assert [row[1] for row in rows[1:]] == [post.date.isoformat() for post in draft.calendar]
    assert rows[1][5] == draft.calendar[0].caption


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_can_run_as_a_formula(start: str) -> None:
    assert safe(f"{start}1+1") == f"'{start}1+1"
    words = {"theme": "t", "hook": f"{start}cmd", "call_to_action": "c", "asset_type": "a"}
    post = CalendarPost.model_validate({"day": 1, "date": date(2026, 3, 2), "platform": "x", **words})
    row = list(csv.reader(io.StringIO(calendar_csv([post]).decode("utf-8-sig"), newline="")))[1]
    assert row[4].startswith("'")


@pytest.mark.parametrize("brief", [a_brief(), a_brief(client_name="শিউলি কফি 北京 🙂" * 9), HOSTILE])
def test_the_ics_keeps_to_rfc_5545_line_by_line(brief: Brief) -> None:
    content = ics(brief)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(content) if line]
    assert all(name.replace("-", "").isalpha() and name.isupper() for name in names)
    assert names.count("BEGIN") == names.count("END") == 31


def test_each_event_lasts_one_day_and_has_an_id_of_its_own() -> None:
    lines = unfolded(ics(a_brief()))
    starts = [line for line in lines if line.startswith("DTSTART")]
    ends = [line for line in lines if line.startswith("DTEND")]
    assert (starts[0], ends[0]) == ("DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260303")
    assert len({line for line in lines if line.startswith("UID:")}) == 30
    assert {line for line in lines if line.startswith("DTSTAMP")} == {"DTSTAMP:20260220T093000Z"}


def test_separators_are_escaped_in_event_texts() -> None:
    assert any(r"< b & c > d\; e\, f\\g" in line for line in unfolded(ics(HOSTILE)))


def test_folding_never_cuts_a_character() -> None:
    line = "SUMMARY:" + "北" * 60
    pieces = folded(line).split(b"\r\n ")
    assert "".join(piece.decode() for piece in pieces) == line + "\r\n"


@pytest.mark.parametrize("brief", [a_brief(), HOSTILE, a_brief(website=None)])
def test_the_email_page_is_escaped_and_carries_no_script(brief: Brief) -> None:
    words = material(brief)
    page = email_page(words, first_email(words)).decode()
    parser = Tags()
    parser.feed(page)
    assert not {"script", "img", "link", "iframe"} & set(parser.names)
    assert ("a" in parser.names) == (brief.website is not None)
    assert "nsubscribe" in page


def test_the_footer_follows_the_signature_where_a_paragraph_was_mended_away() -> None:
    words = material()
    email = first_email(words)
    mended = email.model_copy(update={"body": email.body.replace(signature(words), f"\n{signature(words)}")})
    assert email_page(words, mended) == email_page(words, email)


def test_an_email_without_a_signature_is_all_letter() -> None:
    words = material()
    unsigned = first_email(words).model_copy(update={"body": "Hello,\n\nFresh beans."})
    assert "<p>Fresh beans.</p>\n</td>" in email_page(words, unsigned).decode()


@pytest.mark.parametrize("brief", [a_brief(), HOSTILE, a_brief(client_name="শিউলি কফি 北京", brand_kit=BrandKit())])
def test_cards_are_well_formed_and_their_text_stays_inside(brief: Brief) -> None:
    drawn = cards(material(brief))
    assert [name for name, _ in drawn] == ["card-promise.svg", "card-problem.svg", "card-reasons.svg"]
    for _, content in drawn:
        root = ElementTree.fromstring(content)
        for text in root.iter(f"{SVG}text"):
            size, left = float(text.attrib["font-size"]), float(text.attrib["x"])
            right = left + ems(text.text or "") * size * (0.5 if "text-anchor" in text.attrib else 1)
            assert right <= 1080
            assert size <= float(text.attrib["y"]) <= 1060


@pytest.mark.parametrize("text", ["word " * 200, "unbroken" * 100, "北京" * 300])
def test_a_text_of_any_length_fits_its_box(text: str) -> None:
    box = Box(left=0, top=0, width=800, height=300, size=80)
    size, lines = fitted(text, box)
    assert len(lines) * size <= box.height
    assert all(ems(line) * size <= box.width * 1.05 for line in lines)


def test_wrapping_loses_no_word() -> None:
    text = "Coffee that arrives fresh and only when you need it"
    assert " ".join(wrapped(text, 10)) == text


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#808080", "#d9a441", "#ff0000", "#00ff00"])
def test_text_is_readable_on_any_colour_of_the_clients(colour: str) -> None:
    colours = palette(a_brief(brand_kit=BrandKit(colours=(colour,))))
    assert colours.primary == colour
    assert contrast(colours.on_primary, colours.primary) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.ink, colours.ground) >= 4.5


def test_what_is_no_colour_is_not_drawn_with() -> None:
    assert palette(HOSTILE) == palette(HOSTILE.model_copy(update={"brand_kit": BrandKit()}))


def test_the_ad_copy_counts_its_characters_and_says_when_there_is_none() -> None:
    draft = write_draft(a_strategy_drafted())
    text = ad_copy(a_brief(), draft.advertisements).decode()
    first = draft.advertisements[0]
    assert f"Headline ({len(first.headline)} characters): {first.headline}" in text
    assert "no advertisements" in ad_copy(a_brief(), ()).decode()


def test_the_bundle_lists_its_files_in_a_fixed_order() -> None:
    made = produce(a_strategy_drafted(), AT, "production/run/")
    assert [asset.name for asset in made.bundle.assets] == [
        "calendar.csv",
        "calendar.ics",
        "email-introduction.html",
        "ad-copy.txt",
        "card-promise.svg",
        "card-problem.svg",
        "card-reasons.svg",
    ]


def test_an_audit_has_a_list_of_checks_in_place_of_a_calendar_and_cards() -> None:
    brief = a_brief(package=PackageName.PERFORMANCE_AUDIT, banned_words=("consent",))
    made = produce(a_strategy_drafted(brief), AT, "production/run/")
    assert [file.name for file in made.files] == ["audit-checks.csv", "ad-copy.txt"]
    rows = list(csv.reader(io.StringIO(made.files[0].content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Part", "Check", "Figure", "Threshold", "What follows", "Result", "Checked on"]
    assert len(rows) > 40
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any("consent" in cell.casefold() for row in rows for cell in row)
