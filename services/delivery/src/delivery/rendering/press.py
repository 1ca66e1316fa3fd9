"""The work of one rendering process: orders come in over a wire, packages go back."""

import contextlib
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing.connection import Connection

from contracts.messages import QcPassed
from delivery.domain.order import Order
from delivery.domain.packing import Packed, Renderers, pack
from delivery.rendering.deck import deck_file
from delivery.rendering.document import document_file
from delivery.rendering.fonts import fonts_of, lacking
from delivery.rendering.pdf import typesetter
from delivery.rendering.pictures import as_png


@dataclass(frozen=True, slots=True)
class Job:
    """An order on its way to a press; `event` is the message's JSON, which is faster to read than a pickled model."""

    event: bytes
    assets: tuple[bytes, ...]
    agency: str
    at: datetime
    key: str


def job_of(order: Order, key: str) -> Job:
    """Wrap an order up; `key` is where its archive belongs."""
    return Job(order.event.model_dump_json().encode(), order.assets, order.agency, order.at, key)


def renderers(font_folders: Sequence[str] = ()) -> Renderers:
    """The libraries that draw."""
    fonts = fonts_of(font_folders)
    return Renderers(
        pdf=typesetter(fonts),
        deck=deck_file,
        document=document_file,
        picture=partial(as_png, fonts=fonts),
        lacking=partial(lacking, fonts=fonts),
    )


def work(wire: Connection, font_folders: Sequence[str]) -> None:
    """Answer every job with its package, or with what went wrong as text, until the other end is closed."""
    # A terminal's Ctrl-C is for the service, which finishes its work first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    draw = renderers(font_folders)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            wire.send(_answer(wire.recv(), draw))


def _answer(job: Job, draw: Renderers) -> Packed | str:
    order = Order(QcPassed.model_validate_json(job.event), job.assets, job.agency, job.at)
    try:
        return pack(order, job.key, draw)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
