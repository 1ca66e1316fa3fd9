"""The code does what the specification does: random behaviours of the model, action by action, on the real handlers.

Mutants: `MUTANTS`, each a guard of the code taken away by substitution, and the action at which a replay notices it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from specification.behaviours import Behaviour, stored
from specification.replay import ACTIONS, Deviation, replay

from chassis import ledger
from chassis.database import Transaction
from chassis.relay import Relay
from contracts.payload import RunId
from orchestrator.domain import transitions

BEHAVIOURS = stored()

A_NET = {"UndoAgain"}
"""What the guards leave no need for: nobody holds rows of a run whose compensations have all been answered."""


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda each: each.name.replace(" ", "-"))
async def test_the_code_follows_the_model(behaviour: Behaviour) -> None:
    assert await replay(behaviour) == len(behaviour.steps)


def test_every_action_of_the_model_is_replayed_somewhere() -> None:
    assert {step.action for behaviour in BEHAVIOURS for step in behaviour.steps} == set(ACTIONS) - A_NET


def _no_tombstones(patch: pytest.MonkeyPatch) -> None:
    compensate = ledger.compensate

    async def forgetful(tx: Transaction, causes: Any, now: datetime, *, irrevocable: bool) -> set[RunId]:
        refused = await compensate(tx, causes, now, irrevocable=irrevocable)
        await ledger.forget(tx, [run for run in causes if run not in refused])
        return refused

    patch.setattr(ledger, "compensate", forgetful)


def _no_pivot(patch: pytest.MonkeyPatch) -> None:
    compensate = ledger.compensate

    async def lenient(tx: Transaction, causes: Any, now: datetime, *, irrevocable: bool) -> set[RunId]:
        return await compensate(tx, causes, now, irrevocable=False)

    patch.setattr(ledger, "compensate", lenient)


def _no_idempotence(patch: pytest.MonkeyPatch) -> None:
    claim = ledger.claim

    async def generous(tx: Transaction, claims: Any, now: datetime) -> set[RunId]:
        await claim(tx, claims, now)
        return set(claims)

    async def unknown(_tx: Transaction, _asked: Any) -> set[RunId]:
        return set()

    patch.setattr(ledger, "claim", generous)
    patch.setattr(ledger, "known", unknown)


def _no_revisions(patch: pytest.MonkeyPatch) -> None:
    claim = ledger.claim

    async def strict(tx: Transaction, claims: Any, now: datetime) -> set[RunId]:
        return await claim(tx, {run: each._replace(revision=1) for run, each in claims.items()}, now)

    patch.setattr(ledger, "claim", strict)


def _any_revision(patch: pytest.MonkeyPatch) -> None:
    claim, known = ledger.claim, ledger.known

    async def generous(tx: Transaction, claims: Any, now: datetime) -> set[RunId]:
        await _forget_done(tx, claims)
        return await claim(tx, claims, now)

    async def forgetful(tx: Transaction, asked: Any) -> set[RunId]:
        states = await ledger.states(tx, list(asked))
        return {run for run in await known(tx, asked) if states[run] != "done"}

    patch.setattr(ledger, "claim", generous)
    patch.setattr(ledger, "known", forgetful)


async def _forget_done(tx: Transaction, runs: Any) -> None:
    states = await ledger.states(tx, sorted(runs))
    await ledger.forget(tx, [run for run, state in states.items() if state == "done"])


def _no_sweep(patch: pytest.MonkeyPatch) -> None:
    async def idle(_relay: Relay) -> bool:
        return False

    patch.setattr(Relay, "sweep", idle)


def _no_deadline(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(transitions, "wake", lambda run, **_: transitions.Decision(run))


def _no_final_answer(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(transitions, "_refused", lambda run, _event, _now: transitions.Decision(run))


def _no_settling(patch: pytest.MonkeyPatch) -> None:
    async def forgetful(_tx: Transaction, _runs: Sequence[RunId], _now: datetime) -> None:
        return None

    patch.setattr(ledger, "settle", forgetful)


def _done_runs_only(patch: pytest.MonkeyPatch) -> None:
    unsettled = ledger.unsettled

    async def asked(tx: Transaction, before: datetime, limit: int, beyond: RunId | None) -> list[RunId]:
        runs = await unsettled(tx, before, limit, beyond)
        return [run for run, state in (await ledger.states(tx, runs)).items() if state == "done"]

    patch.setattr(ledger, "unsettled", asked)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A guard taken away, where a replay notices, and what the behaviours that show it have among their actions."""

    story: str
    substitute: Callable[[pytest.MonkeyPatch], None]
    noticed_at: str
    shown_by: str


MUTANTS = (
    Mutant("no tombstone is left", _no_tombstones, "Compensate", "Compensate("),
    Mutant("the pivot lets itself be undone", _no_pivot, "Compensate", "Observe(refused"),
    Mutant("a record does its work again", _no_idempotence, "Ignore", "Ignore("),
    Mutant("no revision is let in", _no_revisions, "(Perform|Refuse)", "SendBack("),
    Mutant("any revision is let in", _any_revision, "Ignore", "SendBack("),
    Mutant("nobody sweeps", _no_sweep, "(Sweep|Unacknowledge)", "Sweep("),
    Mutant("no deadline is kept", _no_deadline, "WakeDeadline", "WakeDeadline("),
    Mutant("the pivot's refusal decides nothing", _no_final_answer, "Observe", "Observe(refused"),
    Mutant("nothing is settled", _no_settling, "Settle", "Settle("),
    Mutant("nobody asks about refused runs", _done_runs_only, "BeginUnknown", "Refuse("),
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.story)
async def test_a_replay_notices_where_the_code_lacks_a_guard(mutant: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant.substitute(monkeypatch)
    with pytest.raises(Deviation, match=rf"action \d+, {mutant.noticed_at}\("):
        await _replay_all(mutant.shown_by)


async def _replay_all(showing: str) -> None:
    for behaviour in BEHAVIOURS:
        if any(str(step).startswith(showing) for step in behaviour.steps):
            await replay(behaviour)
