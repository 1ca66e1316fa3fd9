"""The fields of a brief: how each is read, and what to ask an account's client for where a required one is missing."""

import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from contracts.brief import OFFERED_PACKAGES, BrandKit, Channel, PackageName
from contracts.messages import Problem
from onboarding.domain import limits
from onboarding.domain.addresses import email_address, handle, web_address, website
from onboarding.domain.attachments import attachment
from onboarding.domain.field_names import with_canonical_names
from onboarding.domain.languages import language
from onboarding.domain.money import budget, number
from onboarding.domain.readers import (
    Reader,
    day,
    is_blank,
    listed,
    member,
    read_parts,
    spoken_words,
    text,
    whole_number,
    words,
    words_of,
)
from onboarding.domain.targets import kpi_target
from onboarding.domain.timezones import timezone
from onboarding.domain.unreadable import Unreadable, kind, unreadable
from onboarding.domain.vocabulary import CHANNELS, OBJECTIVES, PACKAGES, RISK_TOLERANCES

_NAME = text(limits.NAME_CHARACTERS)
_TEXT = text(limits.TEXT_CHARACTERS)
_ITEMS = listed(text(limits.ITEM_CHARACTERS))
_NAMES = listed(_NAME, split=words)
_CHANNEL = member(CHANNELS, "platform")
_COLOUR = re.compile(r"[0-9a-f]{6}")
_SHORT_COLOUR = re.compile(r"[0-9a-f]{3}")
_SPAN = re.compile(
    r"(?P<count>\d{1,4}|[a-z]+)(?:\s+|-|(?<=\d))"
    r"(?:(?P<day>d|days?)|w|wks?|weeks?|(?P<month>mos?|mths?|months?)|(?P<quarter>quarters?)|(?P<year>yrs?|years?))\.?",
    re.ASCII,
)
_DIGITS = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_WEEKS = whole_number(limits.SHORTEST_WEEKS, limits.LONGEST_WEEKS)
_TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPELT = {"a": 1, "an": 1, "thirty": 30, "sixty": 60, "ninety": 90, **dict(zip(_TO_TWELVE, range(1, 13), strict=True))}
_CHANNELS = listed(_CHANNEL, split=spoken_words)


def colour(field: str, value: Any) -> str:
    """Read a colour, #rrggbb or #rgb, as #rrggbb in lower case."""
    written = _NAME(field, value).lower().removeprefix("#")
    digits = "".join(digit * 2 for digit in written) if _SHORT_COLOUR.fullmatch(written) else written
    if not _COLOUR.fullmatch(digits):
        raise unreadable(field, "is no colour written as #rrggbb, such as #1f6f6b", value)
    return f"#{digits}"


def brand_kit(field: str, value: Any) -> BrandKit:
    """Read colours, fonts and logo; a text or a list alone names the colours."""
    parts = {"colours": value} if isinstance(value, (str, list, tuple)) else _object(field, value)
    readers = {"colours": listed(colour, split=words), "fonts": _NAMES, "logo": web_address}
    return BrandKit(**read_parts(readers, field, with_canonical_names(parts)))


def social_handles(field: str, value: Any) -> dict[Channel, str]:
    """Read where the client is found, by platform; two spellings of one platform are a problem."""
    found: dict[Channel, str] = {}
    problems: list[Problem] = []
    for name, written in _by_platform(field, value).items():
        path = f"{field}.{name}"
        try:
            channel = _CHANNEL(path, name)
            if channel in found:
                raise unreadable(path, f"names {channel} a second time", written)
            if not is_blank(written):
                found[channel] = handle(channel, path, written)
        except Unreadable as error:
            problems.extend(error.problems)
    if problems:
        raise Unreadable(*problems)
    return found


def _by_platform(field: str, value: Any) -> Mapping[str, Any]:
    """Take `instagram: acme, x: acme`, as one text or a list of such texts, for the object that it means."""
    entries = words(value) if isinstance(value, str) else value
    if not isinstance(entries, (list, tuple)):
        return _object(field, value)
    given = [entry for entry in entries if not is_blank(entry)]
    named = [entry.partition(":") for entry in given if isinstance(entry, str)]
    if len(named) < len(given) or any(not colon or written.startswith("//") for _, colon, written in named):
        raise unreadable(field, "must name the platform of each handle, such as instagram: @acme", value)
    return {name.strip(): written.strip() for name, _, written in named}


def package(field: str, value: Any) -> PackageName:
    """Read a package's name; one that production cannot make today is a problem."""
    written = _NAME(field, value)
    name = PACKAGES.get(words_of(written))
    if name in OFFERED_PACKAGES:
        return name
    offered = ", ".join(sorted(OFFERED_PACKAGES))
    fault = f"is {name}, which is not offered yet" if name else "is no package that we know"
    raise unreadable(field, f"{fault}; choose from {offered}", written)


def weeks(field: str, value: Any) -> int:
    """Read a duration in weeks; days are rounded up, a month counts four weeks and a third."""
    said = _SPAN.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    count = _counted(said["count"]) if said else None
    if said and count is not None:
        return _WEEKS(field, _whole_weeks(count, said.lastgroup))
    if isinstance(value, str) and not _DIGITS.fullmatch(value.strip()):
        raise unreadable(field, "is no number of weeks that we can read: write 12, 90 days or 3 months", value)
    return _WEEKS(field, value)


def _counted(word: str) -> int | None:
    return int(word) if word.isdecimal() else _SPELT.get(word)


def _whole_weeks(count: int, span: str | None) -> int:
    match span:
        case "day":
            return math.ceil(count / 7)
        case "month":
            return round(count * 13 / 3)
        case "quarter":
            return count * 13
        case "year":
            return count * 52
        case _:
            return count


def context(field: str, value: Any) -> dict[str, Any]:
    """Read the free context as it is, each text trimmed line by line."""
    return {name: _trimmed(part) for name, part in _object(field, value).items()}


FIELDS: Mapping[str, Reader[Any]] = MappingProxyType(
    {
        "client_name": _NAME,
        "website": website,
        "industry": _NAME,
        "industry_detail": _NAME,
        "geography": _NAME,
        "primary_offer": _TEXT,
        "target_audience": _TEXT,
        "pain_points": _ITEMS,
        "desired_outcomes": _ITEMS,
        "objective": member(OBJECTIVES, "objective"),
        "package": package,
        "compliance_requirements": _ITEMS,
        "forbidden_claims": _ITEMS,
        "risk_tolerance": member(RISK_TOLERANCES, "risk tolerance"),
        "pricing": _TEXT,
        "average_order_value": number,
        "lifetime_value": number,
        "differentiators": _ITEMS,
        "competitors": _NAMES,
        "proof_assets": _ITEMS,
        "objections": _ITEMS,
        "kpi_targets": listed(kpi_target),
        "start_date": day,
        "duration_weeks": weeks,
        "budget": budget,
        "constraints": _ITEMS,
        "tone_of_voice": _NAMES,
        "voice_examples": listed(_TEXT),
        "banned_words": listed(_NAME, split=words, most=limits.WORD_ITEMS),
        "required_disclaimers": _ITEMS,
        "must_include": _ITEMS,
        "must_avoid": _ITEMS,
        "languages": listed(language, split=spoken_words),
        "brand_kit": brand_kit,
        "social_handles": social_handles,
        "focus_platforms": _CHANNELS,
        "avoid_platforms": _CHANNELS,
        "approval_frequency": _NAME,
        "report_frequency": _NAME,
        "timezone": timezone,
        "contact_email": email_address,
        "attachments": listed(attachment, split=words),
        "context": context,
    }
)
"""The reader of every field that we know; other fields of a form are left alone."""

REQUIRED: Mapping[str, str] = MappingProxyType(
    {
        "client_name": "the name that the campaign uses",
        "website": 'the web address, or "no website"',
        "industry": "what line of business the client is in",
        "geography": "where the customers are: country, region or city",
        "primary_offer": "the one product or service that this campaign sells",
        "target_audience": "who should act, described by situation rather than by age alone",
        "pain_points": "what troubles these people today, at least one thing",
        "desired_outcomes": "what they want instead, at least one thing",
        "objective": "awareness, leads, sales, hiring, partnerships or retention",
    }
)
"""The fields that no brief can do without, and what each asks for."""

SAFEGUARDS = ("compliance_requirements", "forbidden_claims", "risk_tolerance")
"""At least one of these must say how far the wording may go."""


def _object(field: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise unreadable(field, f"must be an object, not {kind(value)}", value)
    return value


def _trimmed(value: Any) -> Any:
    match value:
        case str():
            return "\n".join(" ".join(line.split()) for line in value.splitlines()).strip()
        case Mapping():
            return {name: _trimmed(part) for name, part in value.items()}
        case list() | tuple():
            return [_trimmed(part) for part in value]
        case _:
            return value
