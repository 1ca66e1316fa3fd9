"""The report as one Markdown file: sections as they were written, everything else from its blocks."""

import re
from collections.abc import Iterator
from typing import assert_never

from delivery.domain.blocks import Block, Chapter, Chart, Goals, Heading, Item, Listing, Paragraph, Run, Table, Text
from delivery.domain.report import Report

_SPECIAL = re.compile(r"[\\`*_\[\]<|~]")
_LINE_START = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s|$)")


def as_markdown(report: Report) -> bytes:
    """Write the whole report, UTF-8, one empty line between blocks."""
    return ("\n\n".join(_parts(report)) + "\n").encode()


def _parts(report: Report) -> Iterator[str]:
    yield f"# {_escaped(report.title)}"
    yield f"Prepared for {_escaped(report.client)} by {_escaped(report.branding.agency)}, {report.prepared_on}."
    yield "\n".join(f"- **{fact.label}:** {_escaped(fact.value)}" for fact in report.facts)
    for chapter in report.chapters:
        yield f"## {_escaped(chapter.title)}"
        yield from _body(chapter)
    yield "---"
    yield _escaped(report.footer)


def _body(chapter: Chapter) -> Iterator[str]:
    if chapter.source is not None:
        yield chapter.source.strip()
    else:
        yield from (_block(block) for block in chapter.blocks)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_text(block.text)}"
        case Paragraph():
            return ("> " if block.quoted else "") + _LINE_START.sub(r"\1\\\2", _text(block.text))
        case Listing():
            return "\n".join(_item(item) for item in block.items)
        case Table():
            rule = "|" + " --- |" * len(block.header)
            return "\n".join((_row(block.header), rule, *(_row(row) for row in block.rows)))
        case Chart():
            bars = (f"| {_escaped(bar.label)} | {_escaped(bar.note)} |" for bar in block.bars)
            return "\n".join(("| Channel | Share |", "| --- | --- |", *bars))
        case Goals():
            goals = (
                f"| {_escaped(goal.label)} | {_escaped(goal.baseline)} | {_escaped(goal.target)} |"
                for goal in block.goals
            )
            return "\n".join(("| KPI | Baseline | Target |", "| --- | --- | --- |", *goals))
        case _:
            assert_never(block)


def _item(item: Item) -> str:
    mark = "-" if item.number is None else f"{item.number}."
    return f"{'   ' * item.depth}{mark} {_text(item.text)}"


def _row(cells: tuple[Text, ...]) -> str:
    return "| " + " | ".join(_text(cell) for cell in cells) + " |"


def _text(text: Text) -> str:
    return "".join(_run(run) for run in text)


def _run(run: Run) -> str:
    words = run.text.replace("`", "'") if run.style == "code" else _escaped(run.text)
    marks = {"strong": "**", "emphasis": "*", "code": "`", "plain": ""}[run.style]
    # Emphasis may not begin or end with a space, so the space stays outside of it.
    inner = words.strip()
    styled = words.replace(inner, f"{marks}{inner}{marks}") if inner else words
    return f"[{styled}]({run.link})" if run.link else styled


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.splitlines()))
