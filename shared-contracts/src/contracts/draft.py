"""What production makes: a draft in sections, its calendar, and the bundle of assets that belong to it."""

from datetime import date
from typing import Literal
from uuid import UUID

from contracts.brief import Channel, PackageName
from contracts.payload import Value


class Section(Value):
    """One section of a draft; `body` is Markdown without the title."""

    section_id: str
    title: str
    form: Literal["prose", "list", "table"]
    body: str


class CalendarPost(Value):
    """One post: its day (1 is the first), where, about what, and the tracked link it leads to."""

    day: int
    date: date
    platform: Channel
    theme: str
    hook: str
    caption: str = ""
    call_to_action: str
    hashtags: tuple[str, ...] = ()
    asset_type: str
    status: str = "draft"
    utm_link: str | None = None


class Advertisement(Value):
    """Copy for one advertisement."""

    platform: Channel
    headline: str
    description: str


class Email(Value):
    """One e-mail; `body` is plain text with its unsubscribe line."""

    name: str
    subject: str
    preheader: str = ""
    body: str


class Draft(Value):
    """The text of one package; `revision` starts at 1."""

    draft_id: UUID
    revision: int = 1
    package: PackageName
    title: str
    sections: tuple[Section, ...]
    calendar: tuple[CalendarPost, ...] = ()
    hashtags: tuple[str, ...] = ()
    advertisements: tuple[Advertisement, ...] = ()
    emails: tuple[Email, ...] = ()


class Asset(Value):
    """A file, by reference: `reference` is its key in the object store, or a `data:` URL for a few bytes."""

    asset_id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    reference: str


class Bundle(Value):
    """The assets of one draft, in order."""

    bundle_id: UUID
    draft_id: UUID
    assets: tuple[Asset, ...] = ()
