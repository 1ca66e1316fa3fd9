"""What must be true once the load has ended, whichever versions ran; and which versions were sent and read."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from e2e_line import ENDED, Line
from e2e_polling import eventually
from e2e_stories import nothing_is_left
from e2e_tables import LIGHT

from contracts.topics import STEP_SERVICES, events_of
from versions.load import LIMIT, Load

ONCE = ("brief.accepted", "strategy.drafted", "qc.passed", "package.delivered")
"""What is announced of each good run, in one version."""


async def all_is_well(line: Line, load: Load) -> None:
    """Assert that every run has ended as it should, with one set of rows or none, once, and without a dead letter."""
    good, refused = load.good, load.refused
    expected = {**dict.fromkeys(good, "COMPLETED"), **dict.fromkeys(refused, "COMPENSATED")}
    ended = await _settled(line, load.runs)
    letters = await line.databases.dead_letters(load.runs)
    assert ended == expected, f"{Counter(ended.values())}, among the dead letters: {Counter(letters)}"
    assert letters == []
    assert await line.databases.rows(good) == dict.fromkeys(good, LIGHT)
    ledgers = await line.databases.ledgers(good)
    assert ledgers == {service: dict.fromkeys(good, "done") for service in STEP_SERVICES}
    await nothing_is_left(line, refused)
    await line.at_rest()
    events = await line.topics.of_runs(good, *map(events_of, STEP_SERVICES))
    announced = Counter(seen.short_type for seen in events)
    assert {kind: announced[kind] for kind in ONCE} == dict.fromkeys(ONCE, len(good)), announced


async def sent_as(line: Line, runs: Iterable[UUID]) -> set[tuple[str, ...]]:
    """In which versions the drafts of these runs were announced: every combination, each in its order."""
    drafts: dict[UUID, list[str]] = {run: [] for run in runs}
    for seen in await line.topics.records(events_of("production")):
        run = UUID((seen.key or b"").decode())
        if run in drafts and seen.type.startswith("aicmo.draft.produced."):
            drafts[run].append(seen.type)
    return {tuple(types) for types in drafts.values()}


def read_as(line: Line, runs: Iterable[UUID]) -> set[str]:
    """On which versions quality control started these runs."""
    return {str(note["type"]) for note in _notes(line, "qc", "step_done", runs)}


def passed_over(line: Line, service: str, runs: Iterable[UUID]) -> set[str]:
    """The runs of which a service has passed a record over."""
    return {str(note["run"]) for note in _notes(line, service, "record_passed_over", runs)}


def _notes(line: Line, service: str, event: str, runs: Iterable[UUID]) -> list[dict[str, Any]]:
    wanted = {str(run) for run in runs}
    told = [json.loads(words) for words in line.system.log(service).splitlines() if f'"{event}"' in words]
    return [each for each in told if each["event"] == event and each["run"] in wanted]


async def _settled(line: Line, runs: Sequence[UUID]) -> dict[UUID, str]:
    """Wait until nothing more happens to these runs: ended, or in need of a person; gives their statuses."""

    async def probe() -> dict[UUID, str] | None:
        found = await line.databases.statuses(runs)
        at_rest = len(found) == len(runs) and all(status in (*ENDED, "STALLED") for status in found.values())
        return found if at_rest else None

    return await eventually(probe, f"{len(runs)} runs have ended or need a person", LIMIT)
