"""What qc reads from the environment: one pass mark, and those of single packages."""

import pytest

from chassis.settings import InvalidSettings
from contracts.brief import PackageName
from qc.app import main
from qc.settings import read_qc_settings


def test_a_draft_passes_at_seventy_per_cent_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AICMO_QC_PASS_MARK", raising=False)
    assert (read_qc_settings().pass_mark, read_qc_settings().pass_marks) == (0.70, {})


def test_packages_may_have_marks_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AICMO_QC_PASS_MARKS", "quick_social=0.8, launch_gtm=0.75,")
    assert read_qc_settings().pass_marks == {PackageName.QUICK_SOCIAL: 0.8, PackageName.LAUNCH_GTM: 0.75}


@pytest.mark.parametrize("marks", ["quick_social=1.2", "quick_social", "no_such_package=0.8", "light=high"])
def test_a_mark_that_makes_no_sense_stops_the_service(monkeypatch: pytest.MonkeyPatch, marks: str) -> None:
    monkeypatch.setenv("AICMO_QC_PASS_MARKS", marks)
    with pytest.raises(SystemExit, match="\n  AICMO_QC_PASS_MARKS: "):
        read_qc_settings()


def test_a_wrong_mark_is_blamed_on_the_variable_that_it_was_read_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AICMO_QC_PASS_MARK", "2")
    monkeypatch.setenv("AICMO_QC_PASS_MARKS", "nope=0.3")
    with pytest.raises(SystemExit) as refusal:
        read_qc_settings()
    _, one, packages = str(refusal.value).splitlines()
    assert one.startswith("  AICMO_QC_PASS_MARK: ")
    assert packages.startswith("  AICMO_QC_PASS_MARKS: nope: ")
    assert "quick_social" in packages


def test_what_is_wrong_with_it_is_told_beside_what_is_wrong_with_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AICMO_LOG_LEVEL", "loud")
    monkeypatch.setenv("AICMO_QC_PASS_MARK", "2")
    with pytest.raises(InvalidSettings) as refusal:
        main()
    assert {"AICMO_LOG_LEVEL", "AICMO_QC_PASS_MARK"} <= {line.split(":")[0] for line in refusal.value.problems}
