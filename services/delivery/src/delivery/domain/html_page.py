"""The report as one HTML page that needs nothing else: no script, no remote file, every text escaped."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from typing import assert_never

from delivery.domain.blocks import Block, Chart, Goals, Heading, Item, Listing, Paragraph, Run, Table, Text
from delivery.domain.branding import Branding
from delivery.domain.drawings import budget_drawing, goals_drawing
from delivery.domain.report import Report

STYLE = """
body { font: 1rem/1.6 Georgia, 'Times New Roman', serif; color: #14181f }
body { margin: 0 auto; max-width: 50rem; padding: 0 1.5rem 4rem }
header { background: PRIMARY; color: ON_PRIMARY; margin: 0 -1.5rem 2rem; padding: 3rem 1.5rem 2rem }
header h1 { color: inherit; margin: 0 0 .5rem } dl { display: grid; grid-template-columns: 8rem 1fr; gap: .25rem 1rem }
dt { opacity: .8 } dd { margin: 0 } h1, h2, h3, h4, h5 { line-height: 1.25; color: INK } a { color: INK }
h2 { margin-top: 3rem; border-bottom: 1px solid #d5d9e0; padding-bottom: .3rem } .wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .9rem } th { text-align: left; color: INK }
th, td { border-bottom: 1px solid #d5d9e0; padding: .4rem .6rem .4rem 0; vertical-align: top }
blockquote { border-left: 3px solid INK; margin-left: 0; padding-left: 1rem }
footer { margin-top: 3rem; color: #555d6b }
svg { display: block; height: auto; margin: 1rem 0 2rem; max-width: 100%; width: 45rem }
header img { background: #fff; max-height: 4rem; max-width: 14rem; padding: .6rem .8rem }
nav ol { columns: 2; column-gap: 2rem } nav li { break-inside: avoid; margin: .2rem 0 }
@media print { header { print-color-adjust: exact } h2, h3, h4 { break-after: avoid } tr, svg { break-inside: avoid } }
"""


def as_html(report: Report) -> bytes:
    """Write the whole report as a page, UTF-8."""
    return "\n".join(_lines(report)).encode()


def _lines(report: Report) -> Iterator[str]:
    title = f"{report.title}: {report.client}"
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title><style>{_style(report.branding)}</style></head><body>"
    yield from _header(report)
    for number, chapter in enumerate(report.chapters, 1):
        yield f'<h2 id="chapter-{number}">{escape(chapter.title)}</h2>'
        yield from (_block(block, report.branding.ink) for block in chapter.blocks)
    yield f"<footer>{escape(report.footer)}</footer></body></html>\n"


def _style(branding: Branding) -> str:
    named = STYLE.replace("ON_PRIMARY", branding.on_primary).replace("PRIMARY", branding.primary)
    return named.replace("INK", branding.ink)


def _header(report: Report) -> Iterator[str]:
    if report.logo is not None:
        source = f"data:image/png;base64,{b64encode(report.logo).decode()}"
        yield f'<header><img src="{source}" alt="{escape(report.client)}">'
    else:
        yield "<header>"
    yield f"<h1>{escape(report.title)}</h1><p>Prepared for {escape(report.client)}</p><dl>"
    yield from (f"<dt>{escape(fact.label)}</dt><dd>{escape(fact.value)}</dd>" for fact in report.facts)
    yield f"</dl><p>{escape(report.branding.agency)}, {report.prepared_on}</p></header><nav><ol>"
    for number, chapter in enumerate(report.chapters, 1):
        yield f'<li><a href="#chapter-{number}">{escape(chapter.title)}</a></li>'
    yield "</ol></nav>"


def _block(block: Block, ink: str) -> str:
    match block:
        case Heading():
            return f"<h{block.level + 1}>{_text(block.text)}</h{block.level + 1}>"
        case Paragraph():
            return f"<blockquote>{_text(block.text)}</blockquote>" if block.quoted else f"<p>{_text(block.text)}</p>"
        case Listing():
            return _listing(block)
        case Table():
            return _table(block)
        case Chart():
            return budget_drawing(block, ink)
        case Goals():
            return goals_drawing(block, ink)
        case _:
            assert_never(block)


def _listing(listing: Listing) -> str:
    tag = "ol" if any(item.number is not None for item in listing.items) else "ul"
    return f"<{tag}>{''.join(_item(item) for item in listing.items)}</{tag}>"


def _item(item: Item) -> str:
    value = "" if item.number is None else f' value="{item.number}"'
    marker = "disc" if item.number is None else "decimal"
    return f'<li{value} style="margin-left: {item.depth * 1.5}rem; list-style-type: {marker}">{_text(item.text)}</li>'


def _table(table: Table) -> str:
    head = "".join(f"<th>{_text(cell)}</th>" for cell in table.header)
    rows = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _text(text: Text) -> str:
    return "".join(_run(run) for run in text)


def _run(run: Run) -> str:
    tag = {"strong": "strong", "emphasis": "em", "code": "code", "plain": ""}[run.style]
    words = f"<{tag}>{escape(run.text)}</{tag}>" if tag else escape(run.text)
    return f'<a href="{escape(run.link)}" rel="noopener noreferrer">{words}</a>' if run.link else words
