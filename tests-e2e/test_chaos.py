"""Chaos in small: a fault of each kind under load, and that its checker, its schedule and its proxy can be trusted.

Mutants, each made on a copy: `Link._mend` that resets nothing, and lost bytes that pass -> the link cut one way; held
bytes that pass -> the black hole; `_reset_all` of no connection -> the reset; `_second` without its look at `touches`,
`Random` without the seed -> the schedule; `judged` that forgets which briefs were refused -> the run of such a brief.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from uuid import UUID, uuid4

import pytest
from chaos.books import Books, Findings, judged, read_books
from chaos.campaign import Campaign, wage
from chaos.journal import Answer, End
from chaos.load import Pace
from chaos.plant import Plant, running_plant
from chaos.proxy import LOOPBACK, Flow, Link, running_proxy
from chaos.schedule import KINDS, Fault, counted, drawn
from e2e_tables import Databases

SCHEDULE = (
    (Fault("replica_killed", "qc-2", 0.5),),
    (Fault("service_killed", "strategy", 0.0), Fault("database_reset", "production", 0.0, 1.0)),
    (Fault("replica_paused", "production", 11.0), Fault("postgres_restarted", "postgres", 0.5, 4.0)),
    (Fault("kafka_killed", "kafka", 0.0), Fault("orchestrator_killed", "orchestrator", 0.5, 0.5)),
    (Fault("kafka_reset", "kafka", 0.0),),
    (Fault("kafka_one_way", "kafka", 1.51), Fault("database_one_way", "qc", 1.5, 0.5)),
    (Fault("kafka_black_hole", "kafka", 2.0), Fault("database_black_hole", "delivery", 2.0, 3.0)),
    (Fault("kafka_half_open", "kafka", 0.0), Fault("database_half_open", "strategy", 0.0, 0.3)),
    (Fault("backlog", "onboarding", 1.0),),
)
"""Every kind but the rolling restart, which takes too long here."""

RUNS = 240


@dataclass(frozen=True, slots=True)
class Aftermath:
    """The plant after its campaign, still running."""

    plant: Plant
    campaign: Campaign

    @asynccontextmanager
    async def databases(self) -> AsyncIterator[Databases]:
        """Connections for the length of a block."""
        databases = Databases(self.plant.system.environment)
        try:
            yield databases
        finally:
            await databases.close()

    async def books(self) -> Books:
        """The books as they are now."""
        async with self.databases() as databases:
            return await read_books(databases, self.plant.system.state.objects)

    async def plant_row(self, service: str, statement: str, *values: object) -> dict[str, int]:
        """Run a statement on a service's database; gives what the checker then finds more than before, by kind."""
        before = self.found(await self.books())
        async with self.databases() as databases:
            await databases.fetch(service, statement, *values)
        return _grown(before, self.found(await self.books()))

    def found(self, books: Books) -> Findings:
        """What the checker finds in these books."""
        return judged(books, self.campaign.journal)


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    """One campaign for all tests of this file."""
    with running_plant(tmp_path_factory.mktemp("chaos") / "state", replicas=2) as plant:
        campaign = asyncio.run(wage(plant, SCHEDULE, Pace.of(RUNS, len(SCHEDULE), 60.0), seed=1))
        yield Aftermath(plant, campaign)
        plant.clean()


@pytest.fixture
async def completed(aftermath: Aftermath) -> UUID:
    """A run that is COMPLETED and in which nothing is wrong yet."""
    return _spotless(aftermath, await aftermath.books(), "COMPLETED")


@pytest.fixture
async def compensated(aftermath: Aftermath) -> UUID:
    """A run that is COMPENSATED and of which nothing is left."""
    return _spotless(aftermath, await aftermath.books(), "COMPENSATED")


def test_every_run_ends_whole_or_not_at_all_though_everything_fails(aftermath: Aftermath) -> None:
    campaign = aftermath.campaign
    assert counted(SCHEDULE).keys() == KINDS.keys() - {"rolling_restart"}
    assert len(campaign.journal.accepted) >= 200
    assert set(campaign.rest.books.statuses.values()) == {"COMPLETED", "COMPENSATED"}
    assert campaign.rest.findings.lines() == []
    assert campaign.chronicle.deaths == []
    assert campaign.chronicle.unrecovered == 0
    assert campaign.violations == 0


async def test_a_lost_run_is_counted(aftermath: Aftermath, compensated: UUID) -> None:
    forgotten = "DELETE FROM workflow_run WHERE workflow_run_id = $1"
    assert await aftermath.plant_row("orchestrator", forgotten, compensated) == {"lost": 1}


async def test_a_lost_row_of_a_completed_run_is_counted(aftermath: Aftermath, completed: UUID) -> None:
    lost = "DELETE FROM qc_result WHERE workflow_run_id = $1"
    assert await aftermath.plant_row("qc", lost, completed) == {"lost": 1}


async def test_a_completed_run_that_a_ledger_has_compensated_is_counted(aftermath: Aftermath, completed: UUID) -> None:
    undone = "UPDATE run_ledger SET state = 'compensated' WHERE workflow_run_id = $1"
    assert await aftermath.plant_row("strategy", undone, completed) == {"lost": 1}


async def test_an_orphan_row_is_counted(aftermath: Aftermath, completed: UUID, compensated: UUID) -> None:
    assert await _copied(aftermath, completed, draft_id=uuid4(), workflow_run_id=compensated) == {"orphaned": 1}


async def test_an_orphan_row_of_a_run_that_nobody_knows_is_counted(aftermath: Aftermath, completed: UUID) -> None:
    found = await _copied(aftermath, completed, draft_id=uuid4(), workflow_run_id=uuid4())
    assert found == {"orphaned": 1, "unsubmitted": 1}


async def test_an_orphan_file_is_counted(aftermath: Aftermath, compensated: UUID) -> None:
    before = aftermath.found(await aftermath.books())
    file = aftermath.plant.system.objects_of("delivery", compensated) / "package.zip"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a file without a row")
    assert _grown(before, aftermath.found(await aftermath.books())) == {"orphaned": 1}


async def test_a_tombstone_that_is_missing_is_counted(aftermath: Aftermath, compensated: UUID) -> None:
    removed = "DELETE FROM run_ledger WHERE workflow_run_id = $1"
    assert await aftermath.plant_row("production", removed, compensated) == {"orphaned": 1}


async def test_a_duplicate_row_is_counted(aftermath: Aftermath, completed: UUID) -> None:
    assert await _copied(aftermath, completed, draft_id=uuid4()) == {"duplicated": 1}


async def test_an_unfinished_run_is_counted(aftermath: Aftermath, compensated: UUID) -> None:
    stuck = "UPDATE workflow_run SET status = 'STALLED' WHERE workflow_run_id = $1"
    assert await aftermath.plant_row("orchestrator", stuck, compensated) == {"unfinished": 1}


async def test_a_run_that_ended_otherwise_than_it_had_to_is_counted(aftermath: Aftermath, completed: UUID) -> None:
    books, entry = await aftermath.books(), aftermath.campaign.journal.entries[completed]
    before, right = aftermath.found(books), entry.end
    entry.end = End.COMPENSATED
    found = _grown(before, aftermath.found(books))
    entry.end = right
    assert found == {"wrong": 1}


async def test_a_run_of_a_brief_that_was_refused_is_counted(aftermath: Aftermath, completed: UUID) -> None:
    books, entry = await aftermath.books(), aftermath.campaign.journal.entries[completed]
    before = aftermath.found(books)
    entry.answer = Answer.REFUSED
    found = _grown(before, aftermath.found(books))
    entry.answer = Answer.ACCEPTED
    assert found == {"unsubmitted": 1}


async def test_a_message_that_stays_in_an_outbox_is_counted(aftermath: Aftermath) -> None:
    kept = (
        "INSERT INTO outbox (id, topic, headers, created_at, leased_until)"
        " VALUES ($1, 'qc.events', '[]', now(), now() + interval '1 day')"
    )
    assert await aftermath.plant_row("qc", kept, uuid4()) == {"waiting": 1}


async def test_a_dead_letter_is_counted(aftermath: Aftermath, completed: UUID) -> None:
    kept = (
        'INSERT INTO dead_letter (id, workflow_run_id, topic, partition, "offset", headers, reason, error, attempts,'
        " status, created_at, updated_at) VALUES ($1, $2, 'qc.events', 0, 0, '[]', 'r', 'e', 5, 'parked', now(), now())"
    )
    assert await aftermath.plant_row("delivery", kept, uuid4(), completed) == {"dead": 1}


def test_the_same_seed_draws_the_same_schedule_with_every_kind_in_it() -> None:
    groups = drawn(7, faults=60, replicas=2)
    assert groups == drawn(7, faults=60, replicas=2)
    assert groups != drawn(8, faults=60, replicas=2)
    assert counted(groups).keys() == KINDS.keys()
    assert sum(counted(groups).values()) == 60


def test_faults_at_the_same_time_never_take_hold_of_the_same_thing() -> None:
    pairs = [group for seed in range(50) for group in drawn(seed, faults=60, replicas=2) if len(group) == 2]
    assert len(pairs) > 100
    assert not [pair for pair in pairs if pair[0].touches & pair[1].touches]


async def test_a_reset_link_breaks_its_connections_and_takes_new_ones() -> None:
    async with _echo() as link:
        reader, writer = await _connected(link)
        assert await _answer(reader, writer, b"before") == b"before"
        link.reset()
        with pytest.raises(ConnectionResetError):
            await _answer(reader, writer, b"after")
        assert await _answer(*await _connected(link), b"again") == b"again"


async def test_a_black_hole_keeps_the_connection_open_and_silent_and_loses_nothing() -> None:
    async with _echo() as link:
        reader, writer = await _connected(link)
        link.cut(to_server=Flow.HELD, to_client=Flow.HELD)
        with pytest.raises(TimeoutError):
            await _answer(reader, writer, b"first")
        assert link.connections == 1
        link.heal()
        assert await reader.readexactly(len(b"first")) == b"first"
        assert await _answer(reader, writer, b"second") == b"second"


@pytest.mark.parametrize("lost", ["to_server", "to_client"])
async def test_a_link_that_is_cut_one_way_lets_the_other_way_pass_and_breaks_what_has_a_hole(lost: str) -> None:
    heard: list[bytes] = []
    async with _echo(heard) as link:
        reader, writer = await _connected(link)
        assert await _answer(reader, writer, b"whole") == b"whole"
        link.cut(**{lost: Flow.LOST})
        with pytest.raises(TimeoutError):
            await _answer(reader, writer, b"half")
        assert heard == ([b"whole"] if lost == "to_server" else [b"whole", b"half"])
        link.heal()
        with pytest.raises(ConnectionResetError):
            await _answer(reader, writer, b"after")
        assert await _answer(*await _connected(link), b"anew") == b"anew"


def _spotless(aftermath: Aftermath, books: Books, status: str) -> UUID:
    """A run with this status that had to end so and that no finding names."""
    named = " ".join(aftermath.found(books).lines())
    entries = aftermath.campaign.journal
    return next(each.run for each in entries if books.statuses.get(each.run) == status and str(each.run) not in named)


def _grown(before: Findings, after: Findings) -> dict[str, int]:
    kinds = [field.name for field in fields(Findings)]
    grown = {kind: len(getattr(after, kind)) - len(getattr(before, kind)) for kind in kinds}
    return {kind: count for kind, count in grown.items() if count}


async def _copied(aftermath: Aftermath, run: UUID, **changes: UUID) -> dict[str, int]:
    """Put a run's review in a second time with other values in these columns."""
    copy = (
        "INSERT INTO qc_result SELECT (jsonb_populate_record(t, $2::text::jsonb)).* FROM qc_result t"
        " WHERE workflow_run_id = $1"
    )
    return await aftermath.plant_row("qc", copy, run, json.dumps({name: str(value) for name, value in changes.items()}))


@asynccontextmanager
async def _echo(heard: list[bytes] | None = None) -> AsyncIterator[Link]:
    """A link to a server that answers with what it hears."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(100):
            if heard is not None:
                heard.append(chunk)
            writer.write(chunk)

    server = await asyncio.start_server(answer, LOOPBACK, 0)
    with running_proxy({"echo": server.sockets[0].getsockname()[1]}) as proxy:
        yield proxy.links["echo"]
    server.close()


async def _connected(link: Link) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection(LOOPBACK, link.port)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, words: bytes) -> bytes:
    """What comes back within half a second. Raises TimeoutError."""
    writer.write(words)
    async with asyncio.timeout(0.5):
        return await reader.readexactly(len(words))
