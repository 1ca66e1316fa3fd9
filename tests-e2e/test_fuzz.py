"""Bad input harms nobody: a small flood of fuzzed records, hostile requests, and the checker that judges them.

Mutants: the `UnicodeDecodeError` of a header's name caught in `KafkaSource.fetch` -> good runs are not delivered;
`announcements` without a key for a copy of nothing -> an outbox is never empty; `since` not converted in the
orchestrator's API -> no API; each rule of `accounts` left out -> its own test below.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from aiokafka.errors import MessageSizeTooLargeError
from e2e_briefs import light_brief
from e2e_line import Line
from e2e_polling import eventually
from e2e_system import System
from e2e_topics import binary
from fuzz.accounts import Account, Kept, Parked, audit
from fuzz.apis import bad_answers
from fuzz.flood import Flood, pour
from fuzz.fuzzed import Fate, Fuzzed, Place, Sent
from fuzz.generator import Generator
from fuzz.huge import largest_body
from fuzz.own_system import line_of, own_system
from fuzz.seeds import examples
from fuzz.sender import careless_producer

from contracts.envelope import MAXIMUM_HEADER_BYTES
from contracts.messages import BriefSubmitted
from contracts.topics import INTAKE

PLACE = Place(INTAKE, 0, 7)
RUN = UUID(int=1)
POISON = Fate(frozenset({"invalid_body"}), may_act=False, trace=False)
WORK = Fate(frozenset({"step_failed"}), may_act=True, trace=True)
DOMAIN = f"{'d' * 60}.{'d' * 60}.{'d' * 60}.example"
"""With 63 characters and the @ before it, an address of 254: RFC 5321's limit."""
LETTER = Parked(UUID(int=2), PLACE, "invalid_body", "parked", None, b"key", "digest")


@pytest.fixture(scope="module")
def fuzzed_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system of these tests' own: a header's name that is not UTF-8 would stop other tests' readers of its topics."""
    with own_system(tmp_path_factory.mktemp("fuzzed")) as system:
        yield system


@pytest.fixture
async def fuzzed_line(fuzzed_system: System) -> AsyncIterator[Line]:
    """The ways to look at it."""
    async with line_of(fuzzed_system) as line:
        yield line


async def test_every_fuzzed_record_is_parked_or_acted_on_and_good_runs_are_delivered(fuzzed_line: Line) -> None:
    result = await pour(fuzzed_line, Flood(records=3_000, seed=1))
    assert (result.account.lost, result.account.violations) == ([], [])
    assert sum(result.account.parked.values()) > 3_000
    assert result.account.handled > 100


async def test_no_api_answers_with_an_error_of_its_own_or_against_its_document(fuzzed_line: Line) -> None:
    requests, findings = await bad_answers(fuzzed_line, examples=2, number=1)
    assert findings == []
    assert requests > 400


@pytest.mark.parametrize(("more", "parked"), [(0, False), (1, True)], ids=["at the limit", "beyond it"])
async def test_a_header_may_be_so_long_and_no_longer(fuzzed_line: Line, more: int, parked: bool) -> None:
    run = uuid4()
    key, headers, body = binary(BriefSubmitted(workflow_run_id=run, brief=light_brief()))
    long = [*headers, ("x-long", b"h" * (MAXIMUM_HEADER_BYTES + more))]
    await fuzzed_line.topics.publish(INTAKE, [(key, long, body)])
    assert await _is_parked(fuzzed_line, run) == parked


async def test_a_record_may_be_as_large_as_the_broker_takes_it_and_no_larger(fuzzed_line: Line) -> None:
    run = uuid4()
    key, headers, body = binary(BriefSubmitted(workflow_run_id=run, brief=light_brief()))
    largest = largest_body(Fuzzed(INTAKE, "huge", key, tuple(headers), None))
    filled = b'{"filling": "' + b"f" * (largest - len(body) - 15) + b'", ' + body[1:]
    assert len(filled) == largest
    async with careless_producer(fuzzed_line.system.bootstrap_servers) as sender:
        await sender.send_and_wait(INTAKE, filled, key=key, headers=headers)
        with pytest.raises(MessageSizeTooLargeError):
            await sender.send_and_wait(INTAKE, filled + b" ", key=key, headers=headers)
    assert not await _is_parked(fuzzed_line, run)


@pytest.mark.parametrize(
    ("field", "at", "beyond"),
    [
        ("client_name", "n" * 200, "n" * 201),
        ("primary_offer", "o" * 2_000, "o" * 2_001),
        ("pain_points", ["p" * 500], ["p" * 501]),
        ("pain_points", [f"p{number}" for number in range(50)], [f"p{number}" for number in range(51)]),
        ("banned_words", [f"w{number}" for number in range(200)], [f"w{number}" for number in range(201)]),
        ("contact_email", f"{'e' * 63}@{DOMAIN}", f"{'e' * 64}@{DOMAIN}"),
    ],
)
async def test_a_briefs_field_may_hold_so_much_and_no_more(
    fuzzed_line: Line, field: str, at: object, beyond: object
) -> None:
    accepted = await fuzzed_line.post("onboarding", "/v1/briefs", {"brief": light_brief(**{field: at})})
    assert accepted.status_code == 202, accepted.text
    refused = await fuzzed_line.post("onboarding", "/v1/briefs", {"brief": light_brief(**{field: beyond})})
    assert refused.status_code == 422
    assert {problem["field"].partition("[")[0] for problem in refused.json()["problems"]} == {field}


@pytest.mark.parametrize(("runs", "status"), [(1_000, 200), (1_001, 422)])
async def test_so_many_runs_may_be_asked_about_at_once(fuzzed_line: Line, runs: int, status: int) -> None:
    asked = {"service": "qc", "workflow_run_ids": [str(RUN)] * runs}
    assert (await fuzzed_line.post("orchestrator", "/v1/reconciliations", asked)).status_code == status


def test_the_same_seed_gives_the_same_records_and_another_one_others() -> None:
    first, again, other = (list(Generator(examples()).records(300, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_an_account_in_order_is_clean() -> None:
    assert _audit(POISON, LETTER).clean
    assert _audit(WORK, known={RUN}).clean


def test_a_record_that_vanished_is_reported() -> None:
    assert len(_audit(POISON).lost) == 1
    assert len(_audit(WORK).lost) == 1


def test_a_record_that_must_be_parked_and_was_acted_on_is_reported() -> None:
    assert len(_audit(POISON, known={RUN}).lost) == 1


def test_a_record_that_is_parked_and_performed_is_reported() -> None:
    assert len(_audit(WORK, replace(LETTER, reason="step_failed"), known={RUN}, performed={RUN}).violations) == 1


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, digest="other"),
        replace(LETTER, key=b"other"),
        replace(LETTER, reason="unknown_type"),
        replace(LETTER, status="retrying"),
    ],
    ids=["bytes", "key", "reason", "status"],
)
def test_a_dead_letter_that_is_not_as_it_should_be_is_reported(letter: Parked) -> None:
    assert len(_audit(POISON, letter).violations) == 1


def test_a_good_record_that_is_parked_is_reported_unless_it_follows_from_a_forgery() -> None:
    stranger = replace(LETTER, place=replace(PLACE, offset=8), run=RUN)
    kept = {"onboarding": Kept({stranger.place: stranger}, frozenset(), frozenset())}
    assert len(audit([], kept, excused=frozenset()).violations) == 1
    assert audit([], kept, excused={RUN}).clean


def _audit(
    fate: Fate,
    letter: Parked | None = None,
    known: frozenset[UUID] | set[UUID] = frozenset(),
    performed: frozenset[UUID] | set[UUID] = frozenset(),
) -> Account:
    sent = Sent(PLACE, "kind", RUN, b"key", "digest", {"onboarding": fate})
    return audit([sent], {"onboarding": Kept({PLACE: letter} if letter else {}, known, performed)}, frozenset())


async def _is_parked(line: Line, run: UUID) -> bool:
    """Wait until onboarding has parked the run's record, or has performed it; tells which."""

    async def probe() -> list[bool]:
        parked, performed = await asyncio.gather(
            line.databases.fetch("onboarding", "SELECT 1 FROM dead_letter WHERE workflow_run_id = $1", run),
            line.databases.fetch("onboarding", "SELECT 1 FROM run_ledger WHERE workflow_run_id = $1", run),
        )
        return [bool(parked)] if parked or performed else []

    return (await eventually(probe, f"run {run} parked or performed"))[0]
