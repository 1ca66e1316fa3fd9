"""The report as one Markdown file, written from its blocks: a text's own markup is escaped, so that it stays text."""

import re
from collections.abc import Iterator
from html import escape
from typing import assert_never
from urllib.parse import quote

from delivery.domain.blocks import Block, Chart, Goals, Heading, Item, Listing, Paragraph, Run, Table, Text
from delivery.domain.report import Report

_ADDRESS = r"(?:https?://|www\.)[^\s<>\"\\`|\[\]]+"
_SPECIAL = re.compile(rf"(?P<address>{_ADDRESS})|(?P<html><|&(?=#?\w+;))|[\\`*_\[\]|~]")
_LINE_START = re.compile(r"^(\s*(?:\d+(?=[.)]))?)(?=(?:#+|-+|[+.)])(?:\s|$)|>)")
_ENDS_A_LINK = re.compile(r"[\\`|]")


def as_markdown(report: Report) -> bytes:
    """Write the whole report, UTF-8, one empty line between blocks."""
    return ("\n\n".join(_parts(report)) + "\n").encode()


def _parts(report: Report) -> Iterator[str]:
    yield f"# {_escaped(report.title)}"
    yield f"Prepared for {_escaped(report.client)} by {_escaped(report.branding.agency)}, {report.prepared_on}."
    yield "\n".join(f"- **{fact.label}:** {_escaped(fact.value)}" for fact in report.facts)
    for chapter in report.chapters:
        yield f"## {_escaped(chapter.title)}"
        yield from (_block(block) for block in chapter.blocks)
    yield "---"
    yield _escaped(report.footer)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * max(3, block.level)} {_text(block.text)}"
        case Paragraph():
            return ("> " if block.quoted else "") + _line(block.text)
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
    return f"{'   ' * item.depth}{mark} {_line(item.text)}"


def _row(cells: tuple[Text, ...]) -> str:
    return "| " + " | ".join(_text(cell) for cell in cells) + " |"


def _line(text: Text) -> str:
    """The text where a list, a quotation or a heading could begin."""
    return _LINE_START.sub(r"\1\\", _text(text))


def _text(text: Text) -> str:
    return "".join(_run(run) for run in text)


def _run(run: Run) -> str:
    words = run.text.replace("`", "'") if run.style == "code" else _escaped(run.text)
    marks = {"strong": "**", "emphasis": "*", "code": "`", "plain": ""}[run.style]
    # Emphasis may not begin or end with a space, so the space stays outside of it.
    inner = words.strip()
    styled = words.replace(inner, f"{marks}{inner}{marks}") if inner else words
    return f"[{styled}]({_ENDS_A_LINK.sub(lambda mark: quote(mark.group()), run.link)})" if run.link else styled


def _escaped(text: str) -> str:
    return _SPECIAL.sub(_literal, " ".join(text.splitlines()))


def _literal(found: re.Match[str]) -> str:
    """Write marks as text: GitHub takes a backslash in an address for a part of it, and some know none before `<`."""
    match found.lastgroup:
        case "address":
            return found.group()
        case "html":
            return escape(found.group())
        case _:
            return f"\\{found.group()}"
