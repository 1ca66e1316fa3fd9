"""What is live: for each service of an environment its version's pacts and schemas, from git or from a folder."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File
from typing import Any, Protocol

import yaml

PACTS = "shared-contracts/pacts"
SCHEMAS = "shared-contracts/schemas"
ASYNCAPI = "shared-contracts/asyncapi"
Schema = Mapping[str, Any]


class NoRecord(Exception):
    """What is live can't be told; the text says why, and what to do."""


class Live(Protocol):
    """The versions that run beside a new one."""

    def pacts_with(self, producer: str) -> Iterator[tuple[str, bytes]]:
        """The pacts of the live consumers of `producer`: file names and contents."""

    def schema(self, party: str, type_name: str) -> Schema | None:
        """The schema of a type as live `party` knows it; None where it has none. Raises NoRecord if not live."""

    def sends(self, producer: str, topic: str) -> frozenset[str]:
        """The types that live `producer` sends on a topic. Raises NoRecord if not live, or if no document tells."""


@dataclass(frozen=True, slots=True)
class InFolder:
    """All live versions' pacts in `pacts/`, schemas in `schemas/` and documents in `asyncapi/` of one folder."""

    folder: File

    def pacts_with(self, producer: str) -> Iterator[tuple[str, bytes]]:
        for file in sorted((self.folder / "pacts").glob(f"*-{producer}.json")):
            yield file.name, file.read_bytes()

    def schema(self, party: str, type_name: str) -> Schema | None:
        file = self.folder / "schemas" / f"{type_name}.json"
        return _parsed(file.read_bytes()) if file.exists() else None

    def sends(self, producer: str, topic: str) -> frozenset[str]:
        file = self.folder / "asyncapi" / f"{producer}.yaml"
        if not file.exists():
            raise NoRecord(f"there is no {file}")
        return _sent_on(topic, file.read_bytes())


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

    def schema(self, party: str, type_name: str) -> Schema | None:
        found = self._show(self._commit(party), f"{SCHEMAS}/{type_name}.json")
        return _parsed(found) if found is not None else None

    def sends(self, producer: str, topic: str) -> frozenset[str]:
        commit = self._commit(producer)
        found = self._show(commit, f"{ASYNCAPI}/{producer}.yaml")
        if found is None:
            raise NoRecord(f"{commit} has no AsyncAPI document of {producer}")
        return _sent_on(topic, found)

    def _commit(self, party: str) -> str:
        if party not in self.commits:
            raise NoRecord(f"{party} is not live there")
        return self.commits[party]

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


def _sent_on(topic: str, document: bytes) -> frozenset[str]:
    """The types that an AsyncAPI document says are sent on a topic."""
    told = _read(document)
    channels = {f"#/channels/{name}" for name, each in told["channels"].items() if each["address"] == topic}
    operations = [each for each in told["operations"].values() if each["action"] == "send"]
    sent = [each["messages"] for each in operations if each["channel"]["$ref"] in channels]
    return frozenset(message["$ref"].rpartition("/")[2] for messages in sent for message in messages)


@lru_cache(maxsize=8)
def _read(document: bytes) -> Any:
    return yaml.load(document, Loader=yaml.CSafeLoader)


def _parsed(content: bytes) -> Schema:
    found: Schema = json.loads(content)
    return found
