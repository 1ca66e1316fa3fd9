"""The first file a client opens: what is in the package and how to check it."""

from collections.abc import Iterator, Sequence

from delivery.domain.files import File
from delivery.domain.order import Order
from delivery.domain.words import day

PURPOSES = {
    "report.pdf": "the campaign to read, print and present",
    "deck.pptx": "the slides to present it, to edit where you like",
    "brief.docx": "the brief as agreed and the campaign, to edit and comment",
    "report.html": "the same report for a browser",
    "report.md": "the same report as text to copy from and edit",
    "calendar.csv": "the posting calendar for a spreadsheet, captions and links included",
    "calendar.ics": "the posting calendar to import into a calendar program",
    "package.json": "brief, strategy, draft and quality report as data for other systems",
    "manifest.json": "where all of this came from, and the SHA-256 of every file",
}


def readme(order: Order, files: Sequence[File], boxes: str = "") -> File:
    """Write README.txt; `files` are the others, in their order, `boxes` the characters that the PDF can't show."""
    text = "\r\n".join(line.rstrip() for line in _lines(order, files, boxes))
    return File("README.txt", "txt", "text/plain", f"{text}\r\n".encode())


def _lines(order: Order, files: Sequence[File], boxes: str) -> Iterator[str]:
    event = order.event
    yield " ".join(event.draft.title.split())
    yield f"Prepared for {event.brief.client_name} by {order.agency}, {day(order.at.date())}. Confidential."
    yield ""
    yield "In this package:"
    names = [*(file.name for file in files), "manifest.json"]
    width = max(len(name) for name in names)
    yield from (f"  {name:{width}}  {PURPOSES.get(name, '')}" for name in names)
    yield ""
    if boxes:
        yield f"report.pdf shows a box in place of each of these characters, which its fonts lack: {' '.join(boxes)}"
        yield "The other files hold them, and show them where the reader's fonts have them."
        yield ""
    report = event.report
    yield f"Quality control: {report.score} of 100 points, {round(report.pass_mark * 100)} needed."
    yield f"Run {event.run}, strategy version {event.version}, draft revision {event.draft.revision}."
