"""The sections of a launch: its position, its phases with their gates, its offers with their sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import Objective
from contracts.strategy import Kpi
from production.domain import quotes
from production.domain.economics import (
    TOLERANCE,
    bearable_cost,
    goal_of,
    last_day,
    money,
    on_day,
    planned_cost,
    total_of,
)
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.programmes.figures import kpi_line, price, requirements, rivals
from production.domain.wording import number, opened, plain, sentence
from production.domain.work import Work, Writer


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the launch: shares of time, money and goal in percent, assumed until the first gate."""

    name: str
    time: int
    spend: int
    share: int


_NAMES = {
    Objective.SALES: ("Groundwork", "Pre-order", "Opening", "Follow-through"),
    Objective.LEADS: ("Groundwork", "Waiting list", "Opening", "Follow-through"),
    Objective.HIRING: ("Groundwork", "First talks", "Open doors", "Follow-through"),
    Objective.PARTNERSHIPS: ("Groundwork", "First partners", "Announcement", "Follow-through"),
}
_USUAL = ("Groundwork", "Closed circle", "Opening", "Follow-through")
_SHARES = ((15, 10, 0), (30, 25, 35), (20, 40, 45), (35, 25, 20))


def phases(material: Material) -> tuple[Phase, ...]:
    """Give the four phases."""
    names = _NAMES.get(material.brief.objective, _USUAL)
    return tuple(Phase(name, *shares) for name, shares in zip(names, _SHARES, strict=True))


def positioning(work: Work) -> str:
    """Say for whom the launch is, against what it stands, why it is believed, and what it leaves to others."""
    material = work.material
    goal = goal_of(material.brief)
    return body(
        heading("The position"),
        material.say(
            f"For {quotes.audience(material)}, {material.client} brings {quotes.product(material)}.",
            f"What changes: {material.inside(quotes.outcome(material, 0))}.",
            f"What it replaces: “{quotes.pain(material, 0)}”.",
            f"The launch has worked when {goal.in_words} are won by {last_day(material.brief)}." if goal else "",
        ),
        heading("Against what"),
        bullets(material, _against(material)),
        heading("Reasons to believe"),
        bullets(material, _reasons(material)),
        heading("What it is not"),
        bullets(material, _is_not(material)),
    )


def _against(material: Material) -> list[str]:
    named = rivals(material)
    return [
        f"Against the habit: “{quotes.pain(material, 0)}” has been put up with so far.",
        f"Against {named}: {material.inside(quotes.difference(material, 0))}." if named else "",
        f"Against waiting: nothing about “{quotes.pain(material, 1)}” improves until {last_day(material.brief)}.",
    ]


def _reasons(material: Material) -> list[str]:
    kind = material.strategy.value.differentiation_kind
    first = f"{opened(quotes.difference(material, 0))}: {_LASTING[kind]}."
    shown = [f"Shown, not said: {material.inside(text)}." for text in material.proofs[:3]]
    missing = (
        f"Still missing: a proof from outside. {material.client} lets 20 people of the audience try it before "
        f"{on_day(material.brief, 14)} (assumed number)."
    )
    return [first, *(f"{opened(text)}." for text in material.differentiators[1:3]), *(shown or [missing])]


_LASTING = {"structural": "rivals can't copy it soon", "cosmetic": "it can be copied, so it is shown first"}


def _is_not(material: Material) -> list[str]:
    later = material.outcomes[1:]
    cost = price(material)
    return [
        f"Not for everybody: {quotes.audience(material)} come first, others may follow.",
        f"Not all at once: {material.inside(later[0])} is told after the opening." if later else "",
        f"Not a bargain: {material.inside(cost)}, and named early." if cost else "",
        *(f"Not against this limit: {sentence(plain(text))}" for text in material.brief.constraints[:2]),
    ]


def launch_phases(work: Work) -> str:
    """Show the four phases with dates, task, part of goal and money; then the gates between them."""
    material = work.material
    client, end = material.client, last_day(material.brief)
    return body(
        f"{client} launches in four phases until {end}; parts of goal and money are assumptions until gate 1.",
        table(("Phase", "From", "To", "Task", "Part of the goal", "Money"), sayable(material, _phase_rows(material))),
        heading("Gates"),
        bullets(material, _gates(material)),
        heading("Who decides"),
        bullets(material, _deciders(material)),
    )


def _ends(material: Material) -> list[int]:
    days, passed = material.brief.duration_weeks * 7, 0
    ends: list[int] = []
    for phase in phases(material):
        passed += phase.time
        ends.append(max(days * passed // 100, len(ends) + 1))
    return ends


def _phase_rows(material: Material) -> list[tuple[str, ...]]:
    ends = _ends(material)
    starts = [0, *ends[:-1]]
    tasks = _tasks(material)
    return [
        (
            phase.name,
            on_day(material.brief, starts[turn]),
            on_day(material.brief, ends[turn] - 1),
            tasks[turn],
            _part(material, phase),
            _spend(material, phase),
        )
        for turn, phase in enumerate(phases(material))
    ]


def _tasks(material: Material) -> tuple[str, ...]:
    names = [label(plan.channel) for plan in material.strategy.channels]
    evidence = quotes.proof(material, 0)
    gathered = f"“{evidence}” ready to show" if evidence else "first outside proof gathered"
    asked = quotes.doubt(material, 0) or quotes.pain(material, 1)
    return (
        f"Page for {quotes.product(material)} live and tracked; {gathered}",
        f"Those who live with “{quotes.pain(material, 0)}” are let in first, over {names[0]}",
        f"{' and '.join(names[:2])} show one thing: {material.inside(quotes.outcome(material, 0))}",
        f"“{asked}” answered in the words of the first {quotes.customers(material)}",
    )


def _part(material: Material, phase: Phase) -> str:
    goal = goal_of(material.brief)
    if not phase.share:
        return "none yet"
    return f"{number(round(goal.added * phase.share / 100))} {goal.noun}" if goal else f"{phase.share} %"


def _spend(material: Material, phase: Phase) -> str:
    total = total_of(material.brief)
    return money(material.brief, total * phase.spend / 100) if total else f"{phase.spend} %"


def _gates(material: Material) -> list[str]:
    brief, ends, goal = material.brief, _ends(material), goal_of(material.brief)
    early = number(round(goal.added * 0.35)) if goal else ""
    cost = planned_cost(brief)
    return [
        f"Gate 1, {on_day(brief, ends[0])}, go or no go: five of ten people asked say “{quotes.outcome(material, 0)}” "
        "in words of their own.",
        f"Gate 2, {on_day(brief, ends[1])}: {early} {goal.noun} are in; below half of that the opening waits."
        if goal
        else f"Gate 2, {on_day(brief, ends[1])}: those let in first have used {quotes.product(material)} twice.",
        f"Gate 3, {on_day(brief, ends[2])}: one result costs at most {money(brief, cost * TOLERANCE)}, half more than "
        f"the planned {money(brief, cost)}; otherwise its channel stops."
        if cost
        else f"Gate 3, {on_day(brief, ends[2])}: {label(material.strategy.channels[0].channel)} goes on if asked for.",
        *(f"At every gate: {kpi_line(material, kpi)}" for kpi in _watched(material)),
    ]


def _watched(material: Material) -> list[Kpi]:
    return [kpi for kpi in material.strategy.kpis if kpi.stage == "conversion" and material.guard.allows(kpi.name)][:1]


def _deciders(material: Material) -> list[str]:
    rhythm = plain(material.brief.approval_frequency or "")
    limits = [f"Not negotiable at a gate: {sentence(text)}" for text in requirements(material)[:2]]
    return [
        f"{material.client} decides at each gate, on one page, within two working days (assumed).",
        f"Between gates wording is approved {material.inside(rhythm)}." if rhythm else "",
        *limits,
    ]


def launch_offers(work: Work) -> str:
    """Show what is offered to whom in which phase, on which conditions, and what it may cost."""
    material = work.material
    intro = material.say(
        f"An offer of {material.client} gives a reason to act before {on_day(material.brief, _ends(material)[2])}.",
        f"It never lowers the price of {quotes.product(material)} for good.",
    )
    return body(
        intro,
        table(("Offer", "For", "What they get", "Until"), sayable(material, _offer_rows(material))),
        heading("Conditions"),
        bullets(material, _conditions(material)),
        heading("The sum"),
        bullets(material, _sum(material)),
    )


def _offer_rows(material: Material) -> list[tuple[str, ...]]:
    brief, ends = material.brief, _ends(material)
    goal, people = goal_of(brief), quotes.customers(material)
    founders = f"the first {number(max(round(goal.added / 20), 1))}" if goal else f"the first {people}"
    asked = quotes.doubt(material, 0) or quotes.pain(material, 1)
    evidence = quotes.proof(material, 0)
    shown = f"“{evidence}” to read" if evidence else f"{material.inside(quotes.difference(material, 0))}, shown live"
    return [
        (
            "First in line",
            f"whoever knows “{quotes.pain(material, 0)}”",
            f"{quotes.product(material)} a week before all others",
            on_day(brief, ends[1] - 1),
        ),
        (
            "Founding circle",
            founders,
            f"a direct line to {material.client}, and the answer to “{asked}” first",
            on_day(brief, ends[1] - 1),
        ),
        ("A look before deciding", quotes.audience(material), shown, on_day(brief, ends[2] - 1)),
        (
            "Bring one",
            people,
            f"a thank-you of {material.client} for both, once the second has come",
            on_day(brief, ends[3] - 1),
        ),
    ]


def _conditions(material: Material) -> list[str]:
    cost = price(material)
    return [
        f"The price stays as it is: {material.inside(cost)}."
        if cost
        else f"{material.client} names one price for all.",
        f"A shortage is named only where {material.client} has one.",
        *(f"It has this one: {sentence(plain(text))}" for text in material.brief.constraints[:1]),
        f"Each offer ends on its day; {material.client} announces no second end.",
        *(f"Printed with each offer: {sentence(text)}" for text in requirements(material)[:3]),
    ]


def _sum(material: Material) -> list[str]:
    brief, goal = material.brief, goal_of(material.brief)
    order, bearable, total = brief.average_order_value, bearable_cost(brief), total_of(brief)
    found = []
    if order:
        found.append(f"A thank-you worth 5 % of an order costs {money(brief, order / 20)} (assumed share).")
    if order and goal and total:
        found += [_given(material, "all", goal.added), _given(material, "the founding circle", max(goal.added / 20, 1))]
    if bearable:
        found.append(f"Offer and advertising together stay under {money(brief, bearable)} a {_one(material)}.")
    return found or [f"{material.client} has named no order value, so offers give access and time, not money."]


def _given(material: Material, to: str, count: float) -> str:
    brief = material.brief
    spent = (brief.average_order_value or 0) / 20 * count
    share = number(round(spent * 100 / (total_of(brief) or 1), 1))
    return f"Given to {to}, {number(round(count))}, it takes {money(brief, spent)}, {share} % of the budget."


def _one(material: Material) -> str:
    return quotes.customers(material).removesuffix("s")


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "launch_positioning": positioning,
        "launch_phases": launch_phases,
        "launch_offers": launch_offers,
    }
)
