"""What the model sees of the real line: its variables, worked out from the rows of the real tables."""

from collections.abc import Sequence
from typing import Any

from e2e_steps import step_of
from sqlalchemy import Table, select

from chassis.database import Database, Row
from chassis.records import Record, headers_from_json
from chassis.schema import DEAD_LETTER, OUTBOX, RUN_LEDGER
from contracts.topics import ORCHESTRATOR
from orchestrator import store
from specification.behaviours import Picture, message
from specification.line import OBSERVER, RUN, Line, meaning
from specification.party import Party


async def picture(line: Line) -> Picture:
    """The whole of it, as a behaviour has it."""
    numbered = dict(enumerate(line.parties, start=1))
    steps = {number: party for number, party in numbered.items() if party.service != ORCHESTRATOR}
    entries = {number: await _entry(party) for number, party in steps.items()}
    state, answered = await _run(line)
    return {
        "ledger": [entry["state"] if entry else "absent" for entry in entries.values()],
        "revised": [number for number, entry in entries.items() if entry and entry["revision"] > 1],
        "settled": [number for number, entry in entries.items() if entry and entry["settled_at"]],
        "rows": [number for number, party in steps.items() if await _holds_rows(party, line)],
        "outbox": [await _outbox(party) for party in numbered.values()],
        "bus": sorted(line.bus),
        "letters": sorted([each for party in steps.values() for each in await _letters(party)]),
        "state": state,
        "answered": answered,
    }


async def parked(party: Party) -> Sequence[Row]:
    """The records that the party has parked."""
    return [row for row in await _rows(party.database, DEAD_LETTER) if row["status"] == "parked"]


async def _letters(party: Party) -> list[str]:
    said = {meaning(_record(row)) for row in await parked(party)}
    return [message(*each) for each in said if each]


async def _entry(party: Party) -> Row | None:
    entries = await _rows(party.database, RUN_LEDGER)
    return entries[0] if entries else None


async def _holds_rows(party: Party, line: Line) -> bool:
    tables = step_of(party.service, line.objects).tables
    return any([await _rows(party.database, table) for table in tables])


async def _outbox(party: Party) -> list[str]:
    said = {meaning(_record(row)) for row in await _rows(party.database, OUTBOX)}
    return sorted(message(*each) for each in said if each)


async def _run(line: Line) -> tuple[str, list[int]]:
    async with line.party(OBSERVER).database.reading() as tx:
        run = await store.find(tx, RUN)
    if run is None:
        return "unknown", []
    return run.state.value, [number for number, step in enumerate(run.steps, start=1) if step.compensated_at]


def _record(row: Row) -> Record:
    return Record(row["topic"], 0, 0, row["key"], headers_from_json(row["headers"]), row["body"])


async def _rows(database: Database, table: Table) -> Sequence[Row]:
    async with database.reading() as tx:
        found: Any = await tx.execute(select(table))
    return list(found)
