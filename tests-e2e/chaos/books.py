"""What six databases and the object store hold, read once, and what of it is wrong: the check that chaos is for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from uuid import UUID

from e2e_line import ENDED
from e2e_tables import LIGHT, TABLES, Databases

from chaos.journal import Answer, Journal
from contracts.topics import SERVICES, STEP_SERVICES

FILES: Mapping[str, int] = {"production": 0, "delivery": 1}
"""How many files a delivered run of the light package has in the object store, by the service that wrote them."""

Counts = Mapping[str, Mapping[UUID, int]]


@dataclass(frozen=True, slots=True)
class Books:
    """Status and failure of each run, its state in each ledger, its rows by table, its files, what waits or is dead."""

    statuses: Mapping[UUID, str]
    failures: Mapping[UUID, str]
    ledgers: Mapping[str, Mapping[UUID, str]]
    rows: Counts
    files: Counts
    outboxes: Mapping[str, int]
    dead_letters: Sequence[str]

    @property
    def runs(self) -> set[UUID]:
        """Every run that any table or folder names."""
        named = (self.statuses, *self.ledgers.values(), *self.rows.values(), *self.files.values())
        return {run for runs in named for run in runs}


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong, a line for each run or message.

    `lost`: accepted, and unknown to the orchestrator or COMPLETED without all of its rows and files. `orphaned`: rows,
    files or a ledger entry that should be gone. `duplicated`: more than one set. `unfinished`: not ended. `wrong`:
    ended otherwise than it had to. `unsubmitted`: a run that nobody submitted. `waiting`: left in an outbox. `dead`:
    among the dead letters.
    """

    lost: Sequence[str] = ()
    orphaned: Sequence[str] = ()
    duplicated: Sequence[str] = ()
    unfinished: Sequence[str] = ()
    wrong: Sequence[str] = ()
    unsubmitted: Sequence[str] = ()
    waiting: Sequence[str] = ()
    dead: Sequence[str] = ()

    def lines(self) -> list[str]:
        """Every finding with its kind."""
        return [f"{field.name}: {line}" for field in fields(self) for line in getattr(self, field.name)]


async def read_books(databases: Databases, objects: Path) -> Books:
    """Read every table and folder."""
    runs = await databases.fetch("orchestrator", "SELECT workflow_run_id, status, failure::text FROM workflow_run")
    ledger = "SELECT workflow_run_id, state FROM run_ledger"
    return Books(
        statuses={row[0]: row[1] for row in runs},
        failures={row[0]: row[2] for row in runs if row[2]},
        ledgers={service: dict(await databases.fetch(service, ledger)) for service in STEP_SERVICES},
        rows={table: dict(await _counted(databases, service, table)) for service, table in _tables()},
        files={service: _files(objects / service) for service in FILES},
        outboxes=await databases.outboxes(),
        dead_letters=[line for service in SERVICES for line in await _dead_letters(databases, service)],
    )


def judged(books: Books, journal: Journal) -> Findings:
    """Hold what was accepted against what is there."""
    accepted = set(journal.accepted)
    submitted = journal.entries.keys() - journal.with_answer(Answer.REFUSED)
    completed = {run for run, status in books.statuses.items() if status == "COMPLETED"}
    ended = {run for run, status in books.statuses.items() if status in ENDED}
    return Findings(
        lost=[*(f"{run} is unknown" for run in accepted - books.statuses.keys()), *_missing(books, completed)],
        orphaned=list(_orphaned(books, books.runs - completed - (books.statuses.keys() - ended))),
        duplicated=list(_duplicated(books)),
        unfinished=[f"{run} is {status}" for run, status in books.statuses.items() if run not in ended],
        wrong=list(_wrong(books, journal, ended)),
        unsubmitted=[str(run) for run in books.runs - submitted],
        waiting=[f"{count} messages of {service}" for service, count in books.outboxes.items() if count],
        dead=books.dead_letters,
    )


def _tables() -> list[tuple[str, str]]:
    return [(service, table) for service, tables in TABLES.items() for table in tables]


async def _counted(databases: Databases, service: str, table: str) -> list[tuple[UUID, int]]:
    return await databases.fetch(service, f"SELECT workflow_run_id, count(*) FROM {table} GROUP BY 1")


async def _dead_letters(databases: Databases, service: str) -> list[str]:
    query = "SELECT workflow_run_id, topic, status, reason, error FROM dead_letter"
    return [f"{service}: {' | '.join(map(str, row))[:300]}" for row in await databases.fetch(service, query)]


def _files(folder: Path) -> dict[UUID, int]:
    runs = [path for path in folder.iterdir() if path.is_dir()] if folder.exists() else []
    counts = {UUID(path.name): sum(each.is_file() for each in path.rglob("*")) for path in runs}
    return {run: count for run, count in counts.items() if count}


def _missing(books: Books, completed: Iterable[UUID]) -> Iterable[str]:
    for run in completed:
        for name, wanted, runs in _sets(books):
            if runs.get(run, 0) < wanted:
                yield f"{run} is COMPLETED with {runs.get(run, 0)} of {wanted} in {name}"
        for service, states in books.ledgers.items():
            if states.get(run) != "done":
                yield f"{run} is COMPLETED, and {service}'s ledger says {states.get(run)}"


def _orphaned(books: Books, undone: Iterable[UUID]) -> Iterable[str]:
    for run in undone:
        for name, _, runs in _sets(books):
            if run in runs:
                yield f"{run} is {books.statuses.get(run, 'unknown')} with {runs[run]} in {name}"
        for service, states in books.ledgers.items():
            if run in books.statuses and states.get(run) != "compensated":
                yield f"{run} is COMPENSATED, and {service}'s ledger says {states.get(run)}"


def _duplicated(books: Books) -> Iterable[str]:
    for name, wanted, runs in _sets(books):
        yield from (f"{run} has {count} in {name}" for run, count in runs.items() if wanted and count > wanted)


def _wrong(books: Books, journal: Journal, ended: Iterable[UUID]) -> Iterable[str]:
    for run in ended:
        status, entry = books.statuses[run], journal.entries.get(run)
        if entry and not entry.end.allows(status):
            yield f"{run} is {status}: {books.failures.get(run, 'no failure')[:300]}"


def _sets(books: Books) -> list[tuple[str, int, Mapping[UUID, int]]]:
    """Each table and each folder: its name, what a delivered run has in it, and what each run has."""
    tables = [(table, LIGHT[table], runs) for table, runs in books.rows.items()]
    return [*tables, *((f"files of {service}", FILES[service], runs) for service, runs in books.files.items())]
