"""Guards of the product, each taken away by a substitution, so that a campaign can show that it would be missed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chassis import batch, dead_letters, ledger, rows
from chassis.compensation import Compensation
from chassis.consumer import Consumer
from chassis.purging import Purging
from chassis.reconciliation import Reconciliation
from chassis.relay import Relay
from chassis.station import Station
from orchestrator.domain import run as orchestrator_run
from orchestrator.domain import transitions
from orchestrator.domain.saga import ORDER
from simulation import broken_chassis, broken_orchestrator
from simulation.substitution import substituted


@dataclass(frozen=True, slots=True)
class Mutant:
    """`other` stands where `owner` has its `name`; its docstring, or `what`, says which guard is gone."""

    owner: Any
    name: str
    other: Any
    what: str = ""


MUTANTS: Mapping[str, Mutant] = {
    "claims over tombstones": Mutant(ledger, "claim", broken_chassis.claim_over_tombstones),
    "claims always succeed": Mutant(ledger, "claim", broken_chassis.claim_anything),
    "revisions repeated": Mutant(ledger, "claim", broken_chassis.claim_any_revision),
    "revisions never let in": Mutant(ledger, "claim", broken_chassis.claim_first_revision),
    "revisions not looked for": Mutant(ledger, "known", broken_chassis.know_runs),
    "openings over tombstones": Mutant(ledger, "hold", broken_chassis.hold_anything),
    "no empty compensation": Mutant(ledger, "compensate", broken_chassis.compensate_known),
    "pivot undone": Mutant(ledger, "compensate", broken_chassis.compensate_pivot),
    "rows stay": Mutant(rows, "delete_runs", broken_chassis.delete_nothing),
    "answered and not undone": Mutant(Compensation, "handle", broken_chassis.answer_first),
    "answered and files left": Mutant(Compensation, "_remove_files", broken_chassis.answer_whatever),
    "failed records dropped": Mutant(dead_letters, "keep", broken_chassis.keep_nothing),
    "handled dead letters stay": Mutant(dead_letters, "resolve", broken_chassis.resolve_nothing),
    "transaction tried once": Mutant(batch, "_insist", broken_chassis.commit_once),
    "outbox not written": Mutant(Relay, "store", broken_chassis.store_nothing),
    "outbox cleared unacknowledged": Mutant(Relay, "_publish", broken_chassis.publish_and_forget),
    "outbox not swept": Mutant(Relay, "sweep", broken_chassis.sweep_nothing),
    "published before the commit": Mutant(Station, "enter", broken_chassis.enter_and_offer),
    "offsets before handling": Mutant(Consumer, "_handle", broken_chassis.commit_then_handle),
    "no reconciliation": Mutant(Reconciliation, "round", broken_chassis.ask_nobody),
    "purged too early": Mutant(Purging, "round", broken_chassis.purge_unasked),
    "pivot asked last": Mutant(orchestrator_run, "UNDOING_ORDER", ORDER, "Undoing begins with the first step."),
    "refusal ignored": Mutant(transitions, "_refused", broken_orchestrator.ignore_refusal),
    "stops after one answer": Mutant(orchestrator_run.Run, "undoing", property(broken_orchestrator.undo_one)),
    "commands not sent again": Mutant(transitions, "_send_again", broken_orchestrator.send_once),
    "revisions not heard of": Mutant(transitions, "heard", broken_orchestrator.hear_nothing),
    "no deadlines": Mutant(transitions, "_expecting", broken_orchestrator.expect_for_ever),
    "lost runs not looked after": Mutant(transitions, "begin_unknown", broken_orchestrator.begin_without_deadline),
}


@contextmanager
def mutated(name: str | None) -> Iterator[None]:
    """Break the product, for the length of a block and in this process; not at all without a name."""
    if name is None:
        yield
        return
    mutant = MUTANTS[name]
    with substituted(mutant.owner, mutant.name, mutant.other):
        yield
