"""The sections on the audience: segments, personas, and the way from the first thought to the recommendation."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.strategy import Persona
from production.domain.campaign.case import Case, case_of
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.platforms import label
from production.domain.wording import asked, bared, leading, listed, opened, plain, quoted, shortened
from production.domain.work import Work, Writer

MOST_SEGMENTS = 4
FEWEST_PERSONAS, MOST_PERSONAS = 2, 3
LONGEST_TOLD = 110
STAGE_KPIS = ("awareness", "engagement", "engagement", "conversion", "retention")
SIZES = (40, 30, 20, 10)
"""The share of attention that the first to fourth segment get, in percent, before numbers say otherwise."""


def audience_segments(work: Work) -> str:
    """Split the audience by the problem that moves it, say how each is found, and which comes first."""
    case, material = case_of(work), work.material
    stated = material.strategy.audience
    awareness = leading(plain(stated.awareness_state), 170)
    header = ("Segment", "Wants", "Hesitates at", "Believes", "Attention")
    return body(
        material.say(
            f"{case.client} speaks to {case.reader}.",
            f"They are split by what moves them, since age or income tell {case.client} nothing about that.",
            f"Towards {case.client} they are {case.closing(awareness)}" if awareness else "",
        ),
        table(header, sayable(material, _segments(case))),
        heading("How they are found"),
        bullets(material, _found(case)),
        heading("Which comes first"),
        material.say(
            f"The first segment gets {_first_weeks(case)}, since {quoted(case.pain())} is what the brief names first.",
            f"After them {case.client} moves attention to whoever brought {case.aim.results} at the lowest price.",
            f"Nobody is targeted by {case.trade.records}.",
        ),
    )


def _first_weeks(case: Case) -> str:
    return "the first two weeks" if case.figures.weeks > 2 else "the first days"


def _segments(case: Case) -> list[tuple[str, ...]]:
    shares = SIZES[: max(2, len(case.pains))]
    rest = 100 - sum(shares)
    return [
        (
            opened(case.pains[place]) if place < len(case.pains) else f"Undecided about {case.product}",
            opened(case.outcome(place)),
            quoted(case.doubt(place)),
            opened(case.shown(place)),
            f"{share + (rest if place == 0 else 0)} %",
        )
        for place, share in enumerate(shares[:MOST_SEGMENTS])
    ]


def _found(case: Case) -> list[str]:
    lines = [
        f"On {name}: by interest in {quoted(case.reason(turn))}."
        if turn % 2
        else f"On {name}: by what they react to – {quoted(case.pain(turn))} as the opening."
        for turn, name in enumerate(case.channels[:4])
    ]
    return [*lines, f"In person: {case.trade.gathering}."]


def persona_cards(work: Work) -> str:
    """Describe the people behind the segments: what they do, want, fear, ask, and where they are met."""
    case, material = case_of(work), work.material
    told: set[str] = set()
    cards = [_card(case, persona, turn, told) for turn, persona in enumerate(_personas(case))]
    return body(
        material.say(
            f"Patterns drawn from the brief of {case.client}, not portraits; no real person stands behind a card.",
            f"Three talks with {case.trade.customers} of {case.client} in the first month correct them.",
        ),
        *cards,
    )


def _personas(case: Case) -> list[Persona]:
    guard = case.material.guard
    stated = [each for each in case.material.strategy.personas if guard.allows(each.name)][:MOST_PERSONAS]
    names = {each.name for each in stated}
    spare = [each for each in _own(case) if each.name not in names]
    return stated if len(stated) >= FEWEST_PERSONAS else [*stated, *spare][:FEWEST_PERSONAS]


def _own(case: Case) -> list[Persona]:
    channels = tuple(plan.channel for plan in case.material.strategy.channels)
    return [
        Persona(name="Ready to act", goals=case.outcomes, pains=case.pains, channels=channels[:3]),
        Persona(name="Still comparing", goals=case.outcomes[::-1], pains=case.pains[::-1], channels=channels[::-1][:3]),
    ]


def _card(case: Case, persona: Persona, turn: int, told: set[str]) -> str:
    pain = _fresh(case, persona.pains, case.pain(turn), told)
    doubt = _fresh(case, (*persona.objections, case.doubt(turn)), "", told)
    evidence = _fresh(case, (case.shown(turn),), "", told)
    channels = listed([label(channel) for channel in persona.channels[:3]]) or case.channel(turn)
    lines = (
        f"Situation: {_situation(case, turn)}",
        f"Problem: {case.closing(pain)}",
        f"Progress would be: {case.closing(_fresh(case, persona.goals, case.outcome(turn), told))}",
        f"Doubt: {quoted(doubt)}" if doubt else "",
        f"Convinced by: {case.inside(evidence)}, seen before {case.trade.threshold}." if evidence else "",
        f"{case.client} meets this reader on {channels}, {_habit(turn)}.",
        f"First sentence: {_greeting(case, pain, turn)}",
    )
    return body(heading(opened(bared(leading(plain(persona.name), 60)))), bullets(case.material, lines))


def _habit(turn: int) -> str:
    return (
        "where the problem is named",
        "where two offers lie side by side",
        "where customers of long standing write",
    )[turn]


def _situation(case: Case, turn: int) -> str:
    decision = f"decides {case.trade.decision}"
    return (
        f"one of the {case.people} in {case.place}; {decision}.",
        f"knows {case.product} by sight and lays it beside what is used today.",
        f"heard of {case.client} from one of its {case.trade.customers}.",
    )[turn % 3]


def _greeting(case: Case, pain: str, turn: int) -> str:
    return (
        f"“{opened(bared(pain))}? Here is what {case.client} does about it.”",
        f"“Compare us on this: {case.closing(case.reason())}”",
        f"“You asked what changes: {case.closing(case.outcome(turn))}”",
    )[turn % 3]


def _fresh(case: Case, texts: tuple[str, ...], spare: str, told: set[str]) -> str:
    """Give the first text that no card has told yet, so that cards differ."""
    short = [shortened(asked(plain(text)), LONGEST_TOLD) for text in texts]
    chosen = case.material.guard.first(text for text in short if case.inside(text) not in told) or spare
    told.add(case.inside(chosen))
    return chosen


def customer_journey(work: Work) -> str:
    """Show the five stages: what the reader does, what the client says, where, and by which number it is read."""
    case, material = case_of(work), work.material
    header = ("Stage", "What happens", "What is said", "Where", "Read by")
    return body(
        material.say(
            f"The way of {case.people} with {case.client}, and where they fall away or return. "
            f"Usually the decision falls {case.trade.decision}."
        ),
        table(header, sayable(material, _stages(case))),
        heading("Where people are lost"),
        bullets(material, _losses(case)),
        heading("The moment that counts"),
        material.say(
            f"It is {case.trade.threshold}: until then {case.client} is one name of several.",
            f"Whoever gets there meets {quoted(case.shown())} and an answer to {quoted(case.doubt())}.",
            f"Afterwards one question decides: did {quoted(case.outcome())} come true?",
        ),
    )


def _stages(case: Case) -> list[tuple[str, ...]]:
    said = (case.pain(), case.outcome(), case.reason(), case.shown(), case.outcome(1))
    rows = zip(case.aim.stages, said, STAGE_KPIS, strict=True)
    return [
        (name, case.filled(does), opened(text), case.stages[turn], _read_by(case, stage, turn))
        for turn, ((name, does), text, stage) in enumerate(rows)
    ]


def _read_by(case: Case, stage: str, turn: int) -> str:
    names = [plain(kpi.name) for kpi in case.material.strategy.kpis if kpi.stage == stage]
    allowed = case.material.guard.allowed(names)
    own = ("reach", "visits", "replies", case.aim.results, "returns")[turn]
    return allowed[turn % len(allowed)] if allowed else own


def _losses(case: Case) -> list[str]:
    first, second, third, fourth, fifth = (name for name, _ in case.aim.stages)
    return [
        f"{first} to {case.inside(second)}: the opening talks about {case.client} instead of {quoted(case.pain())}.",
        f"{second} to {case.inside(third)}: {case.inside(case.reason())} is claimed and not shown.",
        f"{third} to {case.inside(fourth)}: {quoted(case.doubt(1))} stays without an answer.",
        f"{fourth} to {case.inside(fifth)}: nobody at {case.client} follows up within two working days.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "audience_segments": audience_segments,
        "persona_cards": persona_cards,
        "customer_journey": customer_journey,
    }
)
