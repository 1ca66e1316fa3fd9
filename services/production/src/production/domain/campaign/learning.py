"""The sections on learning: what is measured how, and what is asked at the end."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from contracts.strategy import Kpi
from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated, moved, weeks
from production.domain.links import campaign
from production.domain.markdown import body, bullets, heading, sayable, steps, table
from production.domain.wording import (
    LONGEST_BREATH,
    bared,
    closing,
    inside,
    leading,
    listed,
    opened,
    plain,
    quoted,
)
from production.domain.work import Work, Writer

FEWEST_READINGS = 3
MONEY_WORDS = frozenset(["cost", "cac", "roas", "aov", "ltv", "revenue"])


def measurement_framework(work: Work) -> str:
    """Show what is read where, by whom and how often, how visits are attributed, and what the data can't say."""
    case, material = case_of(work, 1), work.material
    cadence = bared(leading(plain(material.strategy.measurement.review_cadence), 90))
    return body(
        material.say(
            _success(case),
            f"Rhythm of reading: {closing(cadence)}" if cadence else f"{case.client} reads its numbers each week.",
        ),
        table(("Number", "Tells", "Source", "Read"), sayable(material, _readings(case))),
        heading("Attribution"),
        bullets(material, _attribution(case)),
        heading("Early and late signs"),
        bullets(material, _signs(case)),
        heading("What it can't say"),
        bullets(
            material,
            (
                f"Who told whom: talk leaves no trace, so {case.client} asks everybody “How did you hear of us?”",
                f"What would have happened anyway: {case.trade.season} move the numbers too.",
            ),
        ),
    )


def _success(case: Case) -> str:
    stated = plain(case.material.strategy.measurement.definition_of_success)
    if 0 < len(stated.split()) <= LONGEST_BREATH:
        return f"Success for {case.client} is defined once: {closing(stated)}"
    goal = case.figures.goal
    counted = f"{inside(goal.name)} {moved(goal)}" if goal else f"{case.aim.results}, more each month than before"
    return f"Success for {case.client}: {counted}, by {dated(case.figures.end)}."


def _readings(case: Case) -> Sequence[tuple[str, ...]]:
    rhythm = {"awareness": "weekly", "engagement": "weekly", "conversion": "weekly", "retention": "monthly"}
    stated = [(plain(kpi.name), _tells(case, kpi), _source(case, kpi), rhythm[kpi.stage]) for kpi in _kpis(case)]
    own = [
        (opened(case.aim.results), f"whether {case.people} act", f"the books of {case.client}", "weekly"),
        ("Visits by tracked link", f"what {case.channel()} brings", "web analytics", "weekly"),
        (opened(case.filled(case.aim.after)), "whether it lasts", f"the books of {case.client}", "monthly"),
    ]
    return stated if len(stated) >= FEWEST_READINGS else [*stated, *own]


def _kpis(case: Case) -> list[Kpi]:
    return list(case.material.strategy.kpis[:9])


def _tells(case: Case, kpi: Kpi) -> str:
    return {
        "awareness": f"whether {case.people} see it at all",
        "engagement": f"whether {quoted(case.pain())} is theirs",
        "conversion": _tells_of_conversion(case, kpi),
        "retention": f"whether {quoted(case.outcome())} holds",
    }[kpi.stage]


def _tells_of_conversion(case: Case, kpi: Kpi) -> str:
    if kpi.unit == case.figures.currency or not MONEY_WORDS.isdisjoint(kpi.name.casefold().split()):
        return f"whether the money that {case.client} spends comes back"
    if kpi.unit.startswith("%"):
        return f"where {case.people} are lost on the way"
    return f"whether {case.trade.threshold} is reached"


def _source(case: Case, kpi: Kpi) -> str:
    return {
        "awareness": "the channels' own statistics",
        "engagement": "channel statistics and tracked links",
        "conversion": f"web analytics against the books of {case.client}",
        "retention": f"the books of {case.client}",
    }[kpi.stage]


def _attribution(case: Case) -> list[str]:
    return [
        f"Every link carries the campaign name {campaign(case.material.brief)}; without it a visit counts as unknown.",
        f"The last tracked visit before {case.trade.threshold} gets the credit: decisions fall {case.trade.decision}.",
        f"Where channel and books differ, the books of {case.client} are right.",
    ]


def _signs(case: Case) -> list[str]:
    early = listed([inside(plain(name)) for name in case.material.strategy.measurement.leading_indicators[:3]])
    late = listed([inside(plain(name)) for name in case.material.strategy.measurement.lagging_indicators[:3]])
    return [
        f"Early for {case.client}, within two weeks: {early or f'reactions to {quoted(case.pain(1))}'}.",
        f"Late, from {dated(case.figures.half)} on: {late or case.filled(case.aim.after)}.",
        f"Early up and late flat means that {quoted(case.doubt())} is not answered yet.",
    ]


def post_campaign_analysis(work: Work) -> str:
    """Fix today what will be asked at the end, from which data, by whom, and what each answer would change."""
    case, material = case_of(work), work.material
    figures = case.figures
    due = dated(figures.end + timedelta(days=14))
    return body(
        material.say(
            f"Due on {due}, two weeks after the last day, so that late {case.aim.results} are counted. "
            f"{case.client} agrees to the questions now, while nobody knows the answers."
        ),
        heading("Questions"),
        steps(material, _questions(case)),
        heading("Comparison"),
        bullets(material, _comparison(case)),
        heading("What follows from it"),
        bullets(material, _consequences(case)),
    )


def _questions(case: Case) -> list[str]:
    goal = case.figures.goal
    asked = f"Did {inside(goal.name)} move {moved(goal)}, and when did it?" if goal else ""
    return [
        asked or f"How many {case.aim.results} came, and from where?",
        f"Which opening won: {quoted(case.pain())} or {quoted(case.outcome())}?",
        f"Was {quoted(case.doubt())} heard less often at the end?",
        f"Did {case.channel()} earn its share, compared with {case.channel(1)}?"
        if len(case.channels) > 1
        else f"Did {case.channel()} alone suffice?",
        f"What do the {case.trade.customers} who came say about {quoted(case.shown())}?",
    ]


def _comparison(case: Case) -> list[str]:
    figures = case.figures
    same = dated(figures.start - timedelta(days=364))
    lines = [
        f"With the same weeks a year before, from {same} on, since {case.trade.season} weigh.",
        f"With the {weeks(figures.weeks)} before {dated(figures.start)}, taken from the books of {case.client}.",
    ]
    if figures.a_result:
        lines.append(f"With the planned price of {figures.money(figures.a_result)} for each of the {case.units}.")
    return lines


def _consequences(case: Case) -> list[str]:
    return [
        f"Reached: the next plan of {case.client} starts from there, with {quoted(case.outcome(1))} as its promise.",
        f"Missed by less than a fifth: same idea, another opening – {quoted(case.pain(-1))}",
        f"Missed by more: first ten talks with {case.people}, then a new idea.",
        f"Kept in any case: texts, numbers, and lists with consent; they belong to {case.client}.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "measurement_framework": measurement_framework,
        "post_campaign_analysis": post_campaign_analysis,
    }
)
