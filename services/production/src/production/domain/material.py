"""The words to write with: what brief and strategy say, cleaned, and rid of what this client may not say."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.brief import Brief
from contracts.strategy import Pillar, Rebuttal, Strategy, publishing_begins
from production.domain.guard import Guard, guard_for
from production.domain.wording import (
    ARTICLES,
    asked,
    bared,
    clause,
    clip,
    distinct,
    ended,
    inside,
    leading,
    paced,
    plain,
    quoted,
    shortened,
    unquoted,
)

_GOAL_WORDS = (
    "applications bookings churn clients conversion customers downloads drives enquiries followers inquiries "
    "leads members orders partners revenue roas sales signups subscribers traffic turnover"
)
GOAL_WORDS = frozenset(_GOAL_WORDS.split())

_NAME_PART = re.compile(r"['’ ]")

LONGEST_PHRASE = 150
LONGEST_NAME = 60
LONGEST_ANSWER = 400
MOST_PHRASES = 6


@dataclass(frozen=True, slots=True)
class Material:
    """Every phrase is one line; lists hold at most six, in the client's order. `seed` varies the writing by client.

    `product` is the offer in few words; `outcomes` are what the audience gets; `goals` are the client's own numbers,
    which no post shows.
    """

    brief: Brief
    strategy: Strategy
    guard: Guard
    seed: int
    client: str
    offer: str
    product: str
    audience: str
    promise: str
    pains: tuple[str, ...]
    outcomes: tuple[str, ...]
    differentiators: tuple[str, ...]
    goals: tuple[str, ...]
    proofs: tuple[str, ...]
    rebuttals: tuple[Rebuttal, ...]
    pillars: tuple[Pillar, ...]

    @property
    def begins(self) -> date:
        """The day of the calendar's first post: the launch."""
        return publishing_begins(self.brief, self.strategy)

    @property
    def ends(self) -> date:
        """The campaign's last day."""
        return self.brief.start_date + timedelta(days=7 * self.brief.duration_weeks - 1)

    def say(self, *sentences: str) -> str:
        """Join the sentences that may be said into a paragraph."""
        return " ".join(self.guard.allowed(sentences))

    def inside(self, text: str) -> str:
        """Give a phrase as it stands in the middle of a sentence; one that begins with the client's name keeps it."""
        own = next((word for word in _NAME_PART.split(self.client) if word not in ARTICLES), "")
        return bared(text) if _NAME_PART.split(text)[0].casefold() == own.casefold() else inside(text)

    def closing(self, text: str) -> str:
        """Give a phrase as it ends a sentence that something else began."""
        return ended(self.inside(text))


def gather(brief: Brief, strategy: Strategy) -> Material:
    """Collect the words for one campaign."""
    guard = guard_for(brief, strategy)
    offer, wanted = clause(plain(brief.primary_offer), LONGEST_PHRASE), _phrases(guard, brief.desired_outcomes)
    outcomes = tuple(outcome for outcome in wanted if not is_goal(outcome))
    return Material(
        brief=brief,
        strategy=strategy,
        guard=guard,
        seed=_seed(brief),
        client=plain(brief.client_name),
        offer=offer,
        product=_product(offer),
        audience=clause(plain(brief.target_audience), LONGEST_NAME * 2),
        promise=_promise(guard, strategy, (*outcomes, offer)),
        pains=_phrases(guard, brief.pain_points),
        outcomes=outcomes,
        goals=tuple(outcome for outcome in wanted if is_goal(outcome)),
        differentiators=_phrases(guard, brief.differentiators),
        proofs=_proofs(guard, brief),
        rebuttals=_rebuttals(guard, strategy),
        pillars=_pillars(guard, brief, strategy) or _own_pillars(brief),
    )


def _product(offer: str) -> str:
    name, _, described = offer.partition(": ")
    return name if described and " " in name else bared(shortened(offer, 80))


def is_goal(outcome: str) -> bool:
    """Whether an outcome is a number of the client's business rather than something that its audience gets."""
    words = outcome.casefold().replace("-", " ").split()
    of_one = {f"{word}s" for word in words} if words[:1] == ["1"] else set[str]()
    return not GOAL_WORDS.isdisjoint({*words, *of_one})


def _promise(guard: Guard, strategy: Strategy, otherwise: tuple[str, ...]) -> str:
    stated = distinct((strategy.messaging.core_promise, strategy.value.core_promise))
    whole = [text for text in stated if len(text) <= LONGEST_PHRASE and not is_goal(text)]
    chosen = bared(guard.first((*whole, *otherwise)) or otherwise[-1])
    what, _, result = chosen.partition(": ")
    return f"{what} – {inside(result)}" if result else chosen


def _phrases(guard: Guard, texts: Iterable[str]) -> tuple[str, ...]:
    return _bare(guard, (clause(text, LONGEST_PHRASE) for text in distinct(texts)))


def _proofs(guard: Guard, brief: Brief) -> tuple[str, ...]:
    """Give evidence whole: less of it may say more than it shows."""
    return _bare(guard, (clip(text, LONGEST_ANSWER) for text in distinct(brief.proof_assets)))


def _bare(guard: Guard, texts: Iterable[str]) -> tuple[str, ...]:
    return guard.allowed(bared(unquoted(bared(text))) for text in texts)[:MOST_PHRASES]


def _rebuttals(guard: Guard, strategy: Strategy) -> tuple[Rebuttal, ...]:
    stated = [
        Rebuttal(
            objection=asked(unquoted(clause(plain(pair.objection), 120))),
            answer=paced(leading(plain(pair.answer), LONGEST_ANSWER)),
        )
        for pair in strategy.messaging.rebuttals
    ]
    answered = [pair for pair in stated if pair.answer and guard.allows(f"{pair.objection}. {pair.answer}")]
    return tuple(answered[:MOST_PHRASES])


def _pillars(guard: Guard, brief: Brief, strategy: Strategy) -> tuple[Pillar, ...]:
    whole = plain(brief.target_audience)
    readers = inside(clause(whole, LONGEST_NAME))
    names = _short_names([bared(plain(pillar.name)) for pillar in strategy.pillars])
    cleaned = [
        Pillar(
            name=name,
            description=guard.first([leading(plain(pillar.description).replace(whole, readers), LONGEST_PHRASE)]),
            topics=_phrases(guard, pillar.topics),
        )
        for name, pillar in zip(names, strategy.pillars, strict=True)
        if guard.allows(name)
    ]
    return tuple({pillar.name: pillar for pillar in cleaned}.values())[:MOST_PHRASES]


def _short_names(names: Sequence[str]) -> list[str]:
    short = [_short_name(name, name.partition(": ")[0]) for name in names]
    return short if len(set(short)) == len(names) else [_short_name(name, name) for name in names]


def _short_name(name: str, part: str) -> str:
    """Shorten the part of a name that is shown; a name between quotation marks keeps both."""
    if unquoted(name) == name:
        return shortened(part, LONGEST_NAME)
    return quoted(shortened(part.strip("“”"), LONGEST_NAME - 2))


def _own_pillars(brief: Brief) -> tuple[Pillar, ...]:
    client, audience = plain(brief.client_name), inside(clause(plain(brief.target_audience), 120))
    return (
        Pillar(name="The problem", description=f"What {audience} struggle with, in their own words."),
        Pillar(name="The work", description=f"How {client} does it, step by step."),
        Pillar(name="The result", description=f"What changes after choosing {client}, and how to tell."),
    )


def _seed(brief: Brief) -> int:
    words = "\n".join((brief.client_name, brief.primary_offer, brief.target_audience))
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big")
