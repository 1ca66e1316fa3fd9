"""The campaign in short: its words cut to fit a sentence, its trade, its aim and its figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from production.domain.aims import AIMS, Aim
from production.domain.figures import Figures, figures
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.trades import Trade, trade_of
from production.domain.wording import bared, clip, inside, located, opened, plain, shortened
from production.domain.work import Work

LONGEST_READER = 60
LONGEST_THING = 90


@dataclass(frozen=True, slots=True)
class Case:
    """Short phrases, each as it stands in the middle of a sentence; lists are never empty, and are asked by turn.

    `evidence` is what can be shown: proofs, where there is none the differences.
    """

    material: Material
    trade: Trade
    aim: Aim
    figures: Figures
    reader: str
    product: str
    place: str
    pains: tuple[str, ...]
    outcomes: tuple[str, ...]
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    doubts: tuple[str, ...]
    channels: tuple[str, ...]

    @property
    def client(self) -> str:
        """The client's name."""
        return self.material.client

    @property
    def acted(self) -> str:
        """What somebody has done who did what the campaign asks for."""
        return self.filled(self.aim.act)

    @property
    def units(self) -> str:
        """What the goal counts, in the plural."""
        goal = self.figures.goal
        return goal.unit if goal and goal.extra and goal.unit else self.aim.results

    def pain(self, turn: int = 0) -> str:
        """Give a problem, in turn."""
        return self.pains[turn % len(self.pains)]

    def outcome(self, turn: int = 0) -> str:
        """Give what the audience gets, in turn."""
        return self.outcomes[turn % len(self.outcomes)]

    def reason(self, turn: int = 0) -> str:
        """Give a difference, in turn."""
        return self.reasons[turn % len(self.reasons)]

    def shown(self, turn: int = 0) -> str:
        """Give something that can be shown, in turn."""
        return self.evidence[turn % len(self.evidence)]

    def doubt(self, turn: int = 0) -> str:
        """Give an objection, in turn."""
        return self.doubts[turn % len(self.doubts)]

    def channel(self, turn: int = 0) -> str:
        """Give a channel's name, in turn."""
        return self.channels[turn % len(self.channels)]

    def vary(self, turn: int, *wordings: str) -> str:
        """Give one of the wordings that may be said, by client and turn; empty where none may."""
        allowed = self.material.guard.allowed(wordings)
        return allowed[(self.material.seed // 7 + turn) % len(allowed)] if allowed else ""

    def filled(self, pattern: str) -> str:
        """Fill a pattern of the aim with this campaign's words."""
        return pattern.format(
            client=self.client,
            product=self.product,
            pain=opened(self.pain()),
            outcome=opened(self.outcome()),
            reason=self.reason(),
            evidence=self.shown(),
            doubt=opened(self.doubt()),
            threshold=self.trade.threshold,
            aid=self.trade.aid,
            customers=self.trade.customers,
        )


def case_of(work: Work) -> Case:
    """Cut the material of a work to sentence size."""
    material = work.material
    brief, product = material.brief, _short(material.product, LONGEST_READER)
    outcomes = _all_short(material.outcomes) or (_short(material.promise, LONGEST_THING),)
    reasons = _all_short(material.differentiators) or (product,)
    return Case(
        material=material,
        trade=trade_of(brief),
        aim=AIMS[brief.objective],
        figures=figures(brief, material.strategy, material.guard),
        reader=_short(material.audience, LONGEST_READER),
        product=product,
        place=located(clip(plain(brief.geography), LONGEST_READER)),
        pains=_all_short(material.pains) or (f"doing without {product}",),
        outcomes=outcomes,
        reasons=reasons,
        evidence=_all_short(material.proofs) or reasons,
        doubts=_doubts(material) or (f"do we need {product} at all?",),
        channels=tuple(label(plan.channel) for plan in material.strategy.channels),
    )


def _doubts(material: Material) -> tuple[str, ...]:
    told = [pair.objection for pair in material.rebuttals]
    stated = told or list(material.guard.allowed(plain(text) for text in material.brief.objections))
    return _all_short(stated)


def _all_short(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(_short(text, LONGEST_THING) for text in texts)


def _short(text: str, limit: int) -> str:
    return inside(bared(shortened(text, limit)))
