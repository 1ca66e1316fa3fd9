"""The services' double, and the command line to run against it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The modules beside this one are found whichever import mode the tests are run with.
sys.path.insert(0, str(Path(__file__).parent))

from command_line import Command, Outcome, run_apart, run_here
from recorded_services import RecordedServices, serving


@pytest.fixture
def services() -> Iterator[RecordedServices]:
    """Six services that answer what a test records."""
    with serving() as recorded:
        yield recorded


@pytest.fixture
def aicmo(services: RecordedServices) -> Command:
    """The command line in this process."""

    def run(*arguments: str, stdin: str | None = None, **environment: str) -> Outcome:
        return run_here(arguments, {**services.environment(), "NO_COLOR": "1", **environment}, stdin)

    return run


@pytest.fixture
def aicmo_process(services: RecordedServices, tmp_path: Path) -> Command:
    """The command line as a process of its own, in an empty folder unless told."""

    def run(*arguments: str, folder: Path | None = None, **environment: str) -> Outcome:
        return run_apart(arguments, {**services.environment(), "TZ": "UTC", **environment}, folder or tmp_path)

    return run
