"""The alphabet of text messages: within it one message holds 160 signs, outside it 70 (GSM 03.38, 3GPP TS 23.038)."""

import unicodedata

LONGEST = 160

_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà€"
)
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u00a0": " ", "₹": "Rs"}
    | {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "œ": "oe", "Œ": "OE"}
)


def in_alphabet(text: str) -> str:
    """Write a text in the alphabet as far as it can be: plain marks, letters without accents; other scripts stay."""
    plain = text.translate(_PLAIN)
    return "".join(sign if sign in _ALPHABET else _without_accent(sign) for sign in plain)


def _without_accent(sign: str) -> str:
    bare = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return bare if bare and set(bare) <= _ALPHABET else sign
