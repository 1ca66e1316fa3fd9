"""What is live: for each service of an environment its version's pacts and schemas, from git or from a folder."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any, Protocol

import yaml

PACTS = "shared-contracts/pacts"
SCHEMAS = "shared-contracts/schemas"
Schema = Mapping[str, Any]


class NoRecord(Exception):
    """What is live can't be told; the text says why, and what to do."""


class Live(Protocol):
    """The versions that run beside a new one."""

    def pacts_with(self, producer: str) -> Iterator[tuple[str, bytes]]:
        """The pacts of the live consumers of `producer`: file names and contents."""

    def schema(self, producer: str, type_name: str) -> Schema | None:
        """The schema by which live `producer` writes a type; None where it has none. Raises NoRecord if not live."""


@dataclass(frozen=True, slots=True)
class InFolder:
    """All live versions' pacts in `pacts/` and schemas in `schemas/` of one folder."""

    folder: File

    def pacts_with(self, producer: str) -> Iterator[tuple[str, bytes]]:
        for file in sorted((self.folder / "pacts").glob(f"*-{producer}.json")):
            yield file.name, file.read_bytes()

    def schema(self, producer: str, type_name: str) -> Schema | None:
        file = self.folder / "schemas" / f"{type_name}.json"
        return _parsed(file.read_bytes()) if file.exists() else None


@dataclass(frozen=True, slots=True)
class InGit:
    """Each live service's commit in the repository at `root`; parties without one don't run there."""

    root: File
    commits: Mapping[str, str]

    def pacts_with(self, producer: str) -> Iterator[tuple[str, bytes]]:
        for consumer, commit in sorted(self.commits.items()):
            name = f"{consumer}-{producer}.json"
            if (found := self._show(commit, f"{PACTS}/{name}")) is not None:
                yield name, found

    def schema(self, producer: str, type_name: str) -> Schema | None:
        if producer not in self.commits:
            raise NoRecord(f"{producer} is not live there")
        found = self._show(self.commits[producer], f"{SCHEMAS}/{type_name}.json")
        return _parsed(found) if found is not None else None

    def _show(self, commit: str, path: str) -> bytes | None:
        """The file in that commit; None where the commit hasn't it. Raises NoRecord where there is no such commit."""
        _git(self.root, "cat-file", "-e", f"{commit}^{{commit}}")
        done = subprocess.run(["git", "-C", self.root, "show", f"{commit}:{path}"], capture_output=True, check=False)
        return done.stdout if done.returncode == 0 else None


def recorded(file: File) -> dict[str, str]:
    """The commits of an environment's file by service, of those that are live. Raises NoRecord."""
    if not file.exists():
        raise NoRecord(f"there is no {file}: say what is live there, one line for each service")
    live = yaml.safe_load(file.read_text(encoding="utf-8"))["live"]
    return {service: str(commit) for service, commit in live.items() if commit}


def record(file: File, service: str, commit: str) -> None:
    """Write down that this commit of a service is live; the file's comments stay. Raises NoRecord."""
    if service not in yaml.safe_load(file.read_text(encoding="utf-8"))["live"]:
        raise NoRecord(f"{file} has no line for {service}")
    lines = file.read_text(encoding="utf-8").splitlines()
    changed = [f"  {service}: {commit}" if line.strip().startswith(f"{service}:") else line for line in lines]
    file.write_text("\n".join(changed) + "\n", encoding="utf-8")


def _git(root: File, *arguments: str) -> None:
    done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoRecord(f"git {' '.join(arguments)}: {done.stderr.strip()} (a shallow clone? fetch the whole history)")


def _parsed(content: bytes) -> Schema:
    found: Schema = json.loads(content)
    return found
