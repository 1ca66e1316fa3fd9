"""Behaviours of the specification in plain values: each step an action, its parameters and what it leads to."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("traces.json")

Picture = Mapping[str, Any]
"""What is compared: the model's variables as lists of texts and numbers, sets in their order."""


@dataclass(frozen=True, slots=True)
class Step:
    """An action with its parameters, and the whole picture after it."""

    action: str
    parameters: tuple[Any, ...]
    picture: Picture

    def __str__(self) -> str:
        return f"{self.action}({', '.join(map(str, self.parameters))})"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The steps of one behaviour from its beginning; `name` tells what may happen in it and its number."""

    name: str
    start: Picture
    steps: tuple[Step, ...]


def stored() -> list[Behaviour]:
    """Read the behaviours that are kept beside this module."""
    return [_behaviour(each) for each in json.loads(FILE.read_text())["behaviours"]]


def store(behaviours: Iterable[Behaviour], about: Mapping[str, Any]) -> None:
    """Keep behaviours beside this module, one a line: of each picture only what its step has changed."""
    lines = ",\n".join(json.dumps(_compact(each), separators=(",", ":")) for each in behaviours)
    FILE.write_text(f'{json.dumps(about)[:-1]}, "behaviours": [\n{lines}\n]}}\n')


def changes(before: Picture, after: Picture) -> dict[str, Any]:
    """The variables that differ, as they are after."""
    return {name: value for name, value in after.items() if before[name] != value}


def _compact(behaviour: Behaviour) -> dict[str, Any]:
    pictures = [behaviour.start, *(step.picture for step in behaviour.steps)]
    steps = [
        [step.action, step.parameters, changes(before, step.picture)]
        for before, step in zip(pictures, behaviour.steps, strict=False)
    ]
    return {"name": behaviour.name, "start": behaviour.start, "steps": steps}


def _behaviour(kept: Mapping[str, Any]) -> Behaviour:
    picture: Picture = kept["start"]
    steps: list[Step] = []
    for action, parameters, changed in kept["steps"]:
        picture = {**picture, **changed}
        steps.append(Step(action, tuple(parameters), picture))
    return Behaviour(kept["name"], kept["start"], tuple(steps))


def message(kind: str, step: int) -> str:
    """A message as text."""
    return f"{kind} {step}"


def delivery(kind: str, step: int, reader: int) -> str:
    """A delivery as text."""
    return f"{kind} {step} to {reader}"


def ordered(members: Iterable[Any]) -> Sequence[Any]:
    """A set as a list that is the same every time."""
    return sorted(members)
