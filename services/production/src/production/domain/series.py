"""The e-mails of a package: one that introduces, or the series that its sections plan, each with its way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import Channel, Objective, PackageName
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
    shown,
    signature,
    way_out,
)
from production.domain.material import Material
from production.domain.wording import plain, sentence

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

SERIES = "email_crm_flows"
"""The section that plans a series of e-mails."""

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
    """Write the e-mails of the package that is ordered; an audit has none.

    A client that avoids e-mail gets none either, unless the package that it orders is sold with a series.
    """
    package = material.brief.package
    unwanted = Channel.EMAIL in material.brief.avoid_platforms and SERIES not in SECTIONS[package]
    if package == PackageName.PERFORMANCE_AUDIT or unwanted:
        return ()
    named = _planned(material)
    if not named:
        return (first_email(material),)
    return tuple(_email(material, place) for place in _places(material, named))


def flow_emails(material: Material) -> tuple[Email, ...]:
    """Write the series of the campaign's aim, whatever the package."""
    return tuple(_email(material, place) for place in _places(material, _flow(material)))


def _flow(material: Material) -> list[tuple[str, str]]:
    objective = material.brief.objective
    return list(zip((name for _, name, _ in AIMS[objective].mails), PARTS[objective], strict=True))


def _planned(material: Material) -> list[tuple[str, str]]:
    package = material.brief.package
    if package == PackageName.LAUNCH_GTM:
        return list(LAUNCH)
    if SERIES not in SECTIONS[package]:
        return []
    return [*_flow(material), *(WIN_BACK if package == PackageName.RETENTION_CRM else ())]


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
    subject = shown(material, letter.subject, LONGEST_SUBJECT)
    preheader = shown(material, letter.preheader, LONGEST_PREHEADER)
    return Email(name=place.name, subject=subject, preheader=preheader, body=body)
