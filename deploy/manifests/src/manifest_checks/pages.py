"""The repository's pages: their links lead somewhere, and the series that they name are exported."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from manifest_checks.documents import Finding
from manifest_checks.observability import exported

HISTORY = ("CHANGELOG.md", "DECISIONS.md")
"""What was so once may be named there."""


def pages_of(repository: Path) -> Sequence[Path]:
    """Every page, but for what hidden folders hold and what is installed."""
    depths = ("*.md", "[!.]*/*.md", "[!.]*/*/*.md")
    return sorted(page for depth in depths for page in repository.glob(depth))


def pages_findings(repository: Path) -> Iterator[Finding]:
    """What is wrong with any page."""
    for page in pages_of(repository):
        yield from page_findings(page, str(page.relative_to(repository)), page.read_text())


def page_findings(page: Path, place: str, text: str) -> Iterator[Finding]:
    """Links of a page's text to no file, and series that no service exports."""
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", text):
        if not (page.parent / target).exists():
            yield Finding(place, f"it links to {target}, which is not there")
    if page.name not in HISTORY:
        for name in sorted(set(re.findall(r"\baicmo_[a-z_]+", text)) - set(exported())):
            yield Finding(place, f"{name} is exported by no service")
