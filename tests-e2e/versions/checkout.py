"""Another version of the code: a copy of what is edited, which a process prefers to this checkout by its PYTHONPATH."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from e2e_briefs import REPOSITORY
from e2e_system import plain_environment

VARIABLE = "PYTHONPATH"
COPIED = ("shared-contracts", "chassis/src", "services")
Edits = Mapping[str, Sequence[tuple[str, str]]]
"""For each file what is replaced by what; an empty text stands for the file's end."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A version of the code in a folder of its own; `folder` is None for this checkout itself."""

    folder: Path | None = None

    @property
    def root(self) -> Path:
        """Where its services' folders lie."""
        return self.folder or REPOSITORY

    @property
    def settings(self) -> dict[str, str]:
        """What a process is started with to run this version."""
        if self.folder is None:
            return {}
        packages = sorted(str(path) for path in self.folder.glob("**/src") if path.is_dir())
        return {VARIABLE: os.pathsep.join(packages)}

    def edited(self, folder: Path, edits: Edits) -> "Checkout":
        """A copy with these edits. Raises AssertionError where a text is not there exactly once."""
        for each in COPIED:
            shutil.copytree(self.root / each, folder / each, ignore=shutil.ignore_patterns("tests", "__pycache__"))
        for name, replacements in edits.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_replaced(name, file.read_text() if file.exists() else "", replacements))
        return Checkout(folder)

    def run(self, *arguments: str, cwd: str = ".", **settings: str) -> str:
        """Run a Python module of this version to its end; gives what it said. Raises AssertionError where it fails."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.root / cwd,
            env={**plain_environment(), **self.settings, **settings},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def _replaced(name: str, text: str, replacements: Sequence[tuple[str, str]]) -> str:
    for before, after in replacements:
        assert not before or text.count(before) == 1, f"{name} has {before!r} {text.count(before)} times: mend the edit"
        text = text.replace(before, after) if before else text + after
    return text
