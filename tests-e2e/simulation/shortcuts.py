"""Questions about tables that are empty are answered without building their queries, which would take most of the time.

Ticks ask them several times a virtual second. Each stands for a function of the product and gives what it would give.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from chassis import dead_letters, ledger, outbox, purging
from orchestrator import store
from simulation.database import Opened
from simulation.substitution import substituted

Query = Callable[..., Awaitable[Any]]


@contextmanager
def shortcuts() -> Iterator[None]:
    """Put the shortcuts in place for the length of a block."""
    with ExitStack() as places:
        for module, name, rows, empty in (
            (outbox, "lease_overdue", "outbox", list),
            (dead_letters, "take_due", "dead_letter", list),
            (dead_letters, "next_due", "dead_letter", _none),
            (ledger, "unsettled", "run_ledger WHERE state != 'compensated' AND settled_at IS NULL", list),
            (purging, "purge_ledger", "run_ledger", int),
            (purging, "purge_dead_letters", "dead_letter", int),
            (store, "due", "workflow_run WHERE wake_at IS NOT NULL", dict),
        ):
            query: Query = getattr(module, name)
            places.enter_context(substituted(module, name, partial(_asked, query, rows, empty)))
        yield


async def _asked(query: Query, rows: str, empty: Callable[[], Any], tx: Opened, *about: Any) -> Any:
    await tx.reach()
    return empty() if tx.lacks(rows) else await query(tx, *about)


def _none() -> None:
    return None
