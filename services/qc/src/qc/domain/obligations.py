"""Rules on what the client demands: its name, its messages, its disclaimers, and a brief that can be obeyed."""

import re
from collections.abc import Iterable, Iterator

from contracts.brief import Brief
from qc.domain.disguises import disguised, may_be_said, unmasked
from qc.domain.material import Material, Passage
from qc.domain.rule import Finding
from qc.domain.words import framed, search_key, wordings

_LEGAL_FORM = re.compile(r"[\s,]+(?:ltd|limited|llc|inc|plc|gmbh|ag|bv|pvt|pty|co|corp|sarl|s\.?a)\.?$", re.IGNORECASE)


def brand_named(material: Material) -> Iterator[Finding]:
    """Find parts of the draft (sections, calendar, each e-mail) that never name the client."""
    names = _names_of(material.brief)
    parts: dict[str, list[Passage]] = {"the sections": list(material.of("section"))}
    if material.draft.calendar:
        parts["the calendar"] = list(material.of("theme", "hook", "caption", "call_to_action"))
    for passage in material.of("subject", "body"):
        parts.setdefault(passage.place, []).append(passage)
    for part, passages in parts.items():
        if not any(name in passage.words for passage in passages for name in names):
            yield Finding(f"{part} never name {material.brief.client_name}", passages[0].text if passages else "")


def required_disclaimers(material: Material) -> Iterator[Finding]:
    """Find required disclaimers that stand nowhere in the draft, and ones that stand there reworded.

    A disclaimer is given word for word: letter case, punctuation and white space may differ, words may not.
    """
    for entry in material.brief.required_disclaimers:
        if not material.states(entry):
            yield Finding("a required disclaimer is missing or reworded", entry)


def must_include(material: Material) -> Iterator[Finding]:
    """Find messages that the client wants included and the draft doesn't say."""
    for entry in material.brief.must_include:
        if not all(material.states(phrase) for phrase in wordings(entry)):
            yield Finding("a message that must be included is missing", entry)


def brief_consistent(material: Material) -> Iterator[Finding]:
    """Find messages and names that the brief demands with words that the same brief rules out."""
    brief = material.brief
    demanded = [(entry, unmasked(framed(entry))) for entry in (brief.client_name, *brief.must_include)]
    run_together = "".join(words for _, words in demanded).replace(" ", "")
    for entry in (*brief.banned_words, *brief.forbidden_claims, *brief.must_avoid):
        patterns = [disguised(phrase) for phrase in wordings(entry) if may_be_said(phrase, run_together)]
        for text, words in demanded:
            if any(pattern.search(words) for pattern in patterns):
                yield Finding(f"the brief demands this and rules out “{entry}”", text, "brief")


def _names_of(brief: Brief) -> tuple[str, ...]:
    """Give the keys under which the client is named: in full, without its legal form, as a handle, as a hashtag."""
    short = _LEGAL_FORM.sub("", brief.client_name)
    named = [name for name in (brief.client_name, short, *brief.social_handles.values()) if search_key(name)]
    return tuple(dict.fromkeys((*map(search_key, named), *_run_together(named))))


def _run_together(names: Iterable[str]) -> Iterator[str]:
    yield from (f" {search_key(name).replace(' ', '')} " for name in names)
