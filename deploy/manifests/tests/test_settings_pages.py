"""The pages that people set services up by say what the code reads, with its defaults."""

from pathlib import Path

import pytest

from manifest_checks.settings_pages import page_findings, settings_findings
from qc.settings import QcSettings

PAGE = "services/qc/README.md"


def test_the_repositorys_own_pages_agree_with_the_code(repository: Path) -> None:
    assert [str(each) for each in settings_findings(repository)] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("`AICMO_QC_REVISIONS` | 1 |", "`AICMO_QC_REVISIONS` | 2 |", "said to be 2 by default, it is 1"),
        ("`AICMO_QC_PASS_MARK` | 0.70 |", "`AICMO_QC_PASS_MARK` | |", "said to be unset by default, it is 0.7"),
        ("`AICMO_QC_REVISIONS`", "`AICMO_QC_REVISION`", "AICMO_QC_REVISIONS is read, and the page does not say so"),
        ("`AICMO_QC_REVISIONS`", "`AICMO_QC_REVISION`", "AICMO_QC_REVISION stands among the settings, and nothing"),
    ],
)
def test_a_planted_mistake_is_found_and_explained(repository: Path, old: str, new: str, message: str) -> None:
    text = (repository / PAGE).read_text()
    assert old in text
    found = page_findings(PAGE, text.replace(old, new), [QcSettings])
    assert [each for each in map(str, found) if message in each]
