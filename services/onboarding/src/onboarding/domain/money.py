"""Readers of numbers and amounts of money, as numbers or as people write them ("$10k - 20k", "20,000 EUR")."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from contracts.brief import Budget
from onboarding.domain import limits
from onboarding.domain.currencies import SHARED_SIGNS, currency_code
from onboarding.domain.field_names import with_canonical_names
from onboarding.domain.readers import read_parts, text
from onboarding.domain.unreadable import kind, unreadable

_DEFAULT_CURRENCY = "USD"
_GROUPED = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3}(?!\d))")
_RATE = re.compile(
    r"(?:\b(?:per|a|each)|/)\s*(?:month|mo|week|wk|day|year|yr|annum|quarter)\b"
    r"|\b(?:monthly|weekly|daily|quarterly|yearly|annually)\b",
    re.IGNORECASE,
)
_HEDGES = frozenset({"up", "about", "around", "approx", "approx.", "ca", "ca.", "circa", "roughly", "max", "max."})
_ASIDE = re.compile(
    r"^(?:(?:a )?(?:total|maximum)(?: of|:)? |at most |no more than |approximately |[~≈] ?)"
    r"|,? (?:(?:in )?total|overall|(?:per|for the(?: whole)?) campaign|at most|max(?:imum)?|approx(?:imately)?)\.?$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"(?:from|between) (?P<low>.+?)\s*(?:\b(?:up to|to|and)\b|[-\u2013\u2014])\s*(?P<high>.+)", re.IGNORECASE
)
_SIGNS = "$€£¥₹₪₩₺₦₽₴₫₱฿₸₵"
_TOKEN = re.compile(rf"\d[\d,.]*|[kKmM](?=[{_SIGNS}])|[A-Za-z]*[{_SIGNS}]|[^\W\d_]+\.?|\S")
_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}|[0-9]{1,15})(?:\.[0-9]{1,9})?")
_THOUSANDS_OR_DECIMALS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_FACTORS: Mapping[str, int] = {
    **dict.fromkeys(("k", "thousand"), 1_000),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 100_000),
    **dict.fromkeys(("m", "mn", "mio", "million"), 1_000_000),
    **dict.fromkeys(("cr", "crore", "crores"), 10_000_000),
}
_BETWEEN = frozenset({"-", "\u2013", "\u2014", "to"})


@dataclass(frozen=True, slots=True)
class Spread:
    """Amounts from `low` to `high` (one amount where they are equal) and the currencies named beside them."""

    low: float
    high: float
    currencies: frozenset[str] = frozenset()


def number(field: str, value: Any) -> float:
    """Read one number from 0 to 10^12; as text it may carry a currency, as in "$85"."""
    found = spread(field, value)
    if found.low != found.high:
        raise unreadable(field, "must be one number, not a range", value)
    return found.low


def spread(field: str, value: Any) -> Spread:
    """Read an amount or a range of amounts: a number, a text, or a list of the two ends."""
    match value:
        case bool():
            raise unreadable(field, "must be a number, not true or false", value)
        case int() | float():
            return Spread(_bounded(field, value), float(value))
        case str():
            return _spoken(field, value)
        case [lowest, highest]:
            ends = spread(f"{field}[0]", lowest), spread(f"{field}[1]", highest)
            return Spread(ends[0].low, ends[1].high, ends[0].currencies | ends[1].currencies)
        case _:
            raise unreadable(field, f"must be a number, not {kind(value)}", value)


def currencies_in(value: Any) -> frozenset[str]:
    """Give the currencies that a readable amount names; none where it is no text."""
    return spread("amount", value).currencies if isinstance(value, str) else frozenset()


def currency(field: str, value: Any) -> str:
    """Read a currency: its ISO 4217 code or a usual sign."""
    written = text(limits.NAME_CHARACTERS)(field, value)
    code = currency_code(written)
    if code is None:
        raise unreadable(field, "is no currency that we know; write its ISO 4217 code, such as USD or EUR", written)
    return code


_AMOUNTS = ("minimum", "range", "amount", "total", "maximum")
_BUDGET_PARTS = {**dict.fromkeys(_AMOUNTS, spread), "currency": currency}


def budget(field: str, value: Any) -> Budget:
    """Read a budget: minimum, maximum and currency, or one number, text or pair that says them; whole units."""
    parts = with_canonical_names(value) if isinstance(value, Mapping) else {"range": value}
    found = read_parts(_BUDGET_PARTS, field, parts) if isinstance(value, Mapping) else {"range": spread(field, value)}
    ends = [found[name] for name in _AMOUNTS if name in found]
    if not ends:
        raise unreadable(field, "names no amount: give its minimum and maximum", value)
    low, high = ends[0].low, ends[-1].high
    if low > high:
        raise unreadable(field, f"has a minimum ({low:,.0f}) above its maximum ({high:,.0f})", value)
    named = frozenset[str]().union(
        *(end.currencies for end in ends), {found["currency"]} if "currency" in found else ()
    )
    if len(named) > 1:
        raise unreadable(field, f"names several currencies ({', '.join(sorted(named))}): give one", value)
    return Budget(minimum=round(low), maximum=round(high), currency=next(iter(named), _DEFAULT_CURRENCY))


@dataclass(slots=True)
class _Hearing:
    """What was understood of an amount's text so far: bare numbers, the factor after each, the currencies.

    `shared` are the signs that several currencies have.
    """

    numbers: list[float] = dataclass_field(default_factory=list)
    factors: list[int | None] = dataclass_field(default_factory=list)
    currencies: set[str] = dataclass_field(default_factory=set)
    shared: set[str] = dataclass_field(default_factory=set)
    hedged: bool = False

    def hear(self, token: str) -> bool:
        """Take in one token; False if it makes no sense here."""
        if _NUMBER.fullmatch(token):
            self.numbers.append(float(token.replace(",", "")))
            self.factors.append(None)
        elif token.lower() in _FACTORS and self.numbers:
            self.factors[-1] = _FACTORS[token.lower()]
        elif token.upper() in SHARED_SIGNS:
            self.shared.add(token.upper())
        elif code := currency_code(token):
            self.currencies.add(code)
        elif token.lower() in _HEDGES and not self.numbers:
            self.hedged = True
        elif token.lower() == "to" and self.hedged and not self.numbers:
            return True
        else:
            return token.lower() in _BETWEEN and bool(self.numbers)
        return True

    def amounts(self) -> list[float]:
        """The numbers times their factors; "10-20k" means that both ends are thousands."""
        shared = self.factors[-1] if self.numbers[0] < self.numbers[-1] else None
        return [bare * (factor or shared or 1) for bare, factor in zip(self.numbers, self.factors, strict=True)]

    def named(self) -> tuple[frozenset[str], frozenset[str]]:
        """The currencies, and those among which a shared sign leaves the choice; one of them beside it makes it."""
        open_signs = [sign for sign in self.shared if not SHARED_SIGNS[sign] & self.currencies]
        usual = {currency_code(sign): SHARED_SIGNS[sign] for sign in open_signs}
        return frozenset(self.currencies).union(code for code in usual if code), usual.get(None, frozenset())


def _spoken(field: str, value: str) -> Spread:
    written = text(limits.NAME_CHARACTERS)(field, value)
    if written.startswith("-"):
        raise unreadable(field, "must not be negative", written)
    if _RATE.search(written):
        raise unreadable(field, "names a rate: give the amount for the whole campaign", written)
    hearing, tokens = _Hearing(), _TOKEN.findall(_GROUPED.sub("", _bare(written)))
    if any(_THOUSANDS_OR_DECIMALS.fullmatch(token) for token in tokens):
        raise unreadable(field, "could mean thousands or decimals: write 20000 or 20,000", written)
    if not all(hearing.hear(token) for token in tokens) or len(hearing.numbers) not in (1, 2):
        raise unreadable(field, "is no amount that we can read: write 20000, 20,000 EUR or 10k - 20k", written)
    currencies, possible = hearing.named()
    if possible:
        raise unreadable(field, f"could mean several currencies: write {', '.join(sorted(possible))}", written)
    amounts = [_bounded(field, amount) for amount in hearing.amounts()]
    return Spread(amounts[0], amounts[-1], currencies)


def _bare(written: str) -> str:
    """The amount or range itself: "from 5k to 9k in total" is "5k - 9k"."""
    amount = _ASIDE.sub("", written)
    found = _FROM_TO.fullmatch(amount)
    return f"{found['low']} - {found['high']}" if found else amount


def _bounded(field: str, amount: float) -> float:
    if amount < 0:
        raise unreadable(field, "must not be negative", amount)
    if amount > limits.LARGEST_AMOUNT:
        raise unreadable(field, f"must not be more than {limits.LARGEST_AMOUNT:,}", amount)
    return float(amount)
