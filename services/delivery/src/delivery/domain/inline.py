"""Reads emphasis, code and links within a line of Markdown; whatever isn't one of these is text and stays text."""

import re
from collections.abc import Iterator
from typing import Literal

from delivery.domain.blocks import Run, Text

Style = Literal["plain", "strong", "emphasis", "code"]

_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)
_MARKS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|`(?P<code>[^`]+)`"
    r"|\*\*(?=\S)(?P<strong>.+?)(?<=\S)\*\*"
    r"|(?<!\w)__(?=\S)(?P<strong_>.+?)(?<=\S)__(?!\w)"
    r"|\*(?=[^\s*])(?P<emphasis>[^*]*?)(?<=\S)\*(?!\*)"
    r"|(?<!\w)_(?=[^\s_])(?P<emphasis_>[^_]*?)(?<=\S)_(?!\w)"
    r"|!?\[(?P<label>[^\[\]]*)\]\((?P<link>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)"
)


def inline(source: str) -> Text:
    """Read one line; a link that isn't http, https or mailto keeps only its words."""
    joined: list[Run] = []
    for run in _runs(source):
        if joined and run.style == joined[-1].style == "plain" and not run.link and not joined[-1].link:
            joined[-1] = Run(joined[-1].text + run.text)
        else:
            joined.append(run)
    return tuple(joined)


def _runs(source: str, style: Style = "plain") -> Iterator[Run]:
    done = 0
    for mark in _MARKS.finditer(source):
        if mark.start() > done:
            yield Run(source[done : mark.start()], style)
        yield from _marked(mark, style)
        done = mark.end()
    if done < len(source):
        yield Run(source[done:], style)


def _marked(mark: re.Match[str], style: Style) -> Iterator[Run]:
    match mark.lastgroup:
        case "escaped":
            yield Run(mark["escaped"], style)
        case "code":
            yield Run(mark["code"], "code")
        case "strong" | "strong_":
            yield from _runs(mark["strong"] or mark["strong_"], "strong")
        case "emphasis" | "emphasis_":
            yield from _runs(mark["emphasis"] or mark["emphasis_"], "emphasis" if style == "plain" else style)
        case _:
            yield _link(mark["label"], mark["link"], style)


def _link(label: str, address: str, style: Style) -> Run:
    words = "".join(run.text for run in _runs(label))
    safe = address if _SAFE_LINK.fullmatch(address) else ""
    return Run(words or address, style, safe)
