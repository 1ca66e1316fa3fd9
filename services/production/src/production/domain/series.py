"""The e-mails of a package: one that introduces, or the series that its sections plan, each with its way out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import Objective, PackageName
from contracts.draft import Email
from contracts.packages.catalogue import SECTIONS
from production.domain.campaign.aims import AIMS
from production.domain.letters import WRITINGS
from production.domain.links import slug
from production.domain.mail import (
    LONGEST_PREHEADER,
    LONGEST_SUBJECT,
    call_line,
    first_email,
    greeting,
    joined,
    required,
    signature,
    way_out,
)
from production.domain.material import Material
from production.domain.wording import clip, opened, plain, sentence

PARTS: Mapping[Objective, tuple[str, ...]] = MappingProxyType(
    {
        Objective.AWARENESS: ("welcome", "problem", "difference", "evidence", "pass on"),
        Objective.LEADS: ("welcome", "problem", "difference", "doubt", "price"),
        Objective.SALES: ("welcome", "use", "evidence", "doubt", "price"),
        Objective.HIRING: ("welcome", "use", "doubt", "difference", "price"),
        Objective.PARTNERSHIPS: ("welcome", "use", "evidence", "doubt", "price"),
        Objective.RETENTION: ("start", "check", "problem", "use", "questions"),
    }
)
"""What each mail of an aim's series says, in the order of `Aim.mails`."""

WIN_BACK = (("was it this", "return"), ("last letter", "last"))
LAUNCH = (
    ("announcement", "announcement"),
    ("why", "difference"),
    ("evidence", "evidence"),
    ("opening", "opening"),
    ("open question", "doubt"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter stands: its name, its part, its turn from 0, and how many there are."""

    name: str
    part: str
    turn: int
    count: int


def emails(material: Material) -> tuple[Email, ...]:
    """Write the e-mails of the package that is ordered; an audit has none."""
    package = material.brief.package
    if package == PackageName.PERFORMANCE_AUDIT:
        return ()
    named = _planned(material)
    if not named:
        return (first_email(material),)
    return tuple(_email(material, place) for place in _places(material, named))


def _planned(material: Material) -> list[tuple[str, str]]:
    package, objective = material.brief.package, material.brief.objective
    if package == PackageName.LAUNCH_GTM:
        return list(LAUNCH)
    if "email_crm_flows" not in SECTIONS[package]:
        return []
    names = [name for _, name, _ in AIMS[objective].mails]
    series = list(zip(names, PARTS[objective], strict=True))
    return [*series, *WIN_BACK] if package == PackageName.RETENTION_CRM else series


def _places(material: Material, named: Sequence[tuple[str, str]]) -> list[Place]:
    return [
        Place(f"{turn + 1}-{slug(name)}" if material.guard.allows(name) else f"{turn + 1}", part, turn, len(named))
        for turn, (name, part) in enumerate(named)
    ]


def _email(material: Material, place: Place) -> Email:
    letter = WRITINGS[place.part](material)
    included = material.brief.must_include
    demanded = sentence(plain(included[place.turn % len(included)])) if included else ""
    number = material.guard.first(
        f"This is {word} {place.turn + 1} of {place.count} from {material.client}, and you asked for it."
        for word in ("letter", "e-mail", "number")
    )
    body = joined(
        (
            greeting(material),
            *material.guard.allowed(letter.paragraphs),
            demanded,
            call_line(material, place.name, place.turn),
            signature(material, place.turn),
            required(material),
            way_out(material, number),
        )
    )
    subject = _fitting(material, letter.subject, LONGEST_SUBJECT)
    preheader = _fitting(material, letter.preheader, LONGEST_PREHEADER)
    return Email(name=place.name, subject=subject, preheader=preheader, body=body)


def _fitting(material: Material, text: str, limit: int) -> str:
    """Shorten a line to what is shown; a question that is too long asks its first clause."""
    head = re.split("[,;:] ", text)[0]
    if text.endswith("?") and len(text) > limit:
        text = f"{head}?" if len(head) < limit else text.removesuffix("?")
    short = text if len(text) <= limit else clip(text, limit)
    return clip(opened(material.guard.first((short, material.client)) or material.client), limit)
