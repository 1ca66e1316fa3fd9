"""What version 4 changes in the chassis's tables. Never changed: a later version gets a module of its own."""

from collections.abc import Mapping

from alembic import op

_OUTBOX = {
    "autovacuum_vacuum_scale_factor": "0",
    "autovacuum_vacuum_threshold": "1000",
    "autovacuum_vacuum_cost_delay": "0",
    "vacuum_truncate": "off",
}
_UNREAD = ("headers", "body")
_GROWING = {"autovacuum_vacuum_scale_factor": "0.02", "autovacuum_analyze_scale_factor": "0.02"}


def vacuum_the_outbox() -> None:
    """`outbox` is a queue: its dead rows count, not its size; nobody waits for a lock that gives pages back.

    Its contents are no part of any condition, so statistics about them are not gathered.
    """
    _set("outbox", _OUTBOX)
    for column in _UNREAD:
        op.execute(f"ALTER TABLE outbox ALTER COLUMN {column} SET STATISTICS 0")


def vacuum_the_outbox_as_usual() -> None:
    """The reverse of `vacuum_the_outbox`."""
    for column in _UNREAD:
        op.execute(f"ALTER TABLE outbox ALTER COLUMN {column} SET STATISTICS -1")
    _reset("outbox", _OUTBOX)


def vacuum_early(*tables: str) -> None:
    """Tables with some rows a run, which change once or twice: at a million, a fifth would be dead first."""
    for table in tables:
        _set(table, _GROWING)


def vacuum_as_usual(*tables: str) -> None:
    """The reverse of `vacuum_early`."""
    for table in tables:
        _reset(table, _GROWING)


def _set(table: str, settings: Mapping[str, str]) -> None:
    op.execute(f"ALTER TABLE {table} SET ({', '.join(f'{name} = {value}' for name, value in settings.items())})")


def _reset(table: str, settings: Mapping[str, str]) -> None:
    op.execute(f"ALTER TABLE {table} RESET ({', '.join(settings)})")
