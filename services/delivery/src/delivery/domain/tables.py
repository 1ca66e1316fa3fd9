"""The tables of a report, from the draft's posts and the strategy's channels and KPIs."""

from collections.abc import Iterable, Iterator

from contracts.draft import Advertisement, CalendarPost, Email
from contracts.strategy import Strategy
from delivery.domain.blocks import Block, Heading, Item, Listing, Paragraph, Table, plain, strong
from delivery.domain.words import channel_name, number, short_day


def calendar(posts: Iterable[CalendarPost]) -> Table:
    """One row a post, without captions and tags, which the spreadsheet has."""
    return _table(
        ("Day", "Date", "Channel", "Theme", "Hook", "Call to action", "Format"),
        (
            (
                str(post.day),
                short_day(post.date),
                channel_name(post.platform),
                post.theme,
                post.hook,
                post.call_to_action,
                post.asset_type.replace("_", " "),
            )
            for post in posts
        ),
    )


def advertisements(copies: Iterable[Advertisement]) -> Table:
    """One row an advertisement."""
    return _table(
        ("Channel", "Headline", "Description"),
        ((channel_name(copy.platform), copy.headline, copy.description) for copy in copies),
    )


def email(email: Email) -> Iterator[Block]:
    """What the inbox shows of an e-mail, then its text, a paragraph a line."""
    yield Heading(plain(email.name[:1].upper() + email.name[1:]))
    yield Paragraph((*strong("Subject: "), *plain(email.subject)))
    if email.preheader:
        yield Paragraph((*strong("Preview: "), *plain(email.preheader)))
    yield from (Paragraph(plain(line.strip())) for line in email.body.splitlines() if line.strip())


def channels(strategy: Strategy) -> Iterator[Block]:
    """Why each channel was chosen or left out."""
    yield _table(
        ("Channel", "Role", "Why it was chosen"),
        ((channel_name(plan.channel), plan.role, plan.reason) for plan in strategy.channels),
    )
    if strategy.avoided_channels:
        yield Heading(plain("Channels left out"))
        yield Listing(
            tuple(
                Item((*strong(f"{channel_name(avoided.channel)}: "), *plain(avoided.reason)))
                for avoided in strategy.avoided_channels
            )
        )


def kpis(strategy: Strategy) -> Iterator[Block]:
    """One row a KPI, then how they are read."""
    yield _table(
        ("KPI", "Stage", "Baseline", "Target", "Window", "Basis"),
        (
            (kpi.name, kpi.stage, number(kpi.baseline, kpi.unit), number(kpi.target, kpi.unit), kpi.window, kpi.basis)
            for kpi in strategy.kpis
        ),
    )
    if strategy.measurement.decision_rules:
        yield Heading(plain("Decision rules"))
        yield Listing(tuple(Item(plain(rule)) for rule in strategy.measurement.decision_rules))


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    return Table(
        header=tuple(plain(name) for name in columns),
        rows=tuple(tuple(plain(cell) for cell in row) for row in rows),
    )
