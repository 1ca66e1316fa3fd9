"""Makes `traces.json` anew: `python -m specification.export` has TLC walk at random, by a fixed seed."""

import ast
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from specification.behaviours import FILE, Behaviour, Picture, Step, delivery, message, ordered, store
from specification.checker import run_tlc
from specification.configuration import EVERY_FAULT, Configuration

SEED = 20261126
WALKS = 10
DEPTH = 90
SERVICES = 5

_ALL = Configuration("everything", SERVICES, (), fault_budget=3, without="deadline")
"""Without its deadline a run is undone only where something fails, so that walks are long and go all ways."""

WALKED: tuple[Configuration, ...] = (
    replace(_ALL, name="sent back", faults=("repeat", "crash", "park"), cancelling=False, purging=False),
    replace(_ALL, name="delivered", faults=("repeat", "crash"), refusing=False, cancelling=False, purging=False),
    replace(_ALL, name="cancelled", faults=("repeat", "crash", "loss"), refusing=False, purging=False),
    replace(_ALL, name="parked and purged", faults=("repeat", "crash", "park"), refusing=False),
    replace(_ALL, name="restored", faults=("repeat", "restore"), refusing=False, purging=False),
    replace(_ALL, name="refused", cancelling=False, purging=False, faults=("repeat", "crash", "restore")),
    replace(_ALL, name="deadlines", without=None, faults=EVERY_FAULT[:3], purging=False, refusing=False),
)

_STATE = re.compile(r"^STATE_\d+ == \n(.*?)\n\n", re.MULTILINE | re.DOTALL)
_VARIABLE = re.compile(r"^/\\ (\w+) = (.*?)(?=^/\\ |\Z)", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Walk, keep the walks that can be replayed, and say how many there are."""
    with tempfile.TemporaryDirectory() as scratch:
        walks = [each for asked in WALKED for each in walked(asked, Path(scratch) / asked.name.replace(" ", "-"))]
    kept = [each for each in walks if _can_be_replayed(each)]
    about = {"seed": SEED, "made_by": "PYTHONPATH=tests-e2e .venv/bin/python -m specification.export"}
    store(kept, about)
    steps = sum(len(each.steps) for each in kept)
    print(f"{len(kept)} of {len(walks)} behaviours, {steps} steps, {FILE.stat().st_size} bytes", file=sys.stderr)


def walked(asked: Configuration, directory: Path) -> Iterator[Behaviour]:
    """Random behaviours of this configuration; the same ones every time."""
    configuration = asked.text.replace("INIT Init", "INIT TraceInit").replace("NEXT Next", "NEXT TraceNext")
    # As a step of the line refuses when it is told to: without rows of its own.
    configuration = re.sub(r"RefusalRows = .*", "RefusalRows = {}", configuration)
    options = ["-simulate", f"file={directory / 'walk'},num={WALKS}", "-depth", str(DEPTH), "-seed", str(SEED)]
    output = run_tlc(configuration, directory, options, module="Traces", quick=True)
    files = sorted(directory.glob("walk_*"), key=lambda file: int(file.name.rpartition("_")[2]))
    if len(files) < WALKS:
        raise SystemExit(f"TLC made {len(files)} behaviours:\n{output[-2000:]}")
    for number, file in enumerate(files, start=1):
        yield _read(f"{asked.name} {number}", file.read_text())


def _read(name: str, text: str) -> Behaviour:
    states = [_state(match[1]) for match in _STATE.finditer(f"{text}\n\n")]
    steps = [Step(state["action"][0], _parameters(state["action"][1]), _picture(state)) for state in states[1:]]
    return Behaviour(name, _picture(states[0]), tuple(steps))


def _state(text: str) -> dict[str, Any]:
    return {match[1]: _value(match[2]) for match in _VARIABLE.finditer(text)}


def _value(text: str) -> Any:
    """A TLA+ value of texts, numbers, truths, sequences and sets, as Python's."""
    python = text.replace("<<", "(").replace(">>", ",)").replace("TRUE", "True").replace("FALSE", "False")
    return ast.literal_eval(re.sub(r"\{\s*\}", "set()", python.strip()))


def _parameters(given: tuple[Any, ...]) -> tuple[Any, ...]:
    flat = [part for each in given for part in (each if isinstance(each, tuple) else (each,))]
    return tuple(ordered(part) if isinstance(part, set) else part for part in flat)


def _picture(state: Mapping[str, Any]) -> Picture:
    return {
        "ledger": list(state["ledger"]),
        "revised": ordered(state["revised"]),
        "settled": ordered(state["settled"]),
        "rows": ordered(state["rows"]),
        "outbox": [ordered(message(*each) for each in messages) for messages in state["outbox"]],
        "bus": ordered(delivery(*each) for each in state["bus"]),
        "letters": ordered(message(*each) for each in state["letters"]),
        "state": state["state"],
        "answered": ordered(state["answered"]),
    }


def _can_be_replayed(behaviour: Behaviour) -> bool:
    """Whether each restored state was one that a backup could have been taken of, nothing being on its way out."""
    seen = [behaviour.start]
    for step in behaviour.steps:
        if step.action == "Restore" and not any(_backed_up(each, step.picture) for each in seen):
            return False
        seen.append(step.picture)
    return len(behaviour.steps) > 2


def _backed_up(before: Picture, restored: Picture) -> bool:
    same = all(before[name] == restored[name] for name in ("state", "answered"))
    return same and not before["outbox"][SERVICES]


if __name__ == "__main__":
    main()
