"""The rule on personal data: nobody's address, number or account is shown but those the client gave to be published."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from contracts.brief import Brief
from qc.domain.material import Material, Passage
from qc.domain.rule import Finding

_LONG_NUMBER = re.compile(r"\d[\d ()./-]{5}")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_PHONE = re.compile(r"(?<![\w/=.-])(?:\+\d{1,3}(?:[ .-]{0,2}\(?\d{2,5}\)?){2,5}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\w)")
_CALLED = re.compile(
    r"\b(?:call|dial|fax|mobile|phone|ring|tel|telephone|text|whatsapp)\b\.?:?[ \t]{1,3}(?:[a-z]{2,20} ){0,3}"
    r"(?!\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d)(\(?\d[\d ()./-]{5,18}\d)(?!\w)",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w/=-])[3-6](?:[ -]?\d){12,18}(?!\w)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_SOCIAL_SECURITY = re.compile(r"(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_SHORTEST_PHONE = 8


def personal_data(material: Material) -> Iterator[Finding]:
    """Find e-mail addresses, telephone, card, account and social security numbers that the client hasn't published."""
    given = _published_by_client(material.brief)
    digits = re.sub(r"\D", "", given)
    for passage in material.passages:
        if "@" in passage.text:
            yield from _foreign_addresses(passage, given, _domain(material.brief))
        if _LONG_NUMBER.search(passage.text):
            yield from _accounts(passage)
            yield from _foreign_numbers(passage, digits)


def _published_by_client(brief: Brief) -> str:
    handles = brief.social_handles.values()
    published = (brief.contact_email or "", *brief.must_include, *brief.required_disclaimers, *handles)
    return "\n".join(published).casefold()


def _domain(brief: Brief) -> str:
    website = brief.website or ""
    parts = urlsplit(website if "//" in website else f"//{website}")
    return (parts.hostname or "").removeprefix("www.")


def _foreign_addresses(passage: Passage, given: str, domain: str) -> Iterator[Finding]:
    for found in _EMAIL.finditer(passage.text):
        address = found[0].casefold()
        is_own = bool(domain) and address.rpartition("@")[2].removeprefix("www.") == domain
        if address not in given and not is_own:
            yield Finding("an e-mail address that the client hasn't published", found[0], passage.place)


def _accounts(passage: Passage) -> Iterator[Finding]:
    for found in _CARD.finditer(passage.text):
        if _is_card(found[0]):
            yield Finding("a payment card's number", found[0], passage.place)
    for found in _IBAN.finditer(passage.text):
        if _is_account(found[0]):
            yield Finding("a bank account's number", found[0], passage.place)
    for found in _SOCIAL_SECURITY.finditer(passage.text):
        yield Finding("what looks like a social security number", found[0], passage.place)


def _foreign_numbers(passage: Passage, given: str) -> Iterator[Finding]:
    for number in (*_PHONE.findall(passage.text), *_CALLED.findall(passage.text)):
        digits = re.sub(r"\D", "", number)
        if len(digits) >= _SHORTEST_PHONE and digits not in given and not (_CARD.search(number) and _is_card(number)):
            yield Finding("a telephone number that the client hasn't published", number.strip(), passage.place)


def _is_card(text: str) -> bool:
    """Check digits as payment cards carry them (Luhn, ISO/IEC 7812-1, annex B)."""
    digits = [int(character) for character in reversed(text) if character.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_account(text: str) -> bool:
    """Check the digits of an IBAN (ISO 13616: the number behind its country, letters as 10 to 35, is 1 modulo 97)."""
    bare = text.replace(" ", "")
    return int("".join(str(int(character, 36)) for character in bare[4:] + bare[:4])) % 97 == 1
