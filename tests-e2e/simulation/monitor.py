"""Watches every commit: what a transaction makes durable must be allowed, whole, and in order."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from e2e_steps import OWN_TABLES

from chassis.objects import run_prefix
from contracts.messages import StepCompensated
from contracts.payload import RunId
from contracts.topics import ORCHESTRATOR, STEP_SERVICES
from simulation.kinds import Fault
from simulation.steps import ALWAYS_FILLED
from simulation.system import System

ALLOWED = {
    (None, "done"),
    (None, "failed"),
    (None, "compensated"),
    ("done", "compensated"),
    ("failed", "compensated"),
}
REVISED = ("production", "qc")
"""Whose part of a run may be done once more, for a later revision of its draft."""

FILES = ("production", "delivery")
"""Who keeps files: their tombstones come alone, and the answer in a transaction of its own, behind the deletion."""

ENDS = ("COMPLETED", "COMPENSATED")
PIVOT = STEP_SERVICES[-1]


class Monitor:
    """Compares each database with what it was before."""

    def __init__(self, system: System) -> None:
        self.ledgers: dict[str, dict[str, str]] = {service: {} for service in STEP_SERVICES}
        self.revisions: dict[str, dict[str, int]] = {service: {} for service in STEP_SERVICES}
        self.runs: dict[str, str] = {}
        self.purging = False
        self._system = system
        self._outboxes: dict[str, dict[str, tuple[str, str]]] = {service: {} for service in system.stores}
        for service, store in system.stores.items():
            store.committed = self._observed if service == ORCHESTRATOR else self._watch(service)

    def forget_orchestrator(self) -> None:
        """Its database has been replaced by an older one."""
        self.runs = {}
        self._outboxes[ORCHESTRATOR] = self._outbox(ORCHESTRATOR)

    def _watch(self, service: str) -> Any:
        return lambda who: self._stepped(service, who)

    def _stepped(self, service: str, who: str) -> None:
        ledger = self._ledger(service)
        before, self.ledgers[service] = self.ledgers[service], ledger
        earlier, self.revisions[service] = self.revisions[service], self._revisions(service)
        sent = self._sent(service, who)
        for run, state in ledger.items():
            revised = self._is_revised(service, who, run, earlier)
            if before.get(run) != state or revised:
                self._changed(service, who, run, (None if revised else before.get(run), state))
                if run not in sent and not (service in FILES and state == "compensated"):
                    self._system.world.violated(who, f"{service}: {run[:8]} became {state} and nothing is sent")
        if gone := [run for run in before if run not in ledger]:
            self._purged(who, gone)
        self._check_rows(service, who, ledger)
        self._check_answers(service, who, sent)
        self._letters(service)

    def _is_revised(self, service: str, who: str, run: str, earlier: Mapping[str, int]) -> bool:
        """Whether the entry is now of a later revision, which only two services know, each after the one before it."""
        was, now = earlier.get(run), self.revisions[service][run]
        if was == now or (was is None and now == 1):
            return False
        state = self.ledgers[service][run]
        if was is None or now != was + 1 or service not in REVISED or state == "compensated":
            self._system.world.violated(who, f"{service}: {run[:8]} went from revision {was} to {now}, {state}")
        self._system.world.story.states[f"revision {state}"] += 1
        return True

    def _letters(self, service: str) -> None:
        for (status,) in self._system.stores[service].rows("SELECT DISTINCT status FROM dead_letter"):
            self._system.world.story.states[f"letter {status}"] += 1

    def _changed(self, service: str, who: str, run: str, change: tuple[str | None, str]) -> None:
        world = self._system.world
        world.tell(who, f"committed: {run[:8]} {change[0] or 'new'} -> {change[1]}")
        world.story.states[f"ledger {change[1]}"] += 1
        if change not in ALLOWED or (service == PIVOT and change == ("done", "compensated")):
            world.violated(who, f"{service}: {run[:8]} went from {change[0]} to {change[1]}")
        if change[1] != "compensated":
            return
        if self.revisions[service][run] > 1:
            world.story.states["revision compensated"] += 1
        behind = STEP_SERVICES[STEP_SERVICES.index(service) + 1 :]
        if late := [each for each in behind if self.ledgers[each].get(run) != "compensated"]:
            world.violated(who, f"{service} undid {run[:8]} before {', '.join(late)}")

    def _purged(self, who: str, runs: list[str]) -> None:
        if self.purging:
            self._system.world.struck(Fault.PURGE, who, f"{len(runs)} entries")
        else:
            self._system.world.violated(who, f"ledger entries are gone: {', '.join(run[:8] for run in runs)}")

    def _check_rows(self, service: str, who: str, ledger: Mapping[str, str]) -> None:
        counts = self.counts(service)
        for run, tables in counts.items():
            state = ledger.get(run)
            if state == "compensated":
                self._system.world.violated(who, f"{service}: {run[:8]} is compensated and has rows {tables}")
            if state is None and service != STEP_SERVICES[0] and not self.purging:
                self._system.world.violated(who, f"{service}: {run[:8]} has rows and no ledger entry: {tables}")
        for run, state in ledger.items():
            filled = counts.get(run, {})
            if state == "done" and any(filled.get(table) != 1 for table in ALWAYS_FILLED[service]):
                self._system.world.violated(who, f"{service}: {run[:8]} is done and has rows {filled}")
        self._check_revisions(service, who, ledger)

    def _check_answers(self, service: str, who: str, sent: set[str]) -> None:
        """Who keeps files tells that a run is undone only where they have been deleted."""
        if service not in FILES or not sent:
            return
        query = "SELECT workflow_run_id FROM outbox WHERE headers LIKE ?"
        answered = {run for (run,) in self._system.stores[service].rows(query, f"%{StepCompensated.type}%")}
        for run in sorted(answered & sent):
            if run_prefix(service, RunId(UUID(run))) not in self._system.shelf.cleared:
                self._system.world.violated(
                    who, f"{service}: {run[:8]} is told to be undone and its files were not removed"
                )

    def _check_revisions(self, service: str, who: str, ledger: Mapping[str, str]) -> None:
        """The rows are those of the revision that the ledger states."""
        for run, number in self.drafts(service).items():
            if ledger.get(run) == "done" and number != self.revisions[service][run]:
                known = self.revisions[service][run]
                self._system.world.violated(who, f"{service}: {run[:8]} is at revision {known}, its rows at {number}")

    def drafts(self, service: str) -> dict[str, int]:
        """The revision of each run's draft that the rows of a service are about."""
        if service not in REVISED:
            return {}
        table = ALWAYS_FILLED[service][0]
        return dict(self._system.stores[service].rows(f"SELECT workflow_run_id, revision FROM {table}"))

    def counts(self, service: str) -> dict[str, dict[str, int]]:
        """The rows of each run, by table."""
        found: dict[str, dict[str, int]] = {}
        store = self._system.stores[service]
        for table, run, count in store.rows(_counting(service)):
            found.setdefault(run, {})[table] = count
        return found

    def _observed(self, who: str) -> None:
        world, store = self._system.world, self._system.stores[ORCHESTRATOR]
        self._sent(ORCHESTRATOR, who)
        query = "SELECT workflow_run_id, state, status, json_extract(failure, '$.kind') FROM workflow_run"
        for run, state, status, failure in store.rows(query):
            before, self.runs[run] = self.runs.get(run), state
            if before == state and status == state:
                continue
            world.story.states[f"run {status}"] += 1
            if before != state:
                world.story.states[f"failure {failure}"] += 1
                self._moved(who, run, before, state)
        for (status,) in store.rows("SELECT DISTINCT status FROM workflow_step"):
            world.story.states[f"step {status}"] += 1

    def _moved(self, who: str, run: str, before: str | None, state: str) -> None:
        world = self._system.world
        world.tell(who, f"committed: run {run[:8]} {before or 'new'} -> {state}")
        if before in ENDS or (before == "COMPENSATING" and state == "RUNNING"):
            world.violated(who, f"run {run[:8]} went from {before} to {state}")
        ledgers = {service: self.ledgers[service].get(run) for service in STEP_SERVICES}
        if state == "COMPENSATED" and set(ledgers.values()) != {"compensated"}:
            world.violated(who, f"run {run[:8]} is COMPENSATED while {ledgers}")
        if state == "COMPLETED" and ledgers[PIVOT] != "done":
            world.violated(who, f"run {run[:8]} is COMPLETED while {ledgers}")

    def _sent(self, service: str, who: str) -> set[str]:
        """The runs of the messages that this commit has put into the outbox; none may leave it unpublished."""
        before, now = self._outboxes[service], self._outbox(service)
        self._outboxes[service] = now
        lost = [message for message in before if message not in now and message not in self._system.broker.published]
        for message in lost:
            run, topic = before[message]
            self._system.world.violated(who, f"a message left the outbox of {service} unpublished: {topic} {run[:8]}")
        return {run for message, (run, _) in now.items() if message not in before}

    def _outbox(self, service: str) -> dict[str, tuple[str, str]]:
        rows = self._system.stores[service].rows("SELECT id, workflow_run_id, topic FROM outbox")
        return {message: (run or "", topic) for message, run, topic in rows}

    def _ledger(self, service: str) -> dict[str, str]:
        return dict(self._system.stores[service].rows("SELECT workflow_run_id, state FROM run_ledger"))

    def _revisions(self, service: str) -> dict[str, int]:
        return dict(self._system.stores[service].rows("SELECT workflow_run_id, revision FROM run_ledger"))


@lru_cache
def _counting(service: str) -> str:
    each = (f"SELECT '{table}', workflow_run_id, count(*) FROM {table} GROUP BY 2" for table in OWN_TABLES[service])
    return " UNION ALL ".join(each)
