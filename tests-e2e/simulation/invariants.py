"""What must hold at rest: every run COMPLETED with everything, or COMPENSATED with nothing, and nothing left over."""

from uuid import UUID

from chassis.faults import INJECTED
from contracts.messages import BriefSubmitted, WorkflowCompensated, WorkflowCompleted
from contracts.topics import INTAKE, ORCHESTRATOR, STEP_SERVICES, WORKFLOW_EVENTS
from orchestrator.domain.saga import SAGA
from simulation.kinds import Fault
from simulation.monitor import Monitor
from simulation.steps import ALWAYS_FILLED
from simulation.system import System

FILES = ("production", "delivery")
EXPECTED_ERRORS = ("by the simulation", "the object store does not answer")
ENDED = ("COMPLETED", "COMPENSATED")
FORWARD = frozenset(model.type.encode() for step in SAGA for model in (step.done, step.failed))


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
    """A run's step is announced once, as one message however often it was sent; its end is one of two."""
    ids: dict[tuple[str, bytes], set[bytes]] = {}
    ends: dict[bytes, set[bytes]] = {}
    for (topic, _), log in system.broker.logs.items():
        for record in log:
            about = dict(record.headers)
            kind, key = about.get("ce_type") or b"", record.key or b""
            # On a topic of dead letters lie copies of whatever could not be handled, of one run perhaps several.
            if kind in FORWARD and topic.endswith(".events"):
                ids.setdefault((topic, key), set()).add(about.get("ce_id") or b"")
            if topic == WORKFLOW_EVENTS and kind.decode() in (WorkflowCompleted.type, WorkflowCompensated.type):
                ends.setdefault(key, set()).add(kind)
    for (topic, key), several in ids.items():
        if len(several) > 1:
            system.world.violated("at rest", f"{topic}: run {key.decode()[:8]} was announced {len(several)} times")
    for key, kinds in ends.items():
        if len(kinds) > 1:
            system.world.violated("at rest", f"run {key.decode()[:8]} was announced as COMPLETED and COMPENSATED")
