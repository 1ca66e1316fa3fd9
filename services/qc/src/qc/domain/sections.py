"""Rules on the sections and files that a package is made of, and the table of section specifications that they read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import PackageName
from contracts.draft import Section
from qc.domain.material import Material
from qc.domain.rule import Finding, warning
from qc.domain.words import count_words, framed

_SHA256 = re.compile(r"[0-9a-f]{64}")
_BULLET = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}\s+(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SectionSpecification:
    """A section that a package must have; `marks` are words of its id or title, each enough to know it by."""

    name: str
    marks: tuple[str, ...]
    minimum_words: int
    maximum_words: int


SPECIFICATIONS: Mapping[PackageName, tuple[SectionSpecification, ...]] = MappingProxyType(
    {
        PackageName.QUICK_SOCIAL: (
            SectionSpecification("overview", ("overview",), 60, 600),
            SectionSpecification("messaging framework", ("messaging",), 60, 1000),
            SectionSpecification("30-day calendar", ("calendar",), 60, 4000),
            SectionSpecification("content buckets", ("buckets", "pillars"), 60, 800),
            SectionSpecification("hashtag strategy", ("hashtag", "hashtags"), 40, 500),
            SectionSpecification("KPI plan", ("kpi", "kpis"), 50, 700),
            SectionSpecification("execution roadmap", ("roadmap",), 60, 1000),
            SectionSpecification("summary", ("summary",), 40, 500),
        )
    }
)
"""The sections of each package that quality control knows; one without an entry is held to the other rules."""

REQUIRED_MEDIA = {PackageName.QUICK_SOCIAL: ("text/csv", "text/calendar")}
"""The files without which a package can't be used: the calendar as a sheet and as dates."""


def sections_present(material: Material) -> Iterator[Finding]:
    """Find sections that the package promises and the draft lacks, and sections that stand twice."""
    sections = material.draft.sections
    for specification in SPECIFICATIONS.get(material.brief.package, ()):
        if not any(_answers(section, specification) for section in sections):
            titles = ", ".join(section.title for section in sections)
            yield Finding(f"the section “{specification.name}” is missing", titles, specification.name)
    ids = [section.section_id for section in sections]
    for repeated in sorted({name for name in ids if ids.count(name) > 1}):
        yield Finding("the section stands twice", repeated, repeated)


def section_lengths(material: Material) -> Iterator[Finding]:
    """Find sections that are shorter or longer than their specification."""
    for section, specification in _specified(material):
        words = count_words(section.body)
        if words < specification.minimum_words:
            yield Finding(
                f"{words} words; at least {specification.minimum_words} are due", section.body, section.section_id
            )
        elif words > specification.maximum_words:
            yield Finding(
                f"{words} words; at most {specification.maximum_words} are read", section.body, section.section_id
            )


def section_forms(material: Material) -> Iterator[Finding]:
    """Find lists without bullets, tables without rows, and headings that a section repeats."""
    for section in material.draft.sections:
        if section.form == "list" and not _BULLET.search(section.body):
            yield Finding("the section is a list without bullets", section.body, section.section_id)
        if section.form == "table" and not _TABLE_RULE.search(section.body):
            yield Finding("the section is a table without rows", section.body, section.section_id)
        headings = [framed(heading) for heading in _HEADING.findall(section.body)]
        for repeated in sorted({heading for heading in headings if headings.count(heading) > 1}):
            yield Finding("a heading stands twice", repeated.strip(), section.section_id)


def files_complete(material: Material) -> Iterator[Finding]:
    """Find files of the bundle that are empty, unnamed, twice or unverifiable, and required ones that are missing."""
    if material.bundle.draft_id != material.draft.draft_id:
        yield Finding("the bundle belongs to another draft", str(material.bundle.draft_id), "bundle")
    assets = material.bundle.assets
    for asset in assets:
        if asset.size <= 0 or not asset.reference or not _SHA256.fullmatch(asset.sha256):
            yield Finding(
                "a file is empty or can't be verified", f"{asset.name}, {asset.size} bytes, {asset.sha256}", "bundle"
            )
    names = [asset.name for asset in assets]
    for repeated in sorted({name for name in names if names.count(name) > 1}):
        yield Finding("two files have one name", repeated, "bundle")
    media = {asset.media_type.partition(";")[0].strip() for asset in assets}
    for required in REQUIRED_MEDIA.get(material.brief.package, ()):
        if required not in media:
            yield Finding(f"no file of type {required} (the calendar)", ", ".join(names), "bundle")


def package_as_ordered(material: Material) -> Iterator[Finding]:
    """Find a draft that is for another package than the brief orders, or is unversioned."""
    draft, ordered = material.draft, material.brief.package
    if draft.package != ordered:
        yield Finding(f"the brief orders {ordered}, the draft is {draft.package}", draft.title)
    if draft.revision < 1:
        yield warning("a draft's revisions are counted from 1", str(draft.revision))


def _specified(material: Material) -> Iterator[tuple[Section, SectionSpecification]]:
    for specification in SPECIFICATIONS.get(material.brief.package, ()):
        for section in material.draft.sections:
            if _answers(section, specification):
                yield section, specification
                break


def _answers(section: Section, specification: SectionSpecification) -> bool:
    named = framed(f"{section.section_id} {section.title}")
    return any(f" {mark} " in named for mark in specification.marks)
