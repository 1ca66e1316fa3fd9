"""How English puts what a brief names into a sentence: a unit behind a one, a product behind its article."""

import re

_MEASURED_IN = frozenset(["a", "an", "at", "by", "for", "from", "in", "of", "on", "per", "with"])
_PARTICIPLES = ("ed", "sold", "won", "made", "sent")
_SINGULARS = {"people": "person", "series": "series", "movies": "movie", "cookies": "cookie", "calories": "calorie"}

_ARTICLED = (
    *("United ", "Netherlands", "Philippines", "Czech Republic", "Middle East", "Nordic"),
    *("UK", "US", "EU", "Bay Area"),
)
_EVERYWHERE = frozenset(["worldwide", "global", "globally", "international", "everywhere", "anywhere", "online"])
_PREPOSITION = re.compile(r" (?:at|by|for|from|in|of|on|that|to|whose|with)\b")
_DETERMINERS = frozenset(["a", "an", "the", "our", "your", "one", "two", "three", "every", "each", "all"])
_VERBS = frozenset(["become", "book", "build", "buy", "find", "get", "grow", "join", "learn", "make", "save", "start"])
"""What an offer may begin with in place of a name: `learn to code in twelve weeks`."""


def unit_of(value: float, plural: str) -> str:
    """Give a unit as it stands behind a number: `new reviews a week`, behind a one `new review a week`.

    What is no plural, a sign or a currency, stays as it is.
    """
    if value != 1:
        return plural
    words = plural.split(" ")
    head = next((place for place, word in enumerate(words) if word in _MEASURED_IN), len(words)) - 1
    while head > 0 and words[head].endswith(_PARTICIPLES):
        head -= 1
    return " ".join((*words[:head], _singular(words[head]), *words[head + 1 :])) if head >= 0 else plural


def articled(name: str) -> str:
    """Give a name that begins small with an article, where English wants one: `the starter pass`, but `used cars`."""
    first, core = name.split(" ")[0], _PREPOSITION.split(name)[0]
    is_plural = core.endswith("s") and not core.endswith("ss")
    is_bare = first.isascii() and first.islower() and not first[0].isdigit() and not first.endswith(("'s", "’s"))
    return f"the {name}" if is_bare and not is_plural and first not in _DETERMINERS | _VERBS else name


def located(place: str) -> str:
    """Give a place as it stands after `in`: `the United States`; what names no place is all countries."""
    if place.casefold() in _EVERYWHERE:
        return "all countries"
    return f"the {place}" if place.startswith(_ARTICLED) else place


def _singular(noun: str) -> str:
    if noun in _SINGULARS:
        return _SINGULARS[noun]
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    return noun if noun.endswith(("ss", "us", "is")) else noun.removesuffix("s")
