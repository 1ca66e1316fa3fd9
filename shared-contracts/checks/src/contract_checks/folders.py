"""Where the contracts' files lie."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """The layout under `contracts`, which is the folder `shared-contracts`."""

    contracts: Path

    @property
    def schemas(self) -> Path:
        """One JSON Schema a message type, as the code has it."""
        return self.contracts / "schemas"

    @property
    def history(self) -> Path:
        """A folder a type, with a snapshot of every released schema: 1.json, 2.json, …"""
        return self.schemas / "history"

    @property
    def examples(self) -> Path:
        """One realistic body a message type."""
        return self.contracts / "examples"

    @property
    def asyncapi(self) -> Path:
        """The AsyncAPI documents and the page made from them."""
        return self.contracts / "asyncapi"

    @property
    def node(self) -> Path:
        """The script that validates AsyncAPI documents, with its locked packages."""
        return self.contracts / "checks" / "node"

    @property
    def repository(self) -> Path:
        """The root of the repository, whose services' code is read."""
        return self.contracts.parent

    @property
    def cache(self) -> Path:
        """Where downloads are kept: AICMO_CACHE, else .local/cache."""
        return Path(os.environ.get("AICMO_CACHE") or self.repository / ".local" / "cache").absolute()


def here() -> Folders:
    """The folders of the repository that this package is installed from."""
    return Folders(Path(__file__).resolve().parents[3])
