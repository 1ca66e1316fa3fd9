"""Currencies: the ISO 4217 codes in use, the signs and words that mean one of them, and signs that several share."""

from collections.abc import Mapping
from types import MappingProxyType

_CODES_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST
XAF XCD XOF XPF YER ZAR ZMW ZWG
"""

CODES = frozenset(_CODES_IN_USE.split())

_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "$": "USD",
        "US$": "USD",
        "DOLLAR": "USD",
        "DOLLARS": "USD",
        "US DOLLARS": "USD",
        "€": "EUR",
        "EURO": "EUR",
        "EUROS": "EUR",
        "£": "GBP",
        "POUND": "GBP",
        "POUNDS": "GBP",
        "₹": "INR",
        "RS": "INR",
        "RS.": "INR",
        "RUPEES": "INR",
        # The sign is also China's; a client who pays in renminbi writes CNY or RMB.
        "¥": "JPY",
        "YEN": "JPY",
        "RMB": "CNY",
        "A$": "AUD",
        "AU$": "AUD",
        "C$": "CAD",
        "CA$": "CAD",
        "NZ$": "NZD",
        "S$": "SGD",
        "HK$": "HKD",
        "R$": "BRL",
        "NT$": "TWD",
        "MX$": "MXN",
        "₪": "ILS",
        "₩": "KRW",
        "₺": "TRY",
        "₦": "NGN",
        "₽": "RUB",
        "₴": "UAH",
        "₫": "VND",
        "₱": "PHP",
        "฿": "THB",
        "₸": "KZT",
        "₵": "GHS",
        "ZŁ": "PLN",
        "KČ": "CZK",
        "FT": "HUF",
        "RM": "MYR",
        "R": "ZAR",
        "RAND": "ZAR",
    }
)

SHARED_SIGNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "$": frozenset({"ARS", "AUD", "CAD", "CLP", "COP", "HKD", "MXN", "NZD", "SGD", "TWD", "USD"}),
        "¥": frozenset({"CNY", "JPY"}),
        "KR": frozenset({"DKK", "ISK", "NOK", "SEK"}),
        "KR.": frozenset({"DKK", "ISK", "NOK", "SEK"}),
    }
)
"""The currencies, by code, that a sign can stand for: a code beside it says which, as in "CAD $5,000"."""


def currency_code(name: str) -> str | None:
    """The ISO 4217 code that a name or sign means; None where we know none."""
    written = name.strip().upper()
    return written if written in CODES else _OTHER_NAMES.get(written)
