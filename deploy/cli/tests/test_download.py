"""`aicmo download`: what lies under the wanted name is a verified archive, or what lay there before."""

import hashlib
from pathlib import Path

import pytest
from command_line import Command
from recorded_services import Recorded, RecordedServices, json_answer, problem
from recorded_states import RUN, a_package

ARCHIVE = bytes(range(256)) * 4096
SHA256 = hashlib.sha256(ARCHIVE).hexdigest()
PACKAGE = f"delivery/v1/packages/{RUN}"


@pytest.fixture
def delivered(services: RecordedServices) -> RecordedServices:
    """Services of which delivery holds a package of a megabyte."""
    services.record("GET", PACKAGE, json_answer({"package": a_package(SHA256, len(ARCHIVE))}))
    services.record("GET", f"{PACKAGE}/archive", Recorded(200, ARCHIVE, "application/zip"))
    return services


def test_a_verified_archive_lies_under_the_runs_name(
    delivered: RecordedServices, aicmo_process: Command, tmp_path: Path
) -> None:
    outcome = aicmo_process("download", RUN)
    assert (outcome.code, outcome.stdout) == (0, f"aicmo-{RUN}.zip\n")
    assert (tmp_path / f"aicmo-{RUN}.zip").read_bytes() == ARCHIVE
    assert SHA256 in outcome.stderr
    assert outcome.stderr.index("README.md") < outcome.stderr.index("report.pdf")


def test_the_output_may_be_a_file_or_a_folder(delivered: RecordedServices, aicmo: Command, tmp_path: Path) -> None:
    assert aicmo("download", RUN, "-o", str(tmp_path / "campaign.zip")).code == 0
    assert aicmo("download", RUN, "-o", str(tmp_path)).code == 0
    assert {file.name for file in tmp_path.iterdir()} == {"campaign.zip", f"aicmo-{RUN}.zip"}


def test_a_package_told_at_the_top_level_is_understood(
    delivered: RecordedServices, aicmo: Command, tmp_path: Path
) -> None:
    delivered.record("GET", PACKAGE, json_answer(a_package(SHA256.upper(), len(ARCHIVE))))
    assert aicmo("download", RUN, "-o", str(tmp_path)).code == 0


@pytest.mark.parametrize(
    ("package", "archive"),
    [
        (a_package("0" * 64, len(ARCHIVE)), Recorded(200, ARCHIVE)),
        (a_package(SHA256, len(ARCHIVE) - 1), Recorded(200, ARCHIVE)),
        (a_package(SHA256, len(ARCHIVE)), Recorded(200, ARCHIVE[:-1] + b"!")),
        (a_package(SHA256, len(ARCHIVE)), Recorded(200, ARCHIVE[:5000], promised=len(ARCHIVE))),
        (a_package("", len(ARCHIVE)), Recorded(200, ARCHIVE)),
    ],
    ids=["wrong checksum", "wrong size", "changed on the way", "cut off", "no checksum"],
)
def test_an_archive_that_cannot_be_verified_is_refused_and_the_earlier_file_stays(
    delivered: RecordedServices, aicmo: Command, tmp_path: Path, package: dict[str, object], archive: Recorded
) -> None:
    target = tmp_path / "campaign.zip"
    target.write_bytes(b"the earlier one")
    delivered.record("GET", PACKAGE, json_answer({"package": package}))
    delivered.record("GET", f"{PACKAGE}/archive", archive)
    outcome = aicmo("download", RUN, "-o", str(target))
    assert (outcome.code, outcome.stdout) == (1, "")
    assert [file.name for file in tmp_path.iterdir()] == ["campaign.zip"]
    assert target.read_bytes() == b"the earlier one"


def test_a_run_without_a_package_exits_7(delivered: RecordedServices, aicmo: Command, tmp_path: Path) -> None:
    delivered.record("GET", PACKAGE, problem(404, "Not Found", "there is no package"))
    assert aicmo("download", RUN, "-o", str(tmp_path)).code == 7
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_is_gone_exits_7_with_deliverys_reason(
    delivered: RecordedServices, aicmo: Command, tmp_path: Path
) -> None:
    delivered.record("GET", f"{PACKAGE}/archive", problem(404, "Not Found", "the archive was cleaned up"))
    outcome = aicmo("download", RUN, "-o", str(tmp_path))
    assert outcome.code == 7
    assert "the archive was cleaned up" in outcome.stderr


def test_a_folder_that_does_not_exist_is_said_without_a_traceback(
    delivered: RecordedServices, aicmo_process: Command, tmp_path: Path
) -> None:
    outcome = aicmo_process("download", RUN, "-o", str(tmp_path / "none" / "campaign.zip"))
    assert outcome.code == 1
    assert f"{tmp_path / 'none' / 'campaign.zip'} cannot be written: No such file or directory" in outcome.stderr
    assert "Traceback" not in outcome.stderr
