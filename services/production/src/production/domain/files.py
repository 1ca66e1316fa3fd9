"""The files of a package in memory, before they are stored: calendar, e-mails, advertisements, cards, or checks."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.brief import PackageName
from contracts.draft import Asset, Bundle, Draft
from contracts.messages import DraftRevisionRequested, StrategyDrafted
from production.domain.ad_copy import ad_copy
from production.domain.calendar_csv import calendar_csv
from production.domain.calendar_ics import calendar_ics
from production.domain.cards import cards
from production.domain.drafting import draft_from, made_id, write_draft
from production.domain.email_page import email_page
from production.domain.material import Material, gather
from production.domain.programmes.audit import audit_checks


@dataclass(frozen=True, slots=True)
class File:
    """A file of the bundle; `name` is its path under the run's prefix."""

    kind: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Production:
    """All that production makes for one run; `files` are those to be stored under `prefix`."""

    draft: Draft
    bundle: Bundle
    files: tuple[File, ...] = ()


def produce(
    message: StrategyDrafted | DraftRevisionRequested, at: datetime, prefix: str, revision: Draft | None = None
) -> Production:
    """Write draft and files of a run; `at` is the time of the message, `prefix` the run's folder in the store.

    `revision` is a draft that is written already.
    """
    run = message.workflow_run_id
    if message.brief.package == PackageName.LIGHT:
        draft = revision or write_draft(message)
        note = File("summary", "summary.txt", "text/plain", draft.title.encode())
        return Production(draft, _bundle(run, draft, [note], [_inline(note)]))
    material = gather(message.brief, message.strategy)
    draft = revision or draft_from(material, run)
    files = tuple(_files(material, draft, at))
    return Production(draft, _bundle(run, draft, files, [f"{prefix}{file.name}" for file in files]), files)


def _files(material: Material, draft: Draft, at: datetime) -> Iterator[File]:
    if draft.calendar:
        yield File("calendar", "calendar.csv", "text/csv", calendar_csv(draft.calendar))
        yield File("calendar", "calendar.ics", "text/calendar", calendar_ics(draft, material.client, at))
    else:
        yield File("checklist", "audit-checks.csv", "text/csv", audit_checks(material))
    for email in draft.emails:
        yield File("email", f"email-{email.name}.html", "text/html", email_page(material, email))
    yield File("ad_copy", "ad-copy.txt", "text/plain", ad_copy(material.brief, draft.advertisements))
    if draft.calendar:
        yield from (File("social_card", name, "image/svg+xml", content) for name, content in cards(material))


def _bundle(run: UUID, draft: Draft, files: Sequence[File], references: Sequence[str]) -> Bundle:
    assets = tuple(_asset(run, file, reference) for file, reference in zip(files, references, strict=True))
    return Bundle(bundle_id=made_id(run, "bundle"), draft_id=draft.draft_id, assets=assets)


def _asset(run: UUID, file: File, reference: str) -> Asset:
    return Asset(
        asset_id=made_id(run, file.name),
        kind=file.kind,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        reference=reference,
    )


def _inline(file: File) -> str:
    return f"data:{file.media_type};base64,{base64.b64encode(file.content).decode()}"
