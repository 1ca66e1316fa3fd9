"""Names that are safe wherever the archive is unpacked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.domain.archive import zipped
from delivery.domain.files import RESERVED, File, distinct, safe_name


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system.ini", "system.ini"),
        ("card; rm -rf $HOME.svg", "card- rm -rf -HOME.svg"),
        (".htaccess", "htaccess"),
        ("CON.txt", "CON-file.txt"),
        ("朝食カード.png", "朝食カード.png"),
        ("বাংলা.svg", "বাংলা.svg"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_a_name_keeps_only_its_last_part_in_safe_characters(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


@given(st.text())
def test_no_text_gives_a_name_that_leaves_its_folder(text: str) -> None:
    name = safe_name(text)
    assert zipped([File(f"assets/{name}", "txt", "text/plain", b"")])
    assert "/" not in name
    assert len(name) <= 96
    assert not name.startswith(".")
    assert name.partition(".")[0].lower() not in RESERVED


def test_names_that_differ_only_in_case_are_told_apart() -> None:
    assert distinct(["a/card.svg", "a/Card.svg", "a/card.svg"]) == ("a/card.svg", "a/Card-2.svg", "a/card-3.svg")
