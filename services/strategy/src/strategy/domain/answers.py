"""What answers an objection: the passage of the brief that speaks to the same thing, found by its words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from contracts.brief import Brief
from contracts.strategy import Rebuttal
from strategy.domain.angles import angles_of
from strategy.domain.wording import phrase, phrases, sentence, words

_STEM_LETTERS = 5
_IDLE = words(
    "about after again already also always and another any are because been before but can cannot does doesn for from "
    "had has have how into is it its just like more most much never not now off one our out own same simply than that "
    "the their them then there these they this those too want was were what when where which who whose will with you "
    "your every each else enough"
)
_RELATED: tuple[frozenset[str], ...] = (
    words("trust newspaper papers scandal disappears disappear scam refund refunds refunded owes audited register"),
    words("break breaks broken trouble fail fails repair repairs mends mended parts warranty inspection"),
    words("quiet noise loud silent decibels weak torque load"),
    words("loan loans bank banks instalment instalments interest rate rates"),
    words("parents degree safer job employers salary placement graduates"),
    words("time busy minutes minute rota evening evenings hour hours gap"),
    words("fit beginner never code coach coaches unfit applicants"),
    words("going away summer holiday skip pause change paused"),
    words("calendar phone privacy reads read private data"),
    words("electronics sensor patent patented"),
    words("pile piles stock cupboard full many skip rhythm"),
    words("key keys lose loss backup"),
    words("vendor small startup soc report customer review"),
    words("like liked taste flavour choose chosen personally"),
)
"""Words that speak to the same worry; each worry is one of a buyer's, not of one client's."""

_PRICE = words(
    "price prices pricey cost costs expensive budget afford fee fees money dear much pay paying cheaper much"
)
_RELIEF = words("free trial refund returns return instalment instalments cancel skip deposit fixed own")
_WEIGHTS = {"difference": 4, "proof": 3, "price": 3, "must": 2, "outcome": 1}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of the brief that may answer something, and which field it stands in."""

    kind: str
    text: str


_EFFORT = words("time busy long difficult complex complicated effort learn setup migrate migration hard later after")


def is_about_price_or_effort(objection: str) -> bool:
    """Say whether an objection is about what the thing costs in money or time, rather than a doubt about it."""
    return _about_price(objection) or bool(words(objection) & _EFFORT)


def rebuttals(brief: Brief) -> tuple[Rebuttal, ...]:
    """Answer each objection of the brief with the passages closest to it, none twice while others are left."""
    pool = tuple(_evidence(brief))
    first = _closest_pairs(brief.objections, pool)
    used = {one.text for one in first.values()}
    found = []
    for place, objection in enumerate(brief.objections):
        chosen = _with_support(objection, first.get(objection), [one for one in pool if one.text not in used])
        used |= {one.text for one in chosen}
        found.append(Rebuttal(objection=objection, answer=_answer(brief, objection, chosen, place)))
    return tuple(found)


def _evidence(brief: Brief) -> Iterable[Evidence]:
    fields: tuple[tuple[str, Sequence[str]], ...] = (
        ("difference", brief.differentiators),
        ("proof", brief.proof_assets),
        ("price", re.split(r"; ", brief.pricing or "")),
        ("must", brief.must_include),
        ("outcome", brief.desired_outcomes),
    )
    return (Evidence(kind, text) for kind, texts in fields for text in phrases(texts))


def _closest_pairs(objections: Sequence[str], pool: Sequence[Evidence]) -> dict[str, Evidence]:
    """Pair objections with evidence, the closest pair of all first; a text answers one objection only."""
    pairs = [(_closeness(objection, one), objection, one) for objection in objections for one in pool]
    found: dict[str, Evidence] = {}
    taken = set[str]()
    for _, objection, one in sorted(pairs, key=lambda pair: -pair[0]):
        if objection not in found and one.text not in taken:
            found[objection] = one
            taken.add(one.text)
    return found


def _with_support(objection: str, first: Evidence | None, free: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Add to the first answer the closest proof or difference that is still free."""
    if first is None:
        return ()
    fit = [one for one in free if one.kind in ("proof", "difference") and one.kind != first.kind]
    return (first, *sorted(fit, key=lambda one: -_closeness(objection, one))[:1])


def _about_price(objection: str) -> bool:
    return bool(words(objection) & _PRICE) or any(sign in objection for sign in "$€£₹")


def _closeness(objection: str, evidence: Evidence) -> int:
    about_price = _about_price(objection)
    shared = _stems(objection) & _stems(evidence.text)
    relief = about_price and evidence.kind == "price" and bool(words(evidence.text) & _RELIEF)
    priced = about_price and evidence.kind == "price"
    asked, said = words(objection), words(evidence.text)
    related = sum(1 for worry in _RELATED if asked & worry and said & worry)
    return 10 * len(shared) + 8 * related + 12 * relief + 6 * priced + _WEIGHTS[evidence.kind]


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    kept = (word for word in words(text) - _IDLE if len(word) > 2 and not word.isdigit())
    return frozenset(word[:_STEM_LETTERS] for word in kept)


def _answer(brief: Brief, objection: str, chosen: Sequence[Evidence], place: int) -> str:
    if not chosen:
        angles = angles_of(brief, place)
        return sentence(f"{angles.client} shows {angles.offer} at work, so that {angles.outcome} can be judged first")
    said = [sentence(one.text) for one in chosen]
    return " ".join(text for text in said if text.casefold() != sentence(phrase(objection)).casefold())
