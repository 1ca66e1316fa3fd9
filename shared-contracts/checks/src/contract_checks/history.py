"""The released schemas: snapshots that are never edited, against all of which the code is held."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_checks.compatibility import Violation, violations
from contract_checks.findings import Finding
from contract_checks.schemas import Schema, as_text


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The schema of a type as it was released for the `number`-th time, from 1."""

    type: str
    number: int
    schema: Schema

    @property
    def name(self) -> str:
        """Its file below the history's folder."""
        return f"{self.type}/{self.number}.json"


class NothingReleased(ValueError):
    """The code's schemas may not be released; the text says why."""


def read_history(folder: Path) -> dict[str, list[Snapshot]]:
    """Every snapshot by type, the oldest first."""
    history: dict[str, list[Snapshot]] = {}
    for path in sorted(folder.glob("*/*.json"), key=lambda path: (path.parent.name, int(path.stem))):
        snapshot = Snapshot(path.parent.name, int(path.stem), json.loads(path.read_text(encoding="utf-8")))
        history.setdefault(snapshot.type, []).append(snapshot)
    return history


def check_history(
    history: Mapping[str, list[Snapshot]], schemas: Mapping[str, Schema], examples: Mapping[str, Any]
) -> list[Finding]:
    """Hold the code's schemas against every snapshot; a type that was released may not vanish either."""
    gone = [
        Finding(
            name,
            "was released and is no longer registered, while its messages may still lie on a topic",
            f"register it again; or, once it is older than the topics' retention, remove schemas/history/{name}",
        )
        for name in sorted(history.keys() - schemas.keys())
    ]
    broken = [
        Finding(name, f"breaks its release {snapshot.number}: {violation}", _remedy(name, violation))
        for name in sorted(history.keys() & schemas.keys())
        for snapshot in history[name]
        for violation in violations(snapshot.schema, schemas[name], examples.get(name, {}))
    ]
    return gone + broken


def unreleased(history: Mapping[str, list[Snapshot]], schemas: Mapping[str, Schema]) -> list[str]:
    """The types whose latest snapshot isn't the code's schema, or that have none."""
    return [name for name in sorted(schemas) if name not in history or history[name][-1].schema != schemas[name]]


def release(folder: Path, schemas: Mapping[str, Schema], examples: Mapping[str, Any]) -> list[str]:
    """Freeze what is not released yet, and name the new snapshots. Raises NothingReleased where the gate says no."""
    history = read_history(folder)
    if findings := check_history(history, schemas, examples):
        raise NothingReleased("\n".join(map(str, findings)))
    fresh = [Snapshot(name, len(history.get(name, ())) + 1, schemas[name]) for name in unreleased(history, schemas)]
    for snapshot in fresh:
        file = folder / snapshot.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_text(snapshot.schema), encoding="utf-8")
    return [snapshot.name for snapshot in fresh]


def _remedy(name: str, violation: Violation) -> str:
    stem, _, version = name.rpartition(".v")
    following = f"{stem}.v{int(version) + 1}"
    return (
        f"undo the change (an added field needs a default, a field or a value once sent stays), or make the new type "
        f"{following} beside it: both are sent until no reader of {name} is left"
    )
