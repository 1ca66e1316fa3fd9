"""Languages: the ISO 639-1 codes, with a region where one is given, and the English and own names of the usual ones."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from onboarding.domain import limits
from onboarding.domain.readers import text, words_of
from onboarding.domain.unreadable import unreadable

_TWO_LETTER_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki
kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no
nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te
tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""

_CODES = frozenset(_TWO_LETTER_CODES.split())

_TAG = re.compile(r"([a-z]{2})(?:[-_ ]([a-z]{2}))?", re.IGNORECASE | re.ASCII)

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "english": "en",
        "us english": "en-US",
        "american english": "en-US",
        "uk english": "en-GB",
        "british english": "en-GB",
        "spanish": "es",
        "español": "es",
        "french": "fr",
        "français": "fr",
        "german": "de",
        "deutsch": "de",
        "italian": "it",
        "italiano": "it",
        "portuguese": "pt",
        "português": "pt",
        "brazilian portuguese": "pt-BR",
        "dutch": "nl",
        "nederlands": "nl",
        "swedish": "sv",
        "norwegian": "no",
        "danish": "da",
        "finnish": "fi",
        "polish": "pl",
        "czech": "cs",
        "hungarian": "hu",
        "romanian": "ro",
        "greek": "el",
        "turkish": "tr",
        "russian": "ru",
        "ukrainian": "uk",
        "arabic": "ar",
        "hebrew": "he",
        "hindi": "hi",
        "bengali": "bn",
        "bangla": "bn",
        "tamil": "ta",
        "urdu": "ur",
        "indonesian": "id",
        "malay": "ms",
        "vietnamese": "vi",
        "thai": "th",
        "swahili": "sw",
        "kiswahili": "sw",
        "marathi": "mr",
        "telugu": "te",
        "punjabi": "pa",
        "afrikaans": "af",
        "amharic": "am",
        "filipino": "tl",
        "tagalog": "tl",
        "catalan": "ca",
        "bulgarian": "bg",
        "croatian": "hr",
        "slovak": "sk",
        "chinese": "zh",
        "mandarin": "zh",
        "japanese": "ja",
        "korean": "ko",
    }
)


def language(field: str, value: Any) -> str:
    """Read a language: `en`, `en-GB`, or its name."""
    written = text(limits.NAME_CHARACTERS)(field, value)
    named = _NAMES.get(words_of(written))
    tag = _TAG.fullmatch(written)
    if named:
        return named
    if not tag or tag.group(1).lower() not in _CODES:
        raise unreadable(field, "is no language that we know; write its code such as en, es or pt-BR", written)
    code, region = tag.groups()
    return f"{code.lower()}-{region.upper()}" if region else code.lower()
