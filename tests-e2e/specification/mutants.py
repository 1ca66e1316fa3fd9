"""The mutants of the specification: each lacks one guard, and each must be caught by the property named here."""

from collections.abc import Sequence
from dataclasses import dataclass

from specification.configuration import DELIVERED_ALONE, EVERY_RUN_ENDS, Configuration

_ONCE = "EffectsAtMostOnce"
_REVISION = "OneRevisionIsDelivered"
_TOMBSTONE = "NoEffectAfterCompensation"
_FINAL = "DeliveredIsFinal"
_ORDER = "UndoneInReverseOrder"
_ALL = "EverywhereOrNowhere"
_TRUTH = "OrchestratorTellsTheTruth"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A guard taken away, what happens then in a few words, and the smallest check that shows it."""

    guard: str
    violates: str
    story: str
    faults: Sequence[str] = ()
    services: int = 2
    fault_budget: int = 1
    refusing: bool = False
    revising: bool = False
    cancelling: bool = False
    purging: bool = False

    @property
    def configuration(self) -> Configuration:
        """The check: TypeOK beside the property, so that a mutant which only breaks the model is no success."""
        return Configuration(
            name=f"without {self.guard}",
            services=self.services,
            properties=("TypeOK", self.violates),
            fault_budget=self.fault_budget,
            faults=tuple(self.faults),
            refusing=self.refusing,
            revising=self.revising,
            cancelling=self.cancelling,
            purging=self.purging,
            orchestrated=self.violates != DELIVERED_ALONE,
            without=self.guard,
        )


MUTANTS: tuple[Mutant, ...] = (
    Mutant("ledger", _ONCE, "a redelivered record does its work again", ["repeat"]),
    Mutant("tombstone", _TOMBSTONE, "a redelivered record acts after the compensation", ["repeat"]),
    Mutant("revision_once", _ONCE, "a second revision is written twice", ["repeat"], services=3, revising=True),
    Mutant(
        "revision_order", _REVISION, "an old draft takes the new one's place", ["repeat"], services=3, revising=True
    ),
    Mutant(
        "revision_tombstone", _TOMBSTONE, "sent back before, written after it was undone", services=3, revising=True
    ),
    Mutant("revision_let_in", DELIVERED_ALONE, "nobody writes what is sent back", services=3, revising=True),
    Mutant(
        "sent_back_once", DELIVERED_ALONE, "the second revision is sent back too, in vain", services=3, revising=True
    ),
    Mutant("empty_tombstone", _TOMBSTONE, "undone before it was begun, a step is begun after all"),
    Mutant("atomic_claim", _TOMBSTONE, "the rows follow in a transaction of their own, after the compensation"),
    Mutant("outbox", DELIVERED_ALONE, "a crash between commit and publish loses the event", ["crash"]),
    Mutant("sweep", DELIVERED_ALONE, "nobody publishes what a crash has left in the outbox", ["crash"]),
    Mutant("pivot_first", _FINAL, "others are undone on what was observed, while the pivot delivers", cancelling=True),
    Mutant("irrevocable", _FINAL, "a delivered package is undone"),
    Mutant("order", _ORDER, "the first step is undone before the second", services=3),
    Mutant("every_answer", _TRUTH, "the first answer ends the run, the others are not asked"),
    Mutant("repeated_answer", EVERY_RUN_ENDS, "an answer that was lost is never given again", ["loss"]),
    Mutant("resend", EVERY_RUN_ENDS, "a command that was lost is never sent again", ["loss"]),
    Mutant("deadline", EVERY_RUN_ENDS, "a step whose record is parked holds its run for ever", ["park"]),
    Mutant("reconciliation", EVERY_RUN_ENDS, "a run that the orchestrator forgot stays half done", ["restore"]),
    Mutant("reconcile_failed", EVERY_RUN_ENDS, "a refused run, forgotten, keeps its rows", ["loss"], refusing=True),
    Mutant("retention", _TOMBSTONE, "purged while its record can still arrive", services=3, purging=True),
    Mutant("late_predecessor", _TOMBSTONE, "purged while the step before may be done", services=3, purging=True),
    Mutant("kept_pivot", _FINAL, "without its tombstone the pivot delivers what is said late", purging=True),
    Mutant("kept_letters", _TOMBSTONE, "purged while it can be replayed", ["park"], services=3, purging=True),
    Mutant("kept_done", _FINAL, "without its entry a delivered run can be undone", ["restore"], purging=True),
    Mutant(
        "orphans",
        EVERY_RUN_ENDS,
        "a refusal whose entry is purged keeps its rows",
        ["loss"],
        refusing=True,
        purging=True,
    ),
)
