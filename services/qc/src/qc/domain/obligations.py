"""Rules on what the client demands and forbids: named, said, never said, and nobody's private data."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from contracts.brief import Brief
from qc.domain.material import Material, Passage
from qc.domain.rule import Finding, warning
from qc.domain.words import follows_closely, framed, search_key, sentences, word_list, wordings

_LEGAL_FORM = re.compile(r"[\s,]+(?:ltd|limited|llc|inc|plc|gmbh|ag|bv|pvt|pty|co|corp|sarl|s\.?a)\.?$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE = re.compile(
    r"(?<![\w/=.-])(?:\+\d{1,3}[ .-]?(?:\(?\d{1,5}\)?[ .-]?){2,5}\d{2,4}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\w)"
)
_CARD = re.compile(r"(?<![\w/=-])[3-6](?:[ -]?\d){12,18}(?!\w)")
_SHORTEST_PHONE = 8
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "this",
        "to",
        "we",
        "with",
        "you",
        "your",
    ]
)


def brand_named(material: Material) -> Iterator[Finding]:
    """Find parts of the draft (sections, calendar, each e-mail) that never name the client."""
    names = _names_of(material.brief)
    parts: dict[str, list[Passage]] = {"the sections": list(material.of("section"))}
    if material.draft.calendar:
        parts["the calendar"] = list(material.of("theme", "hook", "caption", "call_to_action"))
    for passage in material.of("subject", "body"):
        parts.setdefault(passage.place, []).append(passage)
    for part, passages in parts.items():
        if not any(_names(passage, names) for passage in passages):
            yield Finding(f"{part} never name {material.brief.client_name}", passages[0].text if passages else "")


def banned_words(material: Material) -> Iterator[Finding]:
    """Find words that the client has banned."""
    return _forbidden(material, material.brief.banned_words, "the client has banned “{}”")


def forbidden_language(material: Material) -> Iterator[Finding]:
    """Find language that the strategy's guardrails rule out, beyond what the brief itself bans."""
    brief = material.brief
    judged = {entry.casefold() for entry in (*brief.banned_words, *brief.forbidden_claims, *brief.must_avoid)}
    entries = (entry for entry in material.strategy.guardrails.forbidden_language if entry.casefold() not in judged)
    return _forbidden(material, entries, "the strategy rules out “{}”")


def must_avoid(material: Material) -> Iterator[Finding]:
    """Find messages that the client wants avoided."""
    return _forbidden(material, material.brief.must_avoid, "the client wants “{}” avoided")


def forbidden_claims(material: Material) -> Iterator[Finding]:
    """Find claims that the client must not make; the claim's words with a few others between them are a warning."""
    claims = material.brief.forbidden_claims
    yield from _forbidden(material, claims, "the client must not claim “{}”")
    if not material.is_light:
        for entry in claims:
            yield from _paraphrased(material, entry)


def required_disclaimers(material: Material) -> Iterator[Finding]:
    """Find required disclaimers that stand nowhere in the draft."""
    for entry in material.brief.required_disclaimers:
        if not material.states(entry):
            yield Finding("a required disclaimer is missing", entry)


def must_include(material: Material) -> Iterator[Finding]:
    """Find messages that the client wants included and the draft doesn't say."""
    for entry in material.brief.must_include:
        if not all(material.states(phrase) for phrase in wordings(entry)):
            yield Finding("a message that must be included is missing", entry)


def personal_data(material: Material) -> Iterator[Finding]:
    """Find e-mail addresses, telephone numbers and card numbers that the client hasn't given to be published."""
    given = _published_by_client(material.brief)
    digits = re.sub(r"\D", "", given)
    for passage in material.passages:
        if "@" in passage.text:
            yield from _foreign_addresses(passage, given, _domain(material.brief))
        if _DIGIT.search(passage.text):
            yield from _foreign_numbers(passage, digits)


def _forbidden(material: Material, entries: Iterable[str], reason: str) -> Iterator[Finding]:
    for entry in entries:
        for phrase in wordings(entry):
            for passage in material.saying(phrase):
                yield Finding(reason.format(phrase), passage.quoting(phrase), passage.place)


def _paraphrased(material: Material, entry: str) -> Iterator[Finding]:
    wanted = [word for word in word_list(entry) if word not in _SMALL_WORDS]
    if len(wanted) < 2 or not all(f" {word} " in material.all_words for word in wanted):
        return
    for passage in material.passages:
        if all(f" {word} " in passage.own_words for word in wanted) and search_key(entry) not in passage.own_words:
            for sentence in sentences(passage.text):
                if follows_closely(wanted, word_list(sentence)):
                    yield warning(f"this comes close to the forbidden “{entry}”", sentence, passage.place)


def _names_of(brief: Brief) -> tuple[str, ...]:
    short = _LEGAL_FORM.sub("", brief.client_name)
    names = (brief.client_name, short, *brief.social_handles.values())
    return tuple(name for name in names if search_key(name))


def _names(passage: Passage, names: Iterable[str]) -> bool:
    joined = passage.words.replace(" ", "")
    return any(search_key(name) in passage.words or framed(name).replace(" ", "") in joined for name in names)


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


def _foreign_numbers(passage: Passage, given: str) -> Iterator[Finding]:
    cards = [found[0] for found in _CARD.finditer(passage.text) if _is_card(found[0])]
    for card in cards:
        yield Finding("a payment card's number", card, passage.place)
    for found in _PHONE.finditer(passage.text):
        digits = re.sub(r"\D", "", found[0])
        is_number = len(digits) >= _SHORTEST_PHONE and not any(found[0] in card for card in cards)
        if is_number and digits not in given:
            yield Finding("a telephone number that the client hasn't published", found[0], passage.place)


def _is_card(text: str) -> bool:
    """Check digits as payment cards carry them (Luhn, ISO/IEC 7812-1, annex B)."""
    digits = [int(character) for character in reversed(text) if character.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0
