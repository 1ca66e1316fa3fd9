"""The section on places and languages."""

from collections.abc import Mapping
from types import MappingProxyType

from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated
from production.domain.markdown import body, bullets, heading, steps
from production.domain.wording import bared, listed, opened, plain, quoted
from production.domain.work import Work, Writer

MOST_PLACES = 4
LANGUAGES = {
    "bn": "Bengali", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch",
    "pt": "Portuguese", "sv": "Swedish", "no": "Norwegian", "nb": "Norwegian", "da": "Danish", "fi": "Finnish",
    "pl": "Polish", "hi": "Hindi", "sw": "Swahili", "zh": "Chinese", "ja": "Japanese", "ar": "Arabic",
}  # fmt: skip


def localisation(work: Work) -> str:
    """Say which places and languages are meant, what changes from one to the other, and how it is checked."""
    case, material = case_of(work, 2), work.material
    return body(
        material.say(f"{case.client} speaks in {case.place}.", *_languages(case)),
        heading("Places"),
        bullets(material, _places(case)),
        heading("What changes"),
        bullets(material, _changes(case)),
        heading("What stays"),
        bullets(
            material,
            (
                f"The promise: {quoted(case.promise)}",
                f"The evidence: {case.inside(case.shown())}, with its source in the original language.",
                f"The name {case.client}, and {material.brief.timezone} as the clock for every calendar.",
            ),
        ),
        heading("How it is checked"),
        steps(material, _local_checks(case)),
    )


def _places(case: Case) -> list[str]:
    return [
        f"{opened(place)}: one post a week that could come from nowhere else; a subject is {quoted(case.pain(turn))}"
        for turn, place in enumerate(_named_places(plain(case.material.brief.geography))[:MOST_PLACES])
    ]


def _languages(case: Case) -> list[str]:
    codes = [code.partition("-")[0].lower() for code in case.material.brief.languages]
    others = [LANGUAGES.get(code, code) for code in dict.fromkeys(codes) if code != "en"]
    if not others:
        return [f"All of {case.client}'s texts are in English, as the brief asks."]
    return [
        f"The brief also names {listed(others)}; this package is in English.",
        f"To be translated first: the landing page, the mails and what {case.client} runs on {case.channel()}.",
    ]


def _named_places(geography: str) -> list[str]:
    """Tell several places from one with its region: "Austin, Texas" is one, "Kolkata and Howrah, West Bengal" two."""
    if " and " not in geography:
        return [geography]
    head, _, tail = geography.rpartition(" and ")
    parts = [*head.split(", "), tail.partition(",")[0]]
    return [part for part in map(bared, parts) if part]


def _changes(case: Case) -> list[str]:
    currency = case.figures.currency
    stated = currency or "the currency of the brief"
    return [
        f"Prices: in {stated}, with the taxes that are usual in {case.place}.",
        f"Season: {case.trade.season}, by the local calendar of holidays.",
        f"Pictures: {case.trade.scene}, filmed there and not bought.",
        f"Words for {quoted(case.pain(1))}: those that {case.people} use there, taken from ten talks or reviews.",
    ]


def _local_checks(case: Case) -> list[str]:
    return [
        f"A native reader who knows {case.product} reads each text aloud.",
        f"{case.client} compares the claims with the law of each place.",
        f"On {dated(case.figures.after_launch(2))} the numbers are split by place for the first time.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType({"localisation": localisation})
