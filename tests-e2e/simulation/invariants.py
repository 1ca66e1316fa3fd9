"""What must hold at rest: every run COMPLETED with everything, or COMPENSATED with nothing, and nothing left over."""

import json
from collections.abc import Iterable
from uuid import UUID

from chassis.faults import INJECTED
from contracts.messages import (
    BriefSubmitted,
    DraftProduced,
    DraftRevisionRequested,
    QcFailed,
    QcPassed,
    WorkflowCompensated,
    WorkflowCompleted,
)
from contracts.registry import MESSAGE_TYPES
from contracts.report import QcReport
from contracts.topics import INTAKE, ORCHESTRATOR, STEP_SERVICES, WORKFLOW_EVENTS, events_of
from orchestrator.domain.saga import SAGA
from simulation.kinds import Fault
from simulation.monitor import FILES, REVISED, Monitor
from simulation.plan import DELIVERED, Submission
from simulation.steps import ALWAYS_FILLED
from simulation.system import System

EXPECTED_ERRORS = ("by the simulation", "the object store does not answer")
ENDED = ("COMPLETED", "COMPENSATED")
FORWARD = frozenset(
    model.type.encode() for step in SAGA for model in (step.done, step.failed, step.sends_back) if model
)
OF_A_DRAFT = frozenset(model.type.encode() for model in (DraftProduced, DraftRevisionRequested, QcPassed, QcFailed))


def restless(system: System) -> str | None:
    """Why the system is not at rest yet; None when it is."""
    if any(not replica.working for replica in system.replicas):
        return "a process is down"
    if any(replica.process.source.member.busy.locked() for replica in system.replicas):
        return "a process handles records"
    for service, store in system.stores.items():
        if store.rows("SELECT 1 FROM outbox LIMIT 1"):
            return f"{service} has messages to send"
        if store.rows("SELECT 1 FROM dead_letter WHERE status = 'retrying' LIMIT 1"):
            return f"{service} has records to try again"
        if system.broker.unread(service):
            return f"{service} has records to read"
    if system.stores[ORCHESTRATOR].rows(f"SELECT 1 FROM workflow_run WHERE state NOT IN {ENDED} LIMIT 1"):
        return "a run has not ended"
    unsettled = "SELECT 1 FROM run_ledger WHERE state != 'compensated' AND settled_at IS NULL LIMIT 1"
    if any(system.stores[service].rows(unsettled) for service in STEP_SERVICES):
        return "a service has runs that are not settled"
    return None


def check(system: System, monitor: Monitor, answered: set[UUID]) -> None:
    """Add every breach to the story."""
    states = {UUID(run): state for run, state in system.stores[ORCHESTRATOR].rows(_STATES)}
    for run in sorted({*submitted(system), *answered, *states}):
        _check_run(system, monitor, run, states.get(run))
    _check_letters(system)
    _count_refusals(system)
    _check_announcements(system)
    _check_reports(system)


def check_peace(system: System, submissions: Iterable[Submission]) -> None:
    """Where nothing went wrong, good briefs, and those whose drafts could be mended, are delivered, and no others."""
    states = {UUID(run): state for run, state in system.stores[ORCHESTRATOR].rows(_STATES)}
    for each in submissions:
        due = {"COMPLETED"} if each.brief in DELIVERED else {"COMPENSATED"}
        # Over HTTP a brief with problems is told so at once, and no run begins.
        if states.get(each.run) not in ({None} if each.brief == "has problems" and each.over_http else due):
            what = f"run {each.run.hex[:8]}, which {each.brief}, is {states.get(each.run)} in peace"
            system.world.violated("at rest", what)


def submitted(system: System) -> set[UUID]:
    """The runs whose brief reached the intake topic."""
    records = [record for place, log in system.broker.logs.items() if place[0] == INTAKE for record in log]
    wanted = ("ce_type", BriefSubmitted.type.encode())
    return {UUID((record.key or b"").decode()) for record in records if wanted in record.headers}


_STATES = "SELECT workflow_run_id, state FROM workflow_run"


def _check_run(system: System, monitor: Monitor, run: UUID, state: str | None) -> None:
    ledgers = {service: monitor.ledgers[service].get(run.hex) for service in STEP_SERVICES}
    if state is None and system.restored:
        # What the lost days knew of ended runs is lost with them; the services must still agree.
        state = "COMPLETED" if ledgers[STEP_SERVICES[-1]] == "done" else "COMPENSATED"
    match state:
        case "COMPLETED":
            _check_whole(system, monitor, run, ledgers)
        case "COMPENSATED":
            _check_gone(system, monitor, run, ledgers)
        case None if _given_up(system, run) and set(ledgers.values()) == {None}:
            _check_nothing_is_there(system, monitor, run, ledgers)
        case _:
            system.world.violated("at rest", f"run {run.hex[:8]} is {state or 'unknown'}; ledgers {ledgers}")


def _check_whole(system: System, monitor: Monitor, run: UUID, ledgers: dict[str, str | None]) -> None:
    if not monitor.purging and set(ledgers.values()) != {"done"}:
        system.world.violated("at rest", f"run {run.hex[:8]} is COMPLETED; ledgers {ledgers}")
    for service in STEP_SERVICES:
        rows = monitor.counts(service).get(run.hex, {})
        if any(rows.get(table) != 1 for table in ALWAYS_FILLED[service]):
            system.world.violated("at rest", f"run {run.hex[:8]} is COMPLETED; {service} has rows {rows}")
    numbers = {monitor.drafts(service).get(run.hex) for service in REVISED}
    if len(numbers) > 1:
        system.world.violated("at rest", f"run {run.hex[:8]} is COMPLETED with drafts of revisions {numbers}")
    if any(not system.shelf.of(service, run) for service in FILES):
        system.world.violated("at rest", f"run {run.hex[:8]} is COMPLETED and lacks files")


def _check_gone(system: System, monitor: Monitor, run: UUID, ledgers: dict[str, str | None]) -> None:
    if not (monitor.purging or system.restored) and set(ledgers.values()) != {"compensated"}:
        system.world.violated("at rest", f"run {run.hex[:8]} is COMPENSATED; ledgers {ledgers}")
    _check_nothing_is_there(system, monitor, run, ledgers)


def _check_nothing_is_there(system: System, monitor: Monitor, run: UUID, ledgers: dict[str, str | None]) -> None:
    for service in STEP_SERVICES:
        rows = monitor.counts(service).get(run.hex)
        if rows and not (service == "onboarding" and ledgers[service] is None and _only_opened(system, run)):
            system.world.violated("at rest", f"run {run.hex[:8]} is not delivered; {service} has rows {rows}")
        if files := system.shelf.of(service, run):
            system.world.violated("at rest", f"run {run.hex[:8]} is not delivered; files {files}")


def _given_up(system: System, run: UUID) -> bool:
    """Whether a person has discarded the run's brief, and the orchestrator's word of it: nothing ever began.

    The brief's letter may have been purged since.
    """
    letters = "SELECT DISTINCT status FROM dead_letter WHERE workflow_run_id = ?"
    brief, word = (system.stores[service].rows(letters, run.hex) for service in (STEP_SERVICES[0], ORCHESTRATOR))
    return brief in ([], [("discarded",)]) and ("discarded",) in word


def _only_opened(system: System, run: UUID) -> bool:
    """Whether the run's form still waits for a brief: there is no run yet."""
    query = "SELECT status FROM onboarding_forms WHERE workflow_run_id = ?"
    return system.stores["onboarding"].rows(query, run.hex) == [("awaiting_brief",)]


def _check_letters(system: System) -> None:
    query = "SELECT reason, error FROM dead_letter"
    for service, store in system.stores.items():
        for reason, error in store.rows(query):
            known = any(text in error for text in EXPECTED_ERRORS) if reason == "step_failed" else service in POISONED
            if not known:
                system.world.violated("at rest", f"{service} has a dead letter: {reason}: {error[:200]}")


def _count_refusals(system: System) -> None:
    query = "SELECT count(*) FROM workflow_run WHERE json_extract(failure, '$.reason') = ?"
    refused = system.stores[ORCHESTRATOR].rows(query, INJECTED)[0][0]
    system.world.story.faults[Fault.INJECTED_REFUSAL] += refused


POISONED = ("onboarding",)
"""Where poison is put in."""


def _check_announcements(system: System) -> None:
    """A run's step is announced once a revision, as one message however often it was sent; its end is one of two."""
    ids: dict[tuple[str, bytes, int], set[bytes]] = {}
    ends: dict[bytes, set[bytes]] = {}
    for (topic, _), log in system.broker.logs.items():
        for record in log:
            about = dict(record.headers)
            kind, key = about.get("ce_type") or b"", record.key or b""
            # On a topic of dead letters lie copies of whatever could not be handled, of one run perhaps several.
            if kind in FORWARD and topic.endswith(".events"):
                place = topic, key, _revision_of(kind, record.body or b"")
                ids.setdefault(place, set()).add(about.get("ce_id") or b"")
            if topic == WORKFLOW_EVENTS and kind.decode() in (WorkflowCompleted.type, WorkflowCompensated.type):
                ends.setdefault(key, set()).add(kind)
    for (topic, key, number), several in ids.items():
        if len(several) > 1:
            what = f"run {key.decode()[:8]}, revision {number}, was announced {len(several)} times"
            system.world.violated("at rest", f"{topic}: {what}")
    for key, kinds in ends.items():
        if len(kinds) > 1:
            system.world.violated("at rest", f"run {key.decode()[:8]} was announced as COMPLETED and COMPENSATED")


def _revision_of(kind: bytes, body: bytes) -> int:
    """The revision of the draft that a step's outcome is about; the wish for another is about the one before it."""
    match MESSAGE_TYPES[kind.decode()].model_validate_json(body) if kind in OF_A_DRAFT else None:
        case DraftProduced(draft=draft) | QcPassed(draft=draft) | DraftRevisionRequested(draft=draft):
            return draft.revision
        case QcFailed(report=QcReport(revision=number)):
            return number
    return 1


def _check_reports(system: System) -> None:
    """A draft that was refused as a revision leaves the report that it was sent back for, beside its own."""
    sent_back = _sent_back(system)
    for run, state, failure in system.stores[ORCHESTRATOR].rows(_FAILURES):
        if UUID(run) in sent_back:
            system.world.story.states[f"revision {state}"] += 1
        evidence = json.loads(failure)["evidence"] if failure else {}
        revised = (evidence.get("report") or {}).get("revision", 1) > 1
        if revised and not evidence.get("earlier_reports") and not _was_discarded(system, run):
            system.world.violated("at rest", f"run {run[:8]} failed as a revision and lacks what it was sent back for")


def _sent_back(system: System) -> set[UUID]:
    logs = [log for (topic, _), log in system.broker.logs.items() if topic == events_of("qc")]
    wanted = ("ce_type", DraftRevisionRequested.type.encode())
    return {UUID((record.key or b"").decode()) for log in logs for record in log if wanted in record.headers}


def _was_discarded(system: System, run: str) -> bool:
    """Whether the orchestrator may have been kept from hearing of something: a person's choice, or a backup."""
    letters = "SELECT 1 FROM dead_letter WHERE workflow_run_id = ?"
    return system.restored or bool(system.stores[ORCHESTRATOR].rows(letters, run))


_FAILURES = "SELECT workflow_run_id, state, failure FROM workflow_run WHERE state IN ('COMPLETED', 'COMPENSATED')"
