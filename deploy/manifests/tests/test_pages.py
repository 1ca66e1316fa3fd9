"""Pages lead somewhere, name what is exported, and state the limits that the code refuses beyond.

Mutants: `HISTORY` with every page's name -> no series is found; any of the constants changed -> its row of limits;
a test file of the whole system added -> …_names_each_file.
"""

import re
from pathlib import Path

import pytest

from chassis.dead_letter_routes import MAXIMUM_EDIT_BYTES
from chassis.http import MAXIMUM_REQUEST_BYTES
from chassis.records import MAXIMUM_BODY_BYTES
from contracts.envelope import MAXIMUM_HEADER_BYTES
from manifest_checks.pages import page_findings, pages_findings, pages_of
from onboarding.domain import limits

LIMITS = {
    "one header's value": (MAXIMUM_HEADER_BYTES,),
    "a message that is sent": (MAXIMUM_BODY_BYTES,),
    "a dead letter's copy": (MAXIMUM_BODY_BYTES,),
    "an HTTP request's body": (MAXIMUM_REQUEST_BYTES, MAXIMUM_EDIT_BYTES),
    "a brief": (
        *(limits.NAME_CHARACTERS, limits.TEXT_CHARACTERS, limits.LIST_ITEMS, limits.WORD_ITEMS, limits.ITEM_CHARACTERS),
        *(limits.FORM_CHARACTERS, limits.FORM_VALUES, limits.FORM_DEPTH),
    ),
    "what a rejection repeats": (limits.TOLD_PROBLEMS, limits.TOLD_FORM_BYTES),
}


def test_every_page_leads_somewhere_and_names_what_is_exported(repository: Path) -> None:
    assert len(pages_of(repository)) > 20
    assert [str(each) for each in pages_findings(repository)] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("see [there](../nowhere.md#here)", "links to ../nowhere.md, which is not there"),
        ("look at `aicmo_lost_total`", "aicmo_lost_total is exported by no service"),
    ],
)
def test_a_planted_mistake_in_a_page_is_found(repository: Path, text: str, message: str) -> None:
    found = page_findings(repository / "chassis" / "README.md", "here", text)
    assert [each for each in map(str, found) if message in each]


@pytest.mark.parametrize("what", LIMITS)
def test_the_table_of_limits_has_the_codes_numbers_in_their_order(repository: Path, what: str) -> None:
    text = (repository / "chassis" / "README.md").read_text()
    [row] = re.findall(rf"^\| {what} \|([^|]+)\|", text, re.MULTILINE)
    assert [int(each.replace(",", "")) for each in re.findall(r"\d[\d,]*\b", row)] == [*LIMITS[what]]


def test_the_page_of_the_whole_systems_tests_names_each_file(repository: Path) -> None:
    page = (repository / "tests-e2e" / "README.md").read_text()
    assert [file.name for file in (repository / "tests-e2e").glob("test_*.py") if f"`{file.name}`" not in page] == []
