"""The fields of a brief: how each is read, and what to ask an account's client for where a required one is missing."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from contracts.brief import OFFERED_PACKAGES, Attachment, BrandKit, Channel, KpiTarget, PackageName
from contracts.messages import Problem
from onboarding.domain import limits
from onboarding.domain.addresses import email_address, handle, web_address, website
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
    text,
    whole_number,
    words,
    words_of,
)
from onboarding.domain.timezones import timezone
from onboarding.domain.unreadable import Unreadable, kind, problem, unreadable
from onboarding.domain.vocabulary import CHANNELS, OBJECTIVES, PACKAGES, RISK_TOLERANCES

_NAME = text(limits.NAME_CHARACTERS)
_TEXT = text(limits.TEXT_CHARACTERS)
_ITEMS = listed(text(limits.ITEM_CHARACTERS))
_NAMES = listed(_NAME, split=words)
_CHANNEL = member(CHANNELS, "platform")
_COLOUR = re.compile(r"[0-9a-f]{6}")
_SHORT_COLOUR = re.compile(r"[0-9a-f]{3}")
_CHANNELS = listed(_CHANNEL, split=words)


def colour(field: str, value: Any) -> str:
    """Read a colour, #rrggbb or #rgb, as #rrggbb in lower case."""
    written = _NAME(field, value).lower().removeprefix("#")
    digits = "".join(digit * 2 for digit in written) if _SHORT_COLOUR.fullmatch(written) else written
    if not _COLOUR.fullmatch(digits):
        raise unreadable(field, "is no colour written as #rrggbb, such as #1f6f6b", value)
    return f"#{digits}"


def brand_kit(field: str, value: Any) -> BrandKit:
    """Read colours, fonts and logo."""
    readers = {"colours": listed(colour, split=words), "fonts": _NAMES, "logo": web_address}
    return BrandKit(**read_parts(readers, field, with_canonical_names(_object(field, value))))


def kpi_target(field: str, value: Any) -> KpiTarget:
    """Read a number to reach: metric, target, unit, baseline."""
    parts = _object(field, value)
    _require(field, parts, ("metric", "target"))
    return KpiTarget(**read_parts({"metric": _NAME, "target": number, "unit": _NAME, "baseline": number}, field, parts))


def attachment(field: str, value: Any) -> Attachment:
    """Read a file's name, web address and media type; an address alone names the file by its last part."""
    if isinstance(value, str):
        url = web_address(field, value)
        last = url.rstrip("/").rpartition("/")[2][: limits.NAME_CHARACTERS]
        return Attachment(name="attachment" if is_blank(last) else last, url=url)
    parts = _object(field, value)
    _require(field, parts, ("name", "url"))
    return Attachment(**read_parts({"name": _NAME, "url": web_address, "media_type": _NAME}, field, parts))


def social_handles(field: str, value: Any) -> dict[Channel, str]:
    """Read where the client is found, by platform; two spellings of one platform are a problem."""
    found: dict[Channel, str] = {}
    problems: list[Problem] = []
    for name, written in _object(field, value).items():
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


def package(field: str, value: Any) -> PackageName:
    """Read a package's name; one that production cannot make today is a problem."""
    written = _NAME(field, value)
    name = PACKAGES.get(words_of(written))
    if name in OFFERED_PACKAGES:
        return name
    offered = ", ".join(sorted(OFFERED_PACKAGES))
    fault = f"is {name}, which is not offered yet" if name else "is no package that we know"
    raise unreadable(field, f"{fault}; choose from {offered}", written)


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
        "duration_weeks": whole_number(limits.SHORTEST_WEEKS, limits.LONGEST_WEEKS),
        "budget": budget,
        "constraints": _ITEMS,
        "tone_of_voice": _NAMES,
        "voice_examples": listed(_TEXT),
        "banned_words": listed(_NAME, split=words, most=limits.WORD_ITEMS),
        "required_disclaimers": _ITEMS,
        "must_include": _ITEMS,
        "must_avoid": _ITEMS,
        "languages": listed(language, split=words),
        "brand_kit": brand_kit,
        "social_handles": social_handles,
        "focus_platforms": _CHANNELS,
        "avoid_platforms": _CHANNELS,
        "approval_frequency": _NAME,
        "report_frequency": _NAME,
        "timezone": timezone,
        "contact_email": email_address,
        "attachments": listed(attachment),
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


def _require(field: str, parts: Mapping[str, Any], names: tuple[str, ...]) -> None:
    missing = [problem(f"{field}.{name}", "is required", None) for name in names if is_blank(parts.get(name))]
    if missing:
        raise Unreadable(*missing)


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
