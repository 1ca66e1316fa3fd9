"""Packs an order: its files, described and sealed in a manifest, in one archive."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic_core import to_json

from contracts.draft import Asset
from contracts.package import Package
from delivery.domain.agreed import agreed_brief
from delivery.domain.archive import zipped
from delivery.domain.blocks import Chapter
from delivery.domain.calendar import as_csv, as_ics
from delivery.domain.checks import checks
from delivery.domain.deck import deck_of
from delivery.domain.files import File, artifact, distinct, package_id, safe_name
from delivery.domain.html_page import as_html
from delivery.domain.logo import logo_of
from delivery.domain.manifest import SEAL, manifest_of
from delivery.domain.markdown_file import as_markdown
from delivery.domain.order import Order
from delivery.domain.readme import readme
from delivery.domain.report import Report, as_typesetting, report_of
from delivery.domain.safety import format_of
from delivery.domain.slides import Deck


@dataclass(frozen=True, slots=True)
class Renderers:
    """What draws the formats that need a library. Each gives the same bytes for the same arguments.

    `picture` makes a PNG of any picture, None where it can't be read; `lacking` gives the characters of a text that the
    PDF's fonts don't have, each once.
    """

    pdf: Callable[[Report, datetime], bytes]
    deck: Callable[[Deck, Report, datetime], bytes]
    document: Callable[[Report, Sequence[Chapter], datetime], bytes]
    picture: Callable[[bytes], bytes | None]
    lacking: Callable[[str], str]


PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CALENDARS = {"text/csv": "calendar.csv", "text/calendar": "calendar.ics"}


@dataclass(frozen=True, slots=True)
class Packed:
    """A package, ready to be stored; `package.archive` is the key that `archive` belongs under."""

    package: Package
    manifest: dict[str, Any]
    archive: bytes


def pack(order: Order, key: str, renderers: Renderers) -> Packed:
    """Make the whole package. Raises what a renderer raises."""
    given = logo_of(order)
    report = report_of(order, renderers.picture(given) if given else None)
    files = tuple(_files(order, report, renderers))
    document = as_typesetting(report).decode()
    boxes = renderers.lacking(document)
    return _sealed(order, key, (readme(order, files, boxes), *files), checks(order, files, document, boxes))


def pack_light(order: Order, key: str) -> Packed:
    """Make the small package that measures the machinery: nothing is typeset."""
    data = File("package.json", "json", "application/json", order.event.model_dump_json().encode())
    return _sealed(order, key, (readme(order, (data,)), data), checks(order, (data,), data.content.decode()))


def _files(order: Order, report: Report, renderers: Renderers) -> Iterator[File]:
    assets, at = tuple(_assets(order)), order.at
    chapters = (agreed_brief(order.event.brief), *report.chapters)
    yield File("report.pdf", "pdf", "application/pdf", renderers.pdf(report, at))
    yield File("deck.pptx", "pptx", PRESENTATION, renderers.deck(deck_of(order.event, report), report, at))
    yield File("brief.docx", "docx", DOCUMENT, renderers.document(report, chapters, at))
    yield File("report.html", "html", "text/html", as_html(report))
    yield File("report.md", "md", "text/markdown", as_markdown(report))
    yield from _calendars(order, {file.name for file in assets})
    yield from assets
    yield File("package.json", "json", "application/json", order.event.model_dump_json(indent=2).encode())


def _calendars(order: Order, given: set[str]) -> Iterator[File]:
    draft = order.event.draft
    if draft.calendar and "calendar.csv" not in given:
        yield File("calendar.csv", "csv", "text/csv", as_csv(draft.calendar))
    if draft.calendar and "calendar.ics" not in given:
        client = order.event.brief.client_name
        yield File("calendar.ics", "ics", "text/calendar", as_ics(draft, client, order.agency, order.at))


def _assets(order: Order) -> Iterator[File]:
    assets = order.event.bundle.assets
    names = distinct(_place(asset) for asset in assets)
    for asset, name, content in zip(assets, names, order.assets, strict=True):
        yield File(name, format_of(asset), asset.media_type, content)


def _place(asset: Asset) -> str:
    # The bundle's own calendar files were approved: they are the package's calendar, so that there is one of each.
    own = CALENDARS.get(asset.media_type.partition(";")[0].strip())
    is_calendar = "calendar" in f"{asset.kind} {asset.name}".lower()
    return own if own and is_calendar else f"assets/{safe_name(asset.name)}"


def _sealed(order: Order, key: str, files: Sequence[File], checked: Mapping[str, Any]) -> Packed:
    run, version = order.event.run, order.event.draft.revision
    artifacts = tuple(artifact(run, file, position, version) for position, file in enumerate(files))
    manifest = manifest_of(order, artifacts, checked)
    last = File("manifest.json", "json", "application/json", to_json(manifest, indent=2))
    archive = zipped((*files, last))
    package = Package(
        package_id=package_id(run),
        archive=key,
        archive_size=len(archive),
        archive_sha256=sha256(archive).hexdigest(),
        manifest_sha256=manifest[SEAL],
        artifacts=artifacts,
    )
    return Packed(package, manifest, archive)
