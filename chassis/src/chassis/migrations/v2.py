"""What version 2 changes in the chassis's tables. Never changed: a later version gets a module of its own."""

from alembic import op


def keep_bodies_as_they_are() -> None:
    """`outbox` keeps bodies up to 8 KB as they are: compressing what soon goes costs more than it saves."""
    op.execute("ALTER TABLE outbox SET (toast_tuple_target = 8160)")


def compress_bodies() -> None:
    """The reverse of `keep_bodies_as_they_are`."""
    op.execute("ALTER TABLE outbox RESET (toast_tuple_target)")
