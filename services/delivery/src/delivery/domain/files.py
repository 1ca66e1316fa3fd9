"""The files of a package: their identity and hash, and names that are safe in any archive on any system."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from uuid import UUID, uuid5

from contracts.package import Artifact
from contracts.payload import RunId

NAMESPACE = UUID("6f0d5f0e-53a4-5d0c-9a3e-0d0b5b7c1f42")
MAXIMUM_NAME = 96
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for devices, whatever their suffix."""

_DASHES = re.compile(r"-{2,}")


@dataclass(frozen=True, slots=True)
class File:
    """One file; `name` is its path in the package, with forward slashes."""

    name: str
    format: str
    media_type: str
    content: bytes


def package_id(run: RunId) -> UUID:
    """The id of a run's package: the same whenever the step is run again."""
    return uuid5(NAMESPACE, f"{run}/package")


def artifact(run: RunId, file: File, position: int, version: int) -> Artifact:
    """Describe a file at its place in the package."""
    return Artifact(
        artifact_id=uuid5(NAMESPACE, f"{run}/{file.name}"),
        name=file.name,
        format=file.format,
        version=version,
        media_type=file.media_type,
        size=len(file.content),
        sha256=sha256(file.content).hexdigest(),
        position=position,
    )


def safe_name(name: str) -> str:
    """The last part of a path as a name without folders, control or shell characters, hidden or reserved names."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    cleaned = _DASHES.sub("-", "".join(c if _is_safe(c) else "-" for c in last)).strip(" .-")
    stem, dot, suffix = cleaned.rpartition(".")
    stem, suffix = (stem, suffix[:12]) if dot else (cleaned, "")
    stem = stem[: MAXIMUM_NAME - 13].rstrip(" .-") or "file"
    if stem.partition(".")[0].strip().lower() in RESERVED:
        stem = f"{stem}-file"
    return f"{stem}.{suffix}" if suffix else stem


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The same names in order, a repeated one numbered; names that differ only in case count as the same."""
    given: list[str] = []
    taken: set[str] = set()
    for name in names:
        path, candidate, number = PurePosixPath(name), name, 2
        while candidate.casefold() in taken:
            candidate = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
            number += 1
        taken.add(candidate.casefold())
        given.append(candidate)
    return tuple(given)


def _is_safe(character: str) -> bool:
    # Letters, the marks that Indic scripts write vowels with, and digits.
    return character in " ._-" or unicodedata.category(character)[0] in "LMN"
