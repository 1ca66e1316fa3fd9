"""The campaign in short: its words cut to fit a sentence, its trade, its aim and its figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.brief import Channel
from contracts.english import articled, located
from production.domain.campaign.aims import Aim, aim_of
from production.domain.campaign.trades import Trade, trade_of
from production.domain.figures import Figures, figures
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.wording import asked, bared, leading, opened, plain, shortened
from production.domain.work import Work

LONGEST_READER = 74
SHORTEST_READER = 25
LONGEST_NAME = 60
SHORTEST_NAME = 10
LONGEST_PLACE = 60
LONGEST_THING = 90
LONGEST_QUOTED = 60

_RELATIVE = re.compile(r",? (?:who|whose|that|which)\b")
_HALF_RANGE = re.compile(r" (?:and|between|from|or|to) \S?\d[\d,.]*$")
_NAME_ENDS = re.compile(r"[,:;(]")
_ASKING = frozenset(
    [
        "is",
        "are",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "should",
        "how",
        "what",
        "why",
        "when",
        "where",
        "who",
        "which",
    ]
)


_C = Channel
SOCIAL = (_C.INSTAGRAM, _C.LINKEDIN, _C.YOUTUBE, _C.TIKTOK, _C.FACEBOOK, _C.X, _C.PINTEREST, _C.WEBINAR, _C.GOOGLE_MAPS)
"""Where people answer in public, best first."""

STAGE_CHANNELS = (
    (_C.TIKTOK, _C.INSTAGRAM, _C.META_ADS, _C.YOUTUBE, _C.FACEBOOK, _C.LINKEDIN, _C.PINTEREST, _C.X),
    (_C.GOOGLE_ADS, _C.YOUTUBE, _C.GOOGLE_MAPS, _C.LINKEDIN, _C.BLOG, _C.PINTEREST, _C.INSTAGRAM),
    (_C.WEBINAR, _C.BLOG, _C.YOUTUBE, _C.GOOGLE_MAPS, _C.FACEBOOK, _C.LINKEDIN, _C.INSTAGRAM),
    (_C.EMAIL, _C.WHATSAPP, _C.GOOGLE_ADS, _C.WEBINAR, _C.SMS, _C.GOOGLE_MAPS),
    (_C.WHATSAPP, _C.SMS, _C.EMAIL, _C.FACEBOOK, _C.GOOGLE_MAPS, _C.INSTAGRAM, _C.LINKEDIN),
)
"""Where somebody is best met from first notice to recommendation, best first."""


@dataclass(frozen=True, slots=True)
class Case:
    """Short phrases, each as it stands in the middle of a sentence; lists are never empty, and are asked by turn.

    `reader` describes the audience, `people` names it once it has been described. `evidence` is what can be shown:
    proofs, where there is none a difference or a look at the work. `channels` are ordered by their money; `social` is
    where people comment, `stages` where each of the five stages of the journey is best met.
    """

    material: Material
    trade: Trade
    aim: Aim
    figures: Figures
    reader: str
    people: str
    product: str
    promise: str
    place: str
    pains: tuple[str, ...]
    outcomes: tuple[str, ...]
    reasons: tuple[str, ...]
    evidence: tuple[str, ...]
    doubts: tuple[str, ...]
    channels: tuple[str, ...]
    social: str
    stages: tuple[str, ...]

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

    def inside(self, text: str) -> str:
        """Give a phrase as it stands in the middle of a sentence."""
        return self.material.inside(text)

    def closing(self, text: str) -> str:
        """Give a phrase as it ends a sentence that something else began."""
        return self.material.closing(text)

    def briefly(self, text: str) -> str:
        """Put short names in a text that tells offer, audience and the brief's other phrases in full."""
        brief = self.material.brief
        shorter = plain(text).replace(plain(brief.primary_offer), self.product)
        shorter = shorter.replace(plain(brief.target_audience), self.people)
        for phrase in (*brief.pain_points, *brief.desired_outcomes, *brief.differentiators, *brief.proof_assets):
            shorter = shorter.replace(plain(phrase), shortened(plain(phrase), LONGEST_QUOTED))
        return shorter

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


def case_of(work: Work, start: int = 0) -> Case:
    """Cut the material of a work to sentence size.

    Lists begin at place `start`, so that sections don't all tell the same first problem; the promise stays.
    """
    material = work.material
    plans = sorted(material.strategy.channels, key=lambda plan: -plan.budget_share_percent)
    ranked = [plan.channel for plan in plans]
    brief, aim, trade = material.brief, aim_of(material.brief), trade_of(material.brief)
    product = _product(material)
    outcomes = _all_short(material, material.outcomes) or (_short(material, material.promise),)
    reasons = _all_short(material, material.differentiators) or (product,)
    evidence = tuple(text.replace(": ", " – ") for text in _all_short(material, material.proofs))
    return Case(
        material=material,
        trade=trade,
        aim=aim,
        figures=figures(brief, material.strategy, material.guard),
        reader=_reader(material),
        people=aim.people.format(customers=trade.customers),
        product=product,
        promise=outcomes[0],
        place=located(leading(plain(brief.geography).partition(";")[0], LONGEST_PLACE)),
        pains=_from(_all_short(material, material.pains) or (f"doing without {product}",), start),
        outcomes=_from(outcomes, start),
        reasons=_from(reasons, start),
        evidence=_from(evidence or (*reasons[1:], trade.scene), start),
        doubts=_from(_doubts(material) or (f"why {material.client} rather than what there is today?",), start),
        channels=tuple(label(channel) for channel in ranked),
        social=_chosen(ranked, SOCIAL),
        stages=tuple(_chosen(ranked, wished) for wished in STAGE_CHANNELS),
    )


def _chosen(ranked: Sequence[Channel], wished: Sequence[Channel]) -> str:
    return label(next((channel for channel in wished if channel in ranked), ranked[0]))


def _from(texts: tuple[str, ...], start: int) -> tuple[str, ...]:
    place = start % len(texts)
    return (*texts[place:], *texts[:place])


def _reader(material: Material) -> str:
    whole = plain(material.brief.target_audience)
    head = bared(_RELATIVE.split(whole)[0])
    fits = SHORTEST_READER <= len(head) <= LONGEST_READER
    return material.inside(head if fits else _HALF_RANGE.sub("", shortened(whole, LONGEST_READER)))


def _product(material: Material) -> str:
    """Name the offer by its first words, with an article where English wants one."""
    head = _NAME_ENDS.split(material.offer)[0]
    name = material.inside(bared(shortened(head if len(head) >= SHORTEST_NAME else material.offer, LONGEST_NAME)))
    return articled(name)


def _doubts(material: Material) -> tuple[str, ...]:
    told = [pair.objection for pair in material.rebuttals]
    stated = told or list(material.guard.allowed(asked(plain(text)) for text in material.brief.objections))
    return tuple(_asking(material, text) for text in stated)


def _asking(material: Material, text: str) -> str:
    """Shorten a doubt; one that asks keeps its question mark, or gets the one that the brief leaves out."""
    short = _short(material, text)
    asks = text.endswith("?") or text.split(" ")[0].casefold() in _ASKING
    return f"{short}?" if asks else short


def _all_short(material: Material, texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(_short(material, text) for text in texts)


def _short(material: Material, text: str) -> str:
    return material.inside(bared(shortened(text, LONGEST_THING)))
