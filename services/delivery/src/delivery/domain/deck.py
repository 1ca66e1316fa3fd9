"""The deck that an account manager presents: which slides it has, and what stands on each."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from contracts.brief import Brief
from contracts.draft import CalendarPost, Draft
from contracts.messages import QcPassed
from contracts.strategy import Messaging, Milestone, Persona, Pillar, Strategy
from delivery.domain import layouts
from delivery.domain.blocks import Heading, Listing, Text
from delivery.domain.charts import budget_chart, kpi_chart
from delivery.domain.fitting import balanced, largest, shortened, wrapped
from delivery.domain.markdown import read
from delivery.domain.report import Report, legal_entries
from delivery.domain.slides import FULL, Card, Cover, Day, Deck, Month, Shares, Slide
from delivery.domain.words import channel_name, day, money, month_day, short_day, weeks

OWN_SCALE = "Upper bar: baseline, lower bar: target. Every KPI has a scale of its own."
TITLE_WIDTH, PREPARED_FOR = 740, 130
DAY_CELL = FULL / 7 - 12
WEEKS_ON_A_SLIDE, LINES_OF_A_DAY = 6, 3
FIRST_POSTS = 7
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"])")


def deck_of(event: QcPassed, report: Report) -> Deck:
    """Plan the deck of a passed draft; `report` is the same draft's report."""
    return Deck(report.title, report.client, report.branding.agency, report.footer, tuple(_slides(event, report)))


def _slides(event: QcPassed, report: Report) -> Iterator[Slide]:
    brief, strategy, draft = event.brief, event.strategy, event.draft
    yield _cover(report)
    yield from _summary(strategy, brief)
    yield _promise(strategy.messaging)
    yield from layouts.cards("Who we speak to", [_persona(persona) for persona in strategy.personas])
    yield from layouts.cards("What we talk about", [_pillar(pillar) for pillar in strategy.pillars])
    yield from _channels(strategy, brief)
    yield _budget(strategy, brief)
    yield from _calendar(draft.calendar)
    yield from layouts.progress("From baseline to target", kpi_chart(strategy).goals, OWN_SCALE)
    yield from _timeline(strategy.timeline)
    yield from _next_steps(draft, strategy, brief)
    yield from _legal(brief)


def _cover(report: Report) -> Cover:
    size = (
        largest((46, 42, 38, 34, 30, 28), lambda size: len(wrapped(report.title, size, TITLE_WIDTH, bold=True)) <= 2)
        or 24
    )
    facts = tuple((fact.label, shortened(fact.value, 14, 680, 2)) for fact in report.facts)
    title = shortened(report.title, size, TITLE_WIDTH * 0.9, 4)
    client = shortened(report.client, 20, TITLE_WIDTH * layouts.SAFETY - PREPARED_FOR, 1)
    width = balanced(title, size, TITLE_WIDTH, bold=True) / layouts.SAFETY
    return Cover(title, size, width, client, f"{report.branding.agency}, {report.prepared_on}", facts)


def _summary(strategy: Strategy, brief: Brief) -> list[Slide]:
    sentences = [" ".join(part.split()) for part in _SENTENCE.split(strategy.executive_summary.strip())]
    facts = [("Objective", brief.objective.value.capitalize()), ("Start", day(brief.start_date))]
    facts += [("Length", weeks(brief.duration_weeks)), *_total(brief)]
    if brief.report_frequency:
        facts.append(("Reports", shortened(brief.report_frequency, 16, 220, 2)))
    return layouts.words("Executive summary", [each for each in sentences if each], facts=facts)


def _promise(messaging: Messaging) -> Slide:
    return layouts.statement("The promise", messaging.core_promise, "What proves it", messaging.proof_points)


def _persona(persona: Persona) -> Card:
    lines = (
        ("Wants", persona.goals[:2]),
        ("Is held back by", persona.pains[:2]),
        ("Objects", persona.objections[:1]),
        ("Is reached on", tuple(channel_name(channel) for channel in persona.channels)),
    )
    joined = tuple((label, (", " if label == "Is reached on" else "; ").join(said)) for label, said in lines if said)
    return Card(persona.name, persona.description, joined)


def _pillar(pillar: Pillar) -> Card:
    return Card(
        pillar.name, pillar.description, (("For example", "; ".join(pillar.topics[:3])),) if pillar.topics else ()
    )


def _channels(strategy: Strategy, brief: Brief) -> list[Slide]:
    currency = brief.budget.currency if brief.budget else ""
    rows = [
        (
            channel_name(plan.channel),
            plan.role.capitalize(),
            f"{plan.budget_share_percent}%",
            money(plan.budget_amount, currency) if plan.budget_amount is not None and currency else "–",
            plan.reason,
            plan.kpi,
        )
        for plan in strategy.channels
    ]
    header = ("Channel", "Role", "Share", "Amount", "Why it was chosen", "Measured by")
    return layouts.sheet("Channels and their shares", header, rows, (11, 12, 7.5, 13, 42.5, 20))


def _budget(strategy: Strategy, brief: Brief) -> Slide:
    chart, currency = budget_chart(strategy, brief.budget), brief.budget.currency if brief.budget else ""
    facts = list(_total(brief))
    if currency and all(plan.budget_amount is not None for plan in strategy.channels):
        facts.append(("Planned", money(sum(plan.budget_amount or 0 for plan in strategy.channels), currency)))
    facts.append(("Channels", str(len(chart.bars))))
    if strategy.avoided_channels:
        facts.append(("Left out", ", ".join(channel_name(avoided.channel) for avoided in strategy.avoided_channels)))
    return Shares("Where the budget goes", chart.bars, tuple(facts))


def _total(brief: Brief) -> Iterator[tuple[str, str]]:
    if budget := brief.budget:
        lowest = f"{money(budget.minimum, budget.currency)} to " if budget.minimum < budget.maximum else ""
        yield ("Budget", f"{lowest}{money(budget.maximum, budget.currency)}")


def _calendar(posts: Sequence[CalendarPost]) -> Iterator[Slide]:
    if not posts:
        return
    weeks = _weeks(posts)
    count = -(-len(weeks) // WEEKS_ON_A_SLIDE)
    for place in range(count):
        shown = weeks[place * WEEKS_ON_A_SLIDE : (place + 1) * WEEKS_ON_A_SLIDE]
        yield Month(layouts.numbered(f"{len(posts)} posts at a glance", place, count), tuple(shown), 12)
    header = ("Day", "Channel", "Hook", "Call to action")
    rows = [
        (short_day(post.date), channel_name(post.platform), post.hook, post.call_to_action)
        for post in posts[:FIRST_POSTS]
    ]
    yield from layouts.sheet("How it begins", header, rows, (11, 12, 50, 27))


def _weeks(posts: Sequence[CalendarPost]) -> list[tuple[Day | None, ...]]:
    by_date: dict[date, list[CalendarPost]] = {}
    for post in posts:
        by_date.setdefault(post.date, []).append(post)
    first, last = min(by_date), max(by_date)
    monday = first - timedelta(days=first.weekday())
    return [
        tuple(
            _day(day, by_date.get(day, [])) for day in (monday + timedelta(days=7 * week + step) for step in range(7))
        )
        for week in range((last - monday).days // 7 + 1)
    ]


def _day(when: date, posts: Sequence[CalendarPost]) -> Day | None:
    if not posts:
        return None
    width = DAY_CELL * layouts.SAFETY
    others = f" +{len(posts) - 1}" if len(posts) > 1 else ""
    heading = shortened(f"{month_day(when)} {channel_name(posts[0].platform)}{others}", 12, width * 0.9, 2)
    lines = LINES_OF_A_DAY - len(wrapped(heading, 12, width, bold=True))
    return Day(heading, shortened(posts[0].theme, 12, width, lines))


def _timeline(milestones: Sequence[Milestone]) -> list[Slide]:
    if not milestones:
        return []
    rows = [(day(each.due), str(each.week), each.title, each.owner) for each in milestones]
    return layouts.sheet("Timeline", ("Due", "Week", "Milestone", "Owner"), rows, (18, 7, 52, 23))


def _next_steps(draft: Draft, strategy: Strategy, brief: Brief) -> list[Slide]:
    steps = _written_steps(draft) or [
        f"{each.title} ({each.owner}, by {day(each.due)})" for each in strategy.timeline[:6]
    ]
    marks = [f"{number}." for number in range(1, len(steps) + 1)]
    return layouts.words("Next steps", steps, marks=marks, facts=tuple(_agreed(brief))) if steps else []


def _agreed(brief: Brief) -> Iterator[tuple[str, str]]:
    yield "Campaign starts", day(brief.start_date)
    if brief.approval_frequency:
        yield "Approvals", brief.approval_frequency
    if brief.report_frequency:
        yield "Reports", brief.report_frequency
    if brief.contact_email:
        yield "Contact", brief.contact_email


def _written_steps(draft: Draft) -> list[str]:
    for section in reversed(draft.sections):
        blocks = read(section.body)
        for heading, following in pairwise(blocks):
            if isinstance(heading, Heading) and isinstance(following, Listing) and "next step" in _plain(heading.text):
                return ["".join(run.text for run in item.text) for item in following.items]
    return []


def _plain(text: Text) -> str:
    return "".join(run.text for run in text).lower()


def _legal(brief: Brief) -> list[Slide]:
    paragraphs, marks = [], []
    for title, entries in legal_entries(brief):
        paragraphs += [f"{title}:", *entries]
        marks += ["", *["•"] * len(entries)]
    return layouts.words("Legal notes", paragraphs, marks=marks) if paragraphs else []
