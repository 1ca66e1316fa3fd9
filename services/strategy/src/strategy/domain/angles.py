"""The brief's words as the handful of short phrases that a campaign keeps coming back to."""

from dataclasses import dataclass, fields

from contracts.brief import Brief
from strategy.domain.industries import PROFILES, IndustryProfile
from strategy.domain.objectives import OBJECTIVES, ObjectiveProfile
from strategy.domain.wording import phrase, phrases


@dataclass(frozen=True, slots=True)
class Angles:
    """Phrases without closing punctuation, in the client's words; where the brief has none, one made from the offer."""

    client: str
    offer: str
    audience: str
    place: str
    pain: str
    outcome: str
    difference: str
    proof: str

    @property
    def promise(self) -> str:
        """The one thing that is promised: the offer and what it brings."""
        return f"{self.offer}: {self.outcome}"

    def fill(self, template: str) -> str:
        """Put the phrases into a template's braces; braces in the client's own words stay as they are."""
        return template.format_map({name: getattr(self, name) for name in _NAMES})


_NAMES = tuple(field.name for field in fields(Angles))


def angles_of(brief: Brief) -> Angles:
    """Take the leading phrase of each field of the brief."""
    offer = phrase(brief.primary_offer)
    return Angles(
        client=phrase(brief.client_name),
        offer=offer,
        audience=phrase(brief.target_audience),
        place=phrase(brief.geography),
        pain=_first(brief.pain_points, f"the need for {offer}"),
        outcome=_first(brief.desired_outcomes, f"the result of {offer}"),
        difference=_first(brief.differentiators, f"how {offer} works"),
        proof=_first(brief.proof_assets, "the first documented customer result"),
    )


def industry_of(brief: Brief) -> IndustryProfile:
    """Give what is known about the brief's industry."""
    return PROFILES[brief.industry]


def industry_name(brief: Brief) -> str:
    """Give the industry's name, in the client's own words where the list of industries has none for it."""
    return phrase(brief.industry_detail) or industry_of(brief).name


def objective_of(brief: Brief) -> ObjectiveProfile:
    """Give what follows from the brief's objective."""
    return OBJECTIVES[brief.objective]


def _first(texts: tuple[str, ...], otherwise: str) -> str:
    return next(iter(phrases(texts)), otherwise)
