"""Fetching a run's package: nothing takes its place under the wanted name before its checksum has been verified."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from aicmo.errors import CliError
from aicmo.fields import JsonObject, nested, objects, text, whole_number
from aicmo.service import Service


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file in the archive; `size` in bytes."""

    name: str
    format: str
    size: int


@dataclass(frozen=True, slots=True)
class Package:
    """What delivery says of a package: its SHA-256 in hexadecimal, its size in bytes (0 if unknown), its files."""

    sha256: str
    size: int
    artifacts: tuple[Artifact, ...]


def package_of(body: JsonObject) -> Package:
    """Read a package, under `package` or at the top; raises CliError where it names no checksum."""
    package = nested(body, "package") or body
    sha256 = text(package, "archive_sha256").lower()
    if not sha256:
        raise CliError("delivery names no archive_sha256, so the archive could not be verified.")
    listed = sorted(objects(package, "artifacts"), key=lambda artifact: whole_number(artifact, "position"))
    files = (Artifact(text(each, "name"), text(each, "format"), whole_number(each, "size")) for each in listed)
    return Package(sha256, whole_number(package, "archive_size"), tuple(files))


def target_of(output: Path | None, run_id: UUID) -> Path:
    """Choose the file: the one asked for, or `aicmo-<run id>.zip` in the folder asked for or the current one."""
    name = f"aicmo-{run_id}.zip"
    if output is None:
        return Path(name)
    return output / name if output.is_dir() else output


def fetch_package(delivery: Service, run_id: UUID) -> Package:
    """Ask what delivery says of a run's package; raises NotFound where the run has none."""
    return package_of(delivery.get(f"/v1/packages/{run_id}"))


def download(delivery: Service, run_id: UUID, package: Package, target: Path, progress: Callable[[int], None]) -> None:
    """Stream the archive into `target`, telling `progress` the bytes of each piece.

    Raises CliError where the checksum or size is wrong; then, and after any other failure, `target` is as it was.
    """
    digest, size = hashlib.sha256(), 0
    with _taking_place_of(target) as file:
        with delivery.stream(f"/v1/packages/{run_id}/archive") as response:
            for piece in response.iter_bytes():
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                progress(len(piece))
        _verify(package, digest.hexdigest(), size)


def _verify(package: Package, sha256: str, size: int) -> None:
    if package.size and size != package.size:
        raise CliError(f"the archive is {size} bytes, delivery says {package.size}; nothing was kept.")
    if sha256 != package.sha256:
        raise CliError(f"the archive's SHA-256 is {sha256}, delivery says {package.sha256}; nothing was kept.")


@contextmanager
def _taking_place_of(target: Path) -> Iterator[BinaryIO]:
    partial = target.with_name(f".{target.name}.{uuid4().hex}.part")
    try:
        with partial.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except OSError as error:
        raise CliError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
