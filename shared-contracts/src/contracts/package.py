"""The delivered package: an archive and the artifacts inside it."""

from uuid import UUID

from contracts.payload import Value


class Artifact(Value):
    """One file of the package; `position` is its place, from 0; `sha256` is of its bytes, `size` in bytes."""

    artifact_id: UUID
    name: str
    format: str
    version: int = 1
    media_type: str
    size: int
    sha256: str
    position: int


class Package(Value):
    """A rendered package; `archive` is the ZIP's key in the object store."""

    package_id: UUID
    archive: str
    archive_size: int
    archive_sha256: str
    manifest_sha256: str
    artifacts: tuple[Artifact, ...]
