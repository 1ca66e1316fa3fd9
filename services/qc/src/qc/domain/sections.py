"""Rules on the sections and files that a package is made of, by the specifications that production writes to."""

import re
from collections import Counter
from collections.abc import Iterator

from contracts.draft import Section
from contracts.packages.catalogue import specifications_of
from contracts.packages.specification import Specification
from qc.domain.markdown import bullets, headings, row_count, tables
from qc.domain.material import Material
from qc.domain.rule import Finding, warning
from qc.domain.words import count_words, framed, search_key

_SHA256 = re.compile(r"[0-9a-f]{64}")

CALENDAR_MEDIA = ("text/csv", "text/calendar")
"""The files without which a calendar can't be used: as a sheet and as dates."""


def sections_present(material: Material) -> Iterator[Finding]:
    """Find sections that the package promises and the draft lacks, and sections that stand twice."""
    counts = Counter(section.section_id for section in material.draft.sections)
    for specification in specifications_of(material.brief.package):
        if specification.section_id not in counts:
            given = ", ".join(section.title for section in material.draft.sections)
            yield Finding(f"the section “{specification.title}” is missing", given, specification.section_id)
    for repeated in sorted(name for name, count in counts.items() if count > 1):
        yield Finding("the section stands twice", repeated, repeated)


def sections_in_order(material: Material) -> Iterator[Finding]:
    """Find sections that don't stand in the package's order, and ones that it doesn't have."""
    due = [specification.section_id for specification in specifications_of(material.brief.package)]
    given = list(dict.fromkeys(section.section_id for section in material.draft.sections))
    for foreign in (name for name in given if name not in due):
        yield Finding("the package has no such section", foreign, foreign)
    known = [name for name in given if name in due]
    ordered = sorted(known, key=due.index)
    if known != ordered:
        first = next(name for name, wanted in zip(known, ordered, strict=True) if name != wanted)
        yield Finding("the sections are not in the package's order", ", ".join(known), first)


def section_lengths(material: Material) -> Iterator[Finding]:
    """Find sections that are shorter or longer than their specification."""
    for section, specification in _specified(material):
        words = count_words(section.body)
        least, most = specification.minimum_words, specification.maximum_words
        if words < least:
            yield Finding(f"{words} words; at least {least} are due", section.body, section.section_id)
        elif words > most:
            yield Finding(f"{words} words; at most {most} are read", section.body, section.section_id)


def section_forms(material: Material) -> Iterator[Finding]:
    """Find sections of another form than is specified, lists with too few bullets and tables with too few rows."""
    for section, specification in _specified(material):
        if section.form != specification.form:
            yield _of(section, f"the section is {section.form}; {specification.form} is due")
        if (count := len(bullets(section.body))) < max(specification.minimum_bullets, section.form == "list"):
            yield _of(section, f"bullets: {count}; at least {max(1, specification.minimum_bullets)} are due")
        if (count := row_count(section.body)) < max(specification.minimum_rows, section.form == "table"):
            yield _of(section, f"rows: {count}; at least {max(1, specification.minimum_rows)} are due")


def section_headings(material: Material) -> Iterator[Finding]:
    """Find sections without the headings that are specified, and headings that a section repeats."""
    for section, specification in _specified(material):
        counts = Counter(framed(heading) for heading in headings(section.body))
        for heading in specification.headings:
            if framed(heading) not in counts:
                evidence = ", ".join(headings(section.body)) or section.body
                yield Finding(f"the heading “{heading}” is missing", evidence, section.section_id)
        for repeated in sorted(heading for heading, count in counts.items() if count > 1):
            yield Finding("a heading stands twice", repeated.strip(), section.section_id)


def section_phrases(material: Material) -> Iterator[Finding]:
    """Find sections without a phrase that is specified, and ones with a phrase that the specification forbids."""
    for section, specification in _specified(material):
        yield from wrong_phrases(section, specification)


def wrong_phrases(section: Section, specification: Specification) -> Iterator[Finding]:
    """Find what one section must say and doesn't, and what it says and must not."""
    words = framed(section.body)
    for phrase in specification.phrases:
        if search_key(phrase) not in words:
            yield _of(section, f"the phrase “{phrase}” is missing")
    for phrase in specification.forbidden:
        if (key := search_key(phrase)) and key in words:
            line = next((line for line in section.body.splitlines() if key in framed(line)), section.body)
            yield Finding(f"“{phrase}” does not belong here", line.strip(), section.section_id)


def tables_whole(material: Material) -> Iterator[Finding]:
    """Find tables whose rows have more or fewer cells than their heads, which break when they are drawn."""
    for section in material.draft.sections:
        for table in tables(section.body):
            width = len(table[0])
            for row in table[1:]:
                if len(row) != width:
                    yield Finding(
                        f"a row of {len(row)} cells under a head of {width}", " | ".join(row), section.section_id
                    )


def files_complete(material: Material) -> Iterator[Finding]:
    """Find files of the bundle that are empty, unnamed, twice or unverifiable, and required ones that are missing."""
    if material.bundle.draft_id != material.draft.draft_id:
        yield Finding("the bundle belongs to another draft", str(material.bundle.draft_id), "bundle")
    assets = material.bundle.assets
    for asset in assets:
        if asset.size <= 0 or not asset.reference or not _SHA256.fullmatch(asset.sha256):
            named = f"{asset.name}, {asset.size} bytes, {asset.sha256}"
            yield Finding("a file is empty or can't be verified", named, "bundle")
    counts = Counter(asset.name for asset in assets)
    for repeated in sorted(name for name, count in counts.items() if count > 1):
        yield Finding("two files have one name", repeated, "bundle")
    media = {asset.media_type.partition(";")[0].strip() for asset in assets}
    for required in CALENDAR_MEDIA if material.has_calendar else ():
        if required not in media:
            yield Finding(f"no file of type {required} (the calendar)", ", ".join(counts), "bundle")


def package_as_ordered(material: Material) -> Iterator[Finding]:
    """Find a draft that is for another package than the brief orders, or is unversioned."""
    draft, ordered = material.draft, material.brief.package
    if draft.package != ordered:
        yield Finding(f"the brief orders {ordered}, the draft is {draft.package}", draft.title)
    if draft.revision < 1:
        yield warning("a draft's revisions are counted from 1", str(draft.revision))


def _specified(material: Material) -> Iterator[tuple[Section, Specification]]:
    sections = {section.section_id: section for section in reversed(material.draft.sections)}
    for specification in specifications_of(material.brief.package):
        if section := sections.get(specification.section_id):
            yield section, specification


def _of(section: Section, reason: str) -> Finding:
    return Finding(reason, section.body, section.section_id)
