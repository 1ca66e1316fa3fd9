"""What the brief tells besides its form: the free context as short facts, the attachments by name."""

from collections.abc import Iterator, Mapping
from typing import Any

from production.domain.material import Material
from production.domain.wording import number, plain, shortened

MOST_FACTS = 6
LONGEST_FACT = 90
_CURRENCIES = frozenset(["AUD", "CAD", "CHF", "EUR", "GBP", "INR", "SEK", "USD"])


def facts(material: Material) -> tuple[tuple[str, str], ...]:
    """Give the numbers of the context with their names: ("campaigns", "41")."""
    found = ((shortened(plain(name), LONGEST_FACT), value) for name, value in _entries(material.brief.context))
    return tuple((name, value) for name, value in found if material.guard.allows(f"{name} {value}"))[:MOST_FACTS]


def sources(material: Material) -> tuple[str, ...]:
    """Give the names of the client's attachments."""
    return material.guard.allowed(shortened(plain(item.name), LONGEST_FACT) for item in material.brief.attachments)[:6]


def _entries(context: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in context.items():
        words, unit = _split(str(name))
        if isinstance(value, Mapping):
            within = ((f"{key}_percent" if unit == "%" else key, inner) for key, inner in value.items())
            yield from _entries(dict(within), f"{words}, " if above else " ")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{above.strip()} {words}".strip(), f"{number(value)} {unit}".strip()


def _split(name: str) -> tuple[str, str]:
    """Split "monthly_spend_sek" into "monthly spend" and "SEK"."""
    *words, last = name.split("_")
    if words and last == "percent":
        return " ".join(words), "%"
    if words and last.upper() in _CURRENCIES:
        return " ".join(words), last.upper()
    return " ".join((*words, last)), ""
