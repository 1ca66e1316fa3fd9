"""The brief's words as the handful of short phrases that a campaign keeps coming back to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from contracts.brief import Brief, Industry
from contracts.english import articled
from strategy.domain.forms import profile_of
from strategy.domain.industries import IndustryProfile
from strategy.domain.objectives import OBJECTIVES, ObjectiveProfile
from strategy.domain.phrasing import gist, inside, located, proper_names
from strategy.domain.wording import listed, phrase, phrases


@dataclass(frozen=True, slots=True)
class Angles:
    """Phrases without closing punctuation, in the client's words; where the brief has none, one made from the offer.

    `offer`, `audience`, `outcome` and `difference` fit into a sentence; `pain`, `proof` and `objection` are quoted.
    """

    client: str
    offer: str
    audience: str
    place: str
    rivals: str
    pain: str
    outcome: str
    difference: str
    proof: str
    objection: str

    @property
    def promise(self) -> str:
        """The one thing that is promised: the offer and what it brings."""
        return f"{self.offer[:1].upper()}{self.offer[1:]}: {self.outcome}"

    def fill(self, template: str) -> str:
        """Put the phrases into a template's braces; braces in the client's own words stay as they are."""
        said = template.format_map({name: getattr(self, name) for name in _NAMES})
        return _DOUBLED.sub(r"\1", said)


_DOUBLED = re.compile(r"([ap]\.m\.|[?.!]”)\.")
"""A full stop after a phrase that closes with a point of its own."""

_NAMES = tuple(field.name for field in fields(Angles))


def angles_of(brief: Brief, turn: int = 0) -> Angles:
    """Take one phrase of each field of the brief: the first, or with `turn` a later one, starting again at the end."""
    names = proper_names(brief)
    offer, client = articled(inside(gist(brief.primary_offer), names)), phrase(brief.client_name)
    return Angles(
        client=client,
        offer=offer,
        audience=inside(gist(brief.target_audience), names),
        place=located(brief.geography),
        rivals=listed(phrases(brief.competitors)) or "the alternatives",
        pain=_turned(phrases(brief.pain_points), turn, f"the need for {offer}"),
        outcome=inside(_turned(phrases(brief.desired_outcomes), turn, f"the result of {offer}"), names),
        difference=inside(_turned(phrases(brief.differentiators), turn, f"the way {client} works"), names),
        proof=_turned(phrases(brief.proof_assets), turn, "the first documented customer result"),
        objection=_turned(phrases(brief.objections), turn, "Is it worth the change?"),
    )


def industry_of(brief: Brief) -> IndustryProfile:
    """Give what is known about the brief's industry."""
    return profile_of(brief)


def industry_name(brief: Brief) -> str:
    """Give the industry's name, in the client's own words where it has any; empty where nobody says what it is."""
    if brief.industry is Industry.OTHER and not brief.industry_detail:
        return ""
    detail = phrase(brief.industry_detail.partition(",")[0])
    return inside(detail, proper_names(brief)) if detail else industry_of(brief).name


def field_named(brief: Brief) -> str:
    """Give the industry's name in brackets, to stand after a noun; empty where it has none."""
    name = industry_name(brief)
    return f" ({name})" if name else ""


def objective_of(brief: Brief) -> ObjectiveProfile:
    """Give what follows from the brief's objective."""
    return OBJECTIVES[brief.objective]


def _turned(texts: Sequence[str], turn: int, otherwise: str) -> str:
    return texts[turn % len(texts)] if texts else otherwise
