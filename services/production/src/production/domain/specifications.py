"""What each section of a package must be: its form, its length, the headings and bullets it can't do without."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from contracts.brief import PackageName
from contracts.draft import Section

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")

Form = Literal["prose", "list", "table"]


@dataclass(frozen=True, slots=True)
class Specification:
    """The form of one section; words are counted in the body, headings are third-level ones."""

    section_id: str
    title: str
    form: Form
    minimum_words: int
    maximum_words: int
    headings: tuple[str, ...] = ()
    minimum_bullets: int = 0
    minimum_rows: int = 0


SPECIFICATIONS: Mapping[PackageName, tuple[Specification, ...]] = {
    PackageName.LIGHT: (Specification("overview", "Overview", "prose", 5, 400),),
    PackageName.QUICK_SOCIAL: (
        Specification("overview", "Overview", "prose", 60, 500, ("The problem", "The change", "The frame"), 2),
        Specification(
            "messaging_framework",
            "Messaging framework",
            "prose",
            60,
            800,
            ("Core promise", "Proof", "Voice"),
        ),
        Specification("calendar_30_day", "30-day calendar", "table", 240, 2200, minimum_rows=30),
        Specification("content_buckets", "Content buckets", "list", 60, 800, minimum_bullets=3),
        Specification("hashtag_strategy", "Hashtag strategy", "list", 40, 400, ("How to use them",), 3),
        Specification("kpi_plan", "KPI plan", "table", 50, 700, ("Decision rules",), minimum_rows=1),
        Specification(
            "execution_roadmap",
            "Execution roadmap",
            "table",
            80,
            900,
            ("Milestones", "Channels and budget"),
            minimum_rows=2,
        ),
        Specification("summary", "Summary", "prose", 50, 400, ("Next steps",), 3),
    ),
}
"""The packages that production offers, section by section in their order."""


def shortfalls(section: Section, specification: Specification) -> tuple[str, ...]:
    """Name everything in which a section falls short of its specification; nothing where it meets it."""
    body, words = section.body, len(_WORD.findall(section.body))
    missing = [f"no heading “{title}”" for title in specification.headings if f"### {title}" not in body.splitlines()]
    checks = {
        f"{words} words, at least {specification.minimum_words} wanted": words < specification.minimum_words,
        f"{words} words, at most {specification.maximum_words} wanted": words > specification.maximum_words,
        f"fewer than {specification.minimum_bullets} bullets": _bullets(body) < specification.minimum_bullets,
        f"fewer than {specification.minimum_rows} rows": _rows(body) < specification.minimum_rows,
        f"form {section.form}, not {specification.form}": section.form != specification.form,
    }
    return (*missing, *(problem for problem, found in checks.items() if found))


def _bullets(body: str) -> int:
    return len(re.findall(r"^(?:- |\d+\. )", body, re.MULTILINE))


def _rows(body: str) -> int:
    lines = [line for line in body.splitlines() if line.startswith("| ")]
    headers = [line for line in body.splitlines() if line.startswith("|--")]
    return len(lines) - len(headers)
