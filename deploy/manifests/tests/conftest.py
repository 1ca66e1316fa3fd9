"""The repository's own overlays, rendered once; each test plants its mistake in a copy."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from manifest_checks.documents import Document, Overlay
from manifest_checks.overlays import rendered

REPOSITORY = Path(__file__).resolve().parents[3]

Plant = Callable[[str, str, Callable[[Document], Any]], Overlay]


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def overlays() -> tuple[Overlay, ...]:
    return tuple(rendered(REPOSITORY / "deploy/kubernetes"))


@pytest.fixture
def plant(overlays: tuple[Overlay, ...]) -> Plant:
    """Give an overlay with a mistake made in its first document of a kind."""

    def planted(name: str, kind: str, mistake: Callable[[Document], Any]) -> Overlay:
        found = next(each for each in overlays if each.name == name)
        copied = Overlay(found.name, found.service, deepcopy(found.documents))
        mistake(next(copied.of(kind)))
        return copied

    return planted
