"""The client's phrases taken in turn, each short enough to stand inside a sentence."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from contracts.brief import Industry
from contracts.english import articled, located
from production.domain.hashtags import STOP_WORDS
from production.domain.material import Material
from production.domain.wording import bared, gist, inside, leading, opened, plain, shortened

SHORT = 90

_ORDERED = re.compile(r"^(?:an? |the )?(?:pre-?)?orders? of ", re.IGNORECASE)
_ADDITIONS = frozenset(
    ["at", "by", "for", "from", "in", "on", "that", "to", "which", "who", "whose", "with", "without"]
)
_CLAUSES = frozenset(["that", "which", "who", "whom", "whose"])

_CUSTOMERS: Mapping[Industry, str] = MappingProxyType(
    {
        Industry.FOOD: "guests",
        Industry.FITNESS: "members",
        Industry.B2B_SERVICES: "clients",
        Industry.COACHING: "clients",
        Industry.EDUCATION: "students",
        Industry.FINANCE: "clients",
        Industry.AUTOMOTIVE: "buyers",
        Industry.HOSPITALITY: "guests",
        Industry.NONPROFIT: "supporters",
    }
)


def pain(material: Material, turn: int) -> str:
    """Give a problem of the audience's; where none may be said, the need for the product."""
    return _turned(material.pains, turn) or f"No {inside(material.product)} yet"


def outcome(material: Material, turn: int) -> str:
    """Give something that the audience gets; the promise where the brief names nothing."""
    return _turned(material.outcomes, turn) or opened(shortened(material.promise, SHORT))


def difference(material: Material, turn: int) -> str:
    """Give a difference; the product itself where the brief names none."""
    return _turned(material.differentiators, turn) or opened(shortened(material.product, SHORT))


def proof(material: Material, turn: int) -> str:
    """Give a proof whole, as less of it may say more than it shows; an empty text, as none can be made up."""
    return material.proofs[turn % len(material.proofs)] if material.proofs else ""


def doubt(material: Material, turn: int) -> str:
    """Give an objection that has its answer, or an empty text."""
    return _turned([pair.objection for pair in material.rebuttals], turn)


def answering(material: Material, text: str) -> str:
    """Give the difference or outcome that has most words of a problem; where none has any, the first outcome."""
    ways = (*material.differentiators, *material.outcomes)
    nearest = max(ways, key=lambda way: kinship(text, way), default="")
    return shortened(nearest, SHORT) if nearest and kinship(text, nearest) else outcome(material, 0)


def kinship(one: str, other: str) -> int:
    """Count the words that two phrases share, whatever their endings; short and empty words don't count."""
    return len(_stems(one) & _stems(other))


def _stems(text: str) -> set[str]:
    words = (word.strip(",.;:!?“”'’()") for word in text.casefold().split())
    return {word.removesuffix("s")[:5] for word in words if len(word) > 2 and word.isalpha() and word not in STOP_WORDS}


def product(material: Material) -> str:
    """Give the product's name as it stands inside a sentence, with its article: the offer up to its first addition."""
    stated = _ORDERED.sub("", material.product)
    name = _head(stated, _ADDITIONS, 2) or gist(stated, 60) or shortened(stated, 60)
    return articled(within(material, name))


def audience(material: Material) -> str:
    """Give the audience in few words: who it is, without what else is true of it."""
    return within(material, _head(material.audience, _CLAUSES, 6) or shortened(material.audience, SHORT))


def within(material: Material, text: str) -> str:
    """Give a phrase as it stands inside a sentence; one that begins with the client's name keeps its capital."""
    return material.inside(text)


def _head(text: str, breaks: frozenset[str], least: int) -> str:
    words = text.split()
    for place in range(least, len(words)):
        if words[place].casefold() in breaks or words[place - 1][-1] in ",;:(":
            head = bared(" ".join(words[:place]))
            return head if len(head) <= SHORT else ""
    return ""


def place(material: Material) -> str:
    """Give where the client sells, with its article."""
    return located(leading(plain(material.brief.geography), 60))


def quoted(text: str) -> str:
    """Put a phrase between quotation marks."""
    return f"“{text}”"


def _turned(texts: Sequence[str], turn: int) -> str:
    return shortened(texts[turn % len(texts)], SHORT) if texts else ""


def customers(material: Material) -> str:
    """Name the client's customers as its trade does."""
    if "subscription" in material.offer.casefold():
        return "subscribers"
    return _CUSTOMERS.get(material.brief.industry, "customers")
