"""Packs an order: its files, described and sealed in a manifest, in one archive."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic_core import to_json

from contracts.draft import Asset
from contracts.package import Package
from delivery.domain.archive import zipped
from delivery.domain.calendar import as_csv, as_ics
from delivery.domain.checks import checks
from delivery.domain.files import File, artifact, distinct, package_id, safe_name
from delivery.domain.html_page import as_html
from delivery.domain.manifest import SEAL, manifest_of
from delivery.domain.markdown_file import as_markdown
from delivery.domain.order import Order
from delivery.domain.readme import readme
from delivery.domain.report import Report, as_typesetting, report_of
from delivery.domain.safety import format_of

Typeset = Callable[[bytes, datetime], bytes]
"""Turns a report's JSON (see `as_typesetting`) and the time of its making into a PDF."""

CALENDARS = {"text/csv": "calendar.csv", "text/calendar": "calendar.ics"}


@dataclass(frozen=True, slots=True)
class Packed:
    """A package, ready to be stored; `package.archive` is the key that `archive` belongs under."""

    package: Package
    manifest: dict[str, Any]
    archive: bytes


def pack(order: Order, key: str, typeset: Typeset) -> Packed:
    """Make the whole package. Raises what `typeset` raises."""
    report = report_of(order)
    document = as_typesetting(report)
    rendered = _files(order, report, typeset(document, order.at))
    return _sealed(order, key, (readme(order, rendered), *rendered), document)


def pack_light(order: Order, key: str) -> Packed:
    """Make the small package that measures the machinery: nothing is typeset."""
    data = File("package.json", "json", "application/json", order.event.model_dump_json().encode())
    return _sealed(order, key, (readme(order, (data,)), data), data.content)


def _files(order: Order, report: Report, pdf: bytes) -> tuple[File, ...]:
    assets = tuple(_assets(order))
    return (
        File("report.pdf", "pdf", "application/pdf", pdf),
        File("report.html", "html", "text/html", as_html(report)),
        File("report.md", "md", "text/markdown", as_markdown(report)),
        *_calendars(order, {file.name for file in assets}),
        *assets,
        File("package.json", "json", "application/json", order.event.model_dump_json(indent=2).encode()),
    )


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


def _sealed(order: Order, key: str, files: Sequence[File], document: bytes) -> Packed:
    run, version = order.event.run, order.event.draft.revision
    artifacts = tuple(artifact(run, file, position, version) for position, file in enumerate(files))
    manifest = manifest_of(order, artifacts, checks(order, files, document))
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
