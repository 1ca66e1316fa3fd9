"""One call at a time: two that start or stop the system at once would race for its ports and files."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(file: Path, when_waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock for the length of a block; call `when_waiting` once if another call holds it."""
    descriptor = _acquire(file, when_waiting)
    try:
        yield
    finally:
        os.close(descriptor)


def _acquire(file: Path, when_waiting: Callable[[], None]) -> int:
    while True:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            when_waiting()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if _is_current(descriptor, file):
            return descriptor
        os.close(descriptor)


def _is_current(descriptor: int, file: Path) -> bool:
    # The call we waited for may have been a clean, which removes the file under its own lock.
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False
