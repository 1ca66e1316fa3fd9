"""How the unit of a number is written: briefs name units in the plural, and a single thing is told in the singular."""

_MEASURED_IN = frozenset(["a", "an", "at", "by", "for", "from", "in", "of", "on", "per", "with"])
_PARTICIPLES = ("ed", "sold", "won", "made", "sent")
_SINGULARS = {"people": "person", "series": "series", "movies": "movie", "cookies": "cookie", "calories": "calorie"}


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


def _singular(noun: str) -> str:
    if noun in _SINGULARS:
        return _SINGULARS[noun]
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    return noun if noun.endswith(("ss", "us", "is")) else noun.removesuffix("s")
