"""The tables of settings in the chassis's README and in each service's, against the models that read them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings

from chassis.settings import KafkaSettings, ServiceSettings
from contracts.topics import SERVICES
from manifest_checks.documents import Finding
from manifest_checks.service_environment import LIBRARIES, defaults_of, own_settings

CHASSIS = "chassis/README.md"
BY_THE_NAME = ("<SERVICE>_DATABASE_URL", "<SERVICE>_HTTP_URL", "ORCHESTRATOR_HTTP_URL")
"""What carries a service's name, so that no model's field is called like it."""


def settings_findings(repository: Path) -> Iterator[Finding]:
    """Settings that are read and not told, told and not read, or of another default than is told."""
    chassis = (repository / CHASSIS).read_text()
    yield from page_findings(CHASSIS, chassis, (KafkaSettings, ServiceSettings), (*BY_THE_NAME, *LIBRARIES))
    for service in SERVICES:
        page = f"services/{service}/README.md"
        yield from page_findings(page, (repository / page).read_text(), own_settings(service))


def page_findings(
    page: str, text: str, models: Sequence[type[BaseSettings]], others: Sequence[str] = ()
) -> Iterator[Finding]:
    """What a page says wrongly of what these models read; `others` are read elsewhere."""
    told, read = _told(text), {name: default for model in models for name, default in defaults_of(model).items()}
    for name in sorted(name for name in read if f"`{name}`" not in text):
        yield Finding(page, f"{name} is read, and the page does not say so")
    for name in sorted(set(told) - {*read, *others}):
        yield Finding(page, f"{name} stands among the settings, and nothing reads it")
    for name in sorted(told.keys() & read.keys()):
        if not _same(told[name], read[name]):
            yield Finding(page, f"{name} is said to be {told[name] or 'unset'} by default, it is {read[name]!r}")


def _told(text: str) -> Mapping[str, str]:
    """Variables and their defaults in a page's tables; several in a row have theirs in the same order."""
    found: dict[str, str] = {}
    for names, defaults in re.findall(r"^\| (`[A-Z<][A-Z_>]+`(?:, `[A-Z_]+`)*) \|([^|]*)\|", text, re.MULTILINE):
        each = names.replace("`", "").split(", ")
        values = [value.strip(" `") for value in defaults.split(",")]
        found |= dict(zip(each, values if len(values) == len(each) else values * len(each), strict=False))
    return found


def _same(told: str, default: Any) -> bool:
    value = default.value if isinstance(default, Enum) else default
    if isinstance(value, int | float):
        return bool(re.fullmatch(r"[\d.]+", told)) and float(told) == value
    return told == (value or "")
