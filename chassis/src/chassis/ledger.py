"""The run ledger: whose unique key decides, once and for ever, between a run's forward step and its compensation.

A step is done once a revision of the run: a later one is let in over an earlier one that is done, nothing else is, and
nothing over a tombstone. Every statement locks runs in the order of their ids, so that two replicas can't deadlock.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import and_, delete, literal_column, select, update

from chassis.database import Transaction
from chassis.rows import insert_from, is_any, run_many
from chassis.schema import RUN_LEDGER
from contracts.payload import RunId

State = Literal["done", "failed", "compensated"]

FIRST_REVISION = 1
LAST_REVISION = 2**31 - 1
"""Of an entry that no revision may follow; the column holds no higher number."""


class Claim(NamedTuple):
    """What a run is to be entered as: the state that its step has come to, and the revision of the run that it did."""

    state: State
    revision: int = FIRST_REVISION


_COLUMNS = ("cause", "created_at", "revision", "state", "updated_at", "workflow_run_id")


async def states(tx: Transaction, runs: Sequence[RunId]) -> dict[RunId, State]:
    """What is known of these runs; absent ones are new."""
    if not runs:
        return {}
    rows = await tx.execute(_states_statement(tx.dialect), {"ids": list(runs)})
    return {RunId(row["workflow_run_id"]): row["state"] for row in rows}


async def known(tx: Transaction, asked: Mapping[RunId, int]) -> set[RunId]:
    """Those of these runs that a claim of the revision asked for would not let in."""
    if not asked:
        return set()
    rows = await tx.execute(_states_statement(tx.dialect), {"ids": list(asked)})
    return {
        RunId(row["workflow_run_id"])
        for row in rows
        if row["state"] != "done" or row["revision"] >= asked[row["workflow_run_id"]]
    }


async def claim(tx: Transaction, claims: Mapping[RunId, Claim], now: datetime) -> set[RunId]:
    """Enter runs that are new, or done at a lower revision; gives them. Waits for whoever holds one of them open."""
    return await _entered(tx, _claim_statement(tx.dialect), claim_rows(claims, now))


def claim_rows(claims: Mapping[RunId, Claim], now: datetime) -> list[dict[str, Any]]:
    """The entries of claimed runs."""
    return [_entry(run, claim, None, now) for run, claim in claims.items()]


def claiming(insert: Any) -> Any:
    """Lets in the entries of runs that are new, or done at a lower revision."""
    ledger, entry = RUN_LEDGER.c, insert.excluded
    return insert.on_conflict_do_update(
        index_elements=["workflow_run_id"],
        set_={
            "state": entry.state,
            "revision": entry.revision,
            "cause": entry.cause,
            "settled_at": None,
            "updated_at": entry.updated_at,
        },
        where=and_(ledger.state == literal_column("'done'"), ledger.revision < entry.revision),
    )


async def compensate(tx: Transaction, causes: Mapping[RunId, str], now: datetime, *, irrevocable: bool) -> set[RunId]:
    """Set runs to `compensated`, entering unknown ones; gives those that the ledger refuses to undo.

    Only an irrevocable step refuses, and only where it is done. Repeating it changes nothing.
    """
    entries = [_entry(run, Claim("compensated"), cause, now) for run, cause in causes.items()]
    changed = await _entered(tx, _compensate_statement(tx.dialect, irrevocable), entries)
    unchanged = [run for run in causes if run not in changed]
    if not irrevocable or not unchanged:
        return set()
    return {run for run, state in (await states(tx, unchanged)).items() if state == "done"}


async def hold(tx: Transaction, runs: Sequence[RunId], now: datetime) -> set[RunId]:
    """Lock runs that are not compensated until the transaction ends, leaving no entry; gives those that may be written.

    An unknown run is held by entering and deleting it: a compensation waits for the key, then sees what was written.
    A known one is locked by the claim that does not let it in.
    """
    held = await claim(tx, dict.fromkeys(runs, Claim("done")), now)
    if held:
        await forget(tx, sorted(held))
    others = await states(tx, [run for run in runs if run not in held])
    return held | {run for run, state in others.items() if state != "compensated"}


async def unsettled(tx: Transaction, before: datetime, limit: int, beyond: RunId | None) -> list[RunId]:
    """Runs that are done or failed since before then and not known to be settled, by their ids, behind `beyond`."""
    ledger = RUN_LEDGER.c
    query = select(ledger.workflow_run_id).where(
        ledger.state != literal_column("'compensated'"), ledger.settled_at.is_(None), ledger.updated_at < before
    )
    query = query if beyond is None else query.where(ledger.workflow_run_id > beyond)
    rows = await tx.execute(query.order_by(ledger.workflow_run_id).limit(limit))
    return [RunId(row["workflow_run_id"]) for row in rows]


async def settle(tx: Transaction, runs: Sequence[RunId], now: datetime) -> None:
    """Remember that these runs have ended well, so that nobody asks about them again."""
    chosen = is_any(RUN_LEDGER.c.workflow_run_id, tx.dialect)
    await tx.execute(update(RUN_LEDGER).where(chosen).values(settled_at=now), {"ids": list(runs)})


async def forget(tx: Transaction, runs: Sequence[UUID]) -> None:
    """Delete entries: only for runs that no message can name any more, or that this transaction has entered itself."""
    await tx.execute(delete(RUN_LEDGER).where(is_any(RUN_LEDGER.c.workflow_run_id, tx.dialect)), {"ids": list(runs)})


def _entry(run: RunId, claim: Claim, cause: str | None, now: datetime) -> dict[str, Any]:
    return {
        "workflow_run_id": run,
        "state": claim.state,
        "cause": cause,
        "revision": claim.revision,
        "created_at": now,
        "updated_at": now,
    }


async def _entered(tx: Transaction, statement: Any, entries: Sequence[dict[str, Any]]) -> set[RunId]:
    if not entries:
        return set()
    return {RunId(row["workflow_run_id"]) for row in await run_many(tx, statement, entries)}


@lru_cache
def _states_statement(dialect: str) -> Any:
    ledger = RUN_LEDGER.c
    return select(ledger.workflow_run_id, ledger.state, ledger.revision).where(is_any(ledger.workflow_run_id, dialect))


@lru_cache
def _claim_statement(dialect: str) -> Any:
    insert = insert_from(dialect, RUN_LEDGER, _COLUMNS, order_by="workflow_run_id")
    return claiming(insert).returning(RUN_LEDGER.c.workflow_run_id)


@lru_cache
def _compensate_statement(dialect: str, irrevocable: bool) -> Any:
    insert = insert_from(dialect, RUN_LEDGER, _COLUMNS, order_by="workflow_run_id")
    undoable = RUN_LEDGER.c.state != "compensated"
    if irrevocable:
        undoable = and_(undoable, RUN_LEDGER.c.state != "done")
    return insert.on_conflict_do_update(
        index_elements=["workflow_run_id"],
        set_={
            "state": "compensated",
            "cause": insert.excluded.cause,
            "updated_at": insert.excluded.updated_at,
        },
        where=undoable,
    ).returning(RUN_LEDGER.c.workflow_run_id)
