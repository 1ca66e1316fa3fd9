"""The jars of the Kafka broker: exactly those of the lock, each checked against its SHA-256 before every use."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from local_stack.errors import LocalStackError

# More were measured to be slower.
_DOWNLOADS_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Jar:
    """One line of the lock: Maven coordinates and the SHA-256 of the file."""

    group: str
    artifact: str
    version: str
    sha256: str

    def path(self, repository: Path) -> Path:
        """Tell where a Maven repository keeps this jar."""
        directory = repository.joinpath(*self.group.split("."), self.artifact, self.version)
        return directory / f"{self.artifact}-{self.version}.jar"


def locked_jars() -> list[Jar]:
    """Read the lock that lies beside this module, one `group:artifact:version sha256` a line."""
    return [_jar(line) for line in lock_text().splitlines() if line.strip()]


def lock_text() -> str:
    """Read the lock as it is."""
    return resources.files("local_stack").joinpath("kafka-jars.lock").read_text()


def fetch(jars: Iterable[Jar], repository: Path) -> list[Path]:
    """Return the paths of the jars, sorted, after downloading those that are missing or damaged.

    Raises LocalStackError if a jar cannot be had or isn't the one that the lock names.
    """
    wanted = list(jars)
    damaged = [jar for jar in wanted if not _intact(jar, repository)]
    if damaged:
        _download(damaged, repository)
    # Sorted, since the start-up cache is valid for one order of the class path only.
    return sorted(jar.path(repository) for jar in wanted)


def _jar(line: str) -> Jar:
    coordinates, sha256 = line.split()
    group, artifact, version = coordinates.split(":")
    return Jar(group, artifact, version, sha256)


def _intact(jar: Jar, repository: Path) -> bool:
    path = jar.path(repository)
    if not path.exists():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == jar.sha256


def _download(jars: list[Jar], repository: Path) -> None:
    # Into a directory of this process first: two downloads at once must not write into one file.
    draft = repository.with_name(f"{repository.name}.{os.getpid()}")
    try:
        with ThreadPoolExecutor(_DOWNLOADS_AT_ONCE) as pool:
            list(pool.map(lambda jar: _download_one(jar, draft, repository), jars))
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _download_one(jar: Jar, draft: Path, repository: Path) -> None:
    # Imported when needed only: it is slow to import, and all later starts find every jar in place.
    from jgo.maven import MavenContext

    try:
        context = MavenContext(repo_cache=draft)
        context.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
    except Exception as error:
        raise LocalStackError(f"Kafka's {jar.artifact} {jar.version} could not be downloaded: {error}") from error
    if not _intact(jar, draft):
        raise LocalStackError(f"Kafka's {jar.artifact} {jar.version} does not have the SHA-256 that the lock demands.")
    target = jar.path(repository)
    target.parent.mkdir(parents=True, exist_ok=True)
    jar.path(draft).replace(target)
