"""The report that a client reads, in chapters: summary, the draft's sections, calendar, budget, KPIs, legal notes."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from contracts.brief import Brief
from contracts.draft import Draft, Section
from contracts.messages import QcPassed
from delivery.domain import tables
from delivery.domain.blocks import Block, Chapter, Heading, Item, Listing, Paragraph, Table, plain
from delivery.domain.branding import Branding, branding_for
from delivery.domain.charts import budget_chart, kpi_chart
from delivery.domain.markdown import read
from delivery.domain.order import Order
from delivery.domain.words import day, money, weeks

CONFIDENTIAL = "Confidential"
CALENDAR, KPIS, CHANNELS, SUMMARY = "calendar", "kpi", "channel_plan", "executive_summary"
"""Parts of a section's id which tell that the draft covers the subject, so that the report doesn't say it twice."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the cover."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; the cover says `title`, "Prepared for `client`", `facts` and who made it when.

    `logo` is a PNG.
    """

    title: str
    client: str
    prepared_on: str
    footer: str
    branding: Branding
    logo: bytes | None
    facts: tuple[Fact, ...]
    chapters: tuple[Chapter, ...]


def report_of(order: Order, logo: bytes | None = None) -> Report:
    """Write the report of a passed draft; `logo` is the client's as PNG."""
    event = order.event
    return Report(
        title=event.draft.title,
        client=event.brief.client_name,
        prepared_on=day(order.at.date()),
        footer=f"{CONFIDENTIAL}. Prepared by {order.agency} for {event.brief.client_name}.",
        branding=branding_for(event.brief.brand_kit, order.agency),
        logo=logo,
        facts=tuple(_facts(event.brief)),
        chapters=tuple(_chapters(event)),
    )


def as_typesetting(report: Report) -> bytes:
    """The report as the JSON that `report.typ` reads: strings stay strings, so none can be read as a command."""
    values = {**asdict(replace(report, logo=None)), "logo": report.logo is not None}
    return json.dumps(values, ensure_ascii=False).encode()


def _facts(brief: Brief) -> Iterator[Fact]:
    yield Fact("Objective", brief.objective.value.capitalize())
    yield Fact("Offer", brief.primary_offer)
    yield Fact("Audience", brief.target_audience)
    yield Fact("Market", brief.geography)
    yield Fact("Campaign", f"{weeks(brief.duration_weeks)} from {day(brief.start_date)}")
    if budget := brief.budget:
        lowest = f"{money(budget.minimum, budget.currency)} to " if budget.minimum < budget.maximum else ""
        yield Fact("Budget", f"{lowest}{money(budget.maximum, budget.currency)}")


def _chapters(event: QcPassed) -> Iterator[Chapter]:
    draft = event.draft
    yield from _opening(event)
    yield from (_section(section, draft) for section in draft.sections if SUMMARY not in section.section_id)
    if draft.calendar and not _covers(draft, CALENDAR):
        yield Chapter("Posting calendar", (tables.calendar(draft.calendar),))
    if draft.advertisements:
        yield Chapter("Advertisements", (tables.advertisements(draft.advertisements),))
    if draft.emails:
        yield Chapter("E-mails", tuple(block for email in draft.emails for block in tables.email(email)))
    if event.strategy.channels and not _covers(draft, CHANNELS):
        yield Chapter("Channels and reasons", tuple(tables.channels(event.strategy)))
    if event.strategy.kpis and not _covers(draft, KPIS):
        yield Chapter("Key performance indicators", tuple(tables.kpis(event.strategy)))
    yield Chapter("Legal notes", tuple(_legal(event.brief)))


def _opening(event: QcPassed) -> Iterator[Chapter]:
    """The executive summary, the draft's own where it has one, then the figures."""
    own = [section for section in event.draft.sections if SUMMARY in section.section_id]
    if own:
        yield from (_section(section, event.draft) for section in own)
    elif event.strategy.executive_summary.strip():
        yield Chapter("Executive summary", read(event.strategy.executive_summary))
    if figures := tuple(_figures(event)):
        yield Chapter("The campaign in figures", figures)


def _figures(event: QcPassed) -> Iterator[Block]:
    if event.strategy.channels:
        yield Heading(plain("Budget by channel"))
        yield budget_chart(event.strategy, event.brief.budget)
    if event.strategy.kpis:
        yield Heading(plain("KPIs from baseline to target"))
        yield kpi_chart(event.strategy)


def legal_entries(brief: Brief) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the brief says about the law, by kind; kinds of which it says nothing are left out."""
    for title, entries in (
        ("Required disclaimers", brief.required_disclaimers),
        ("Compliance requirements", brief.compliance_requirements),
        ("Claims that are not made", brief.forbidden_claims),
    ):
        if entries:
            yield title, entries


def _section(section: Section, draft: Draft) -> Chapter:
    blocks = read(section.body)
    if not (CALENDAR in section.section_id and draft.calendar):
        return Chapter(section.title, blocks)
    kept = (block for block in blocks if not _lists_posts(block, len(draft.calendar)))
    return Chapter(section.title, (*kept, tables.calendar(draft.calendar)))


def _covers(draft: Draft, subject: str) -> bool:
    return any(subject in section.section_id for section in draft.sections)


def _lists_posts(block: Block, posts: int) -> bool:
    # A section's own list of all posts gives way to the calendar's table, which has the hooks and dates side by side.
    match block:
        case Table(rows=entries) | Listing(items=entries):
            return len(entries) >= posts
        case _:
            return False


def _legal(brief: Brief) -> Iterator[Block]:
    yield Paragraph(
        plain(
            f"This document is confidential and meant for {brief.client_name} alone. Targets that the brief doesn't "
            "state are assumptions, each given with its basis."
        )
    )
    for title, entries in legal_entries(brief):
        yield Heading(plain(title))
        yield Listing(tuple(Item(plain(entry)) for entry in entries))
