"""Where the local system keeps what it makes."""

import os
from dataclasses import dataclass
from pathlib import Path


def repository() -> Path:
    """Find the root of the repository that this package is installed from."""
    return Path(__file__).resolve().parents[4]


def state_directory() -> Path:
    """Name the directory of all state: AICMO_STATE, else .local under the repository."""
    return Path(os.environ.get("AICMO_STATE") or repository() / ".local").absolute()


def cache_directory() -> Path:
    """Name the directory of downloads and of what is derived from them: AICMO_CACHE, else cache within the state."""
    return Path(os.environ.get("AICMO_CACHE") or state_directory() / "cache").absolute()


@dataclass(frozen=True, slots=True)
class State:
    """The layout under the state directory, which other programs rely on."""

    root: Path

    @property
    def environment_file(self) -> Path:
        """KEY=VALUE lines that a shell can source."""
        return self.root / "env"

    @property
    def lock_file(self) -> Path:
        """Held by a call that starts or stops something."""
        return self.root / "lock"

    @property
    def pids(self) -> Path:
        """One file a running process, named after it, with its process id."""
        return self.root / "pids"

    @property
    def objects(self) -> Path:
        """The object store."""
        return self.root / "objects"

    @property
    def packages(self) -> Path:
        """Where the demonstration puts what it has fetched."""
        return self.root / "packages"

    def log(self, name: str) -> Path:
        """Where this process's output is appended."""
        return self.root / "logs" / f"{name}.log"
