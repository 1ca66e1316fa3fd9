"""Putting something in the place of a part of the product, for the length of a block, in this process alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def substituted(owner: Any, name: str, other: Any) -> Iterator[None]:
    """Have `other` stand where `owner` has its `name`."""
    own = vars(owner)[name]
    setattr(owner, name, other)
    try:
        yield
    finally:
        setattr(owner, name, own)
