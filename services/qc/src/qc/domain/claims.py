"""The rule on claims: a statistic, a superlative or a promise of proof needs its support in the brief."""

import re
from collections.abc import Iterator

from contracts.brief import Brief
from qc.domain.material import Material, Passage
from qc.domain.rule import Finding, warning
from qc.domain.words import excerpts, framed, search_key

_STATISTIC = re.compile(
    r"(?<![\d.,])(?:\d[\d.,]{0,15}\s?(?:%|percent\b|per cent\b)"
    r"|\d[\d.,]{0,15} (?:out of|in|of) (?:every )?\d[\d.,]{0,15}\b"
    r"|\d{1,12}(?:\.\d{1,4})?(?:x|×| times) (?:more|faster|better|longer|cheaper|as)\b)"
)
_SERIAL = re.compile(
    r"\b(?:chapter|day|e-?mail|episode|lesson|letter|message|page|part|post|round|slide|step|story|tip|week) $",
    re.IGNORECASE,
)
"""What stands before "3 of 5" where that counts parts and claims nothing."""

_LONGEST_SERIAL = 10

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

PROMISES_OF_PROOF = (
    "#1",
    "100% effective",
    "100% safe",
    "clinically proven",
    "clinically tested",
    "dermatologist recommended",
    "dermatologist tested",
    "doctor recommended",
    "experts agree",
    "FDA approved",
    "guaranteed",
    "no side effects",
    "number one",
    "proven to",
    "research shows",
    "risk-free",
    "science-backed",
    "scientifically proven",
    "studies show",
    "we guarantee",
)
"""Words that say a proof exists; without one in the brief they mislead."""

SUPERLATIVES = (
    "award-winning",
    "best in the world",
    "best on the market",
    "fastest in the",
    "industry-leading",
    "leading provider",
    "lowest price",
    "market leader",
    "most advanced",
    "most trusted",
    "nobody does it better",
    "the only one",
    "top-rated",
    "unbeatable",
    "unrivalled",
    "world's best",
    "world's first",
    "world's leading",
)
"""Words that set the client above all others."""

_LISTED_DENIALS = """
    aren avoid avoids banned cannot deny doesn don forbidden forbids isn neither never no nobody none nor not
    nothing refuse rules unless without won wouldn
"""

_DENIALS = frozenset(_LISTED_DENIALS.split())
"""Words that turn a claim into its denial ("no guaranteed returns") where they stand before it."""

_REACH_OF_A_DENIAL = 6


def unproved_claims(material: Material) -> Iterator[Finding]:
    """Find promises of proof and statistics (a failure) and superlatives (a warning) that the brief doesn't support.

    Statistics and superlatives are looked for in what is published: the sections are the client's own papers, which
    compute figures and compare prices.
    """
    proof = _proof_of(material.brief)
    support = framed(" . ".join(proof))
    for phrase in PROMISES_OF_PROOF:
        for passage, evidence in _claiming(material, phrase, support):
            yield Finding(f"nothing in the brief proves “{phrase}”", evidence, passage.place)
    yield from _invented_statistics(material, _numbers(" ".join(proof)))
    for phrase in SUPERLATIVES:
        for passage, evidence in _claiming(material, phrase, support):
            if passage.is_published:
                yield warning(f"nothing in the brief proves “{phrase}”", evidence, passage.place)


def _claiming(material: Material, phrase: str, support: str) -> Iterator[tuple[Passage, str]]:
    key = search_key(phrase)
    if key in support:
        return
    for passage in material.saying(phrase):
        pieces = [piece for piece in excerpts(passage.text) if key in framed(piece)]
        if pieces and not _is_denied(pieces[0], key):
            yield passage, pieces[0]


def _is_denied(sentence: str, key: str) -> bool:
    before = framed(sentence).partition(key)[0].split()[-_REACH_OF_A_DENIAL:]
    return not _DENIALS.isdisjoint(before)


def _invented_statistics(material: Material, known: set[str]) -> Iterator[Finding]:
    for passage in material.passages:
        if passage.is_published:
            for found in _STATISTIC.finditer(passage.text):
                before = passage.text[max(0, found.start() - _LONGEST_SERIAL) : found.start()]
                if not _numbers(found[0]) <= known and not _SERIAL.search(before):
                    yield Finding(f"nothing in the brief says “{found[0]}”", passage.quoting(found[0]), passage.place)


def _proof_of(brief: Brief) -> tuple[str, ...]:
    """Give what the client itself states as fact; what it forbids, avoids or hears as an objection proves nothing."""
    targets = (
        f"{target.metric} {target.target:g} {target.baseline or ''} {target.unit}" for target in brief.kpi_targets
    )
    return (
        *(brief.client_name, brief.primary_offer, brief.pricing or "", brief.target_audience, brief.geography),
        *(*brief.proof_assets, *brief.differentiators, *brief.pain_points, *brief.desired_outcomes),
        *(*brief.must_include, *brief.required_disclaimers, *brief.constraints, *brief.voice_examples),
        *(*brief.compliance_requirements, *targets, *map(str, brief.context.values())),
    )


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "").removesuffix(".0") for number in _NUMBER.findall(text)}
