"""The e-mail as an HTML page that mail programs show alike: tables, inline styles, no script and no remote file."""

import re
from html import escape

from contracts.draft import Email
from production.domain.calls import button
from production.domain.mail import email_link, signatures
from production.domain.material import Material
from production.domain.palette import Palette, fonts, palette

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{subject}</title>
</head>
<body style="margin:0;padding:0;background:{ground}">
<div style="display:none;max-height:0;overflow:hidden">{preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff">
<tr><td style="background:{primary};color:{on_primary};padding:28px 32px;font:bold 22px {fonts}">{client}</td></tr>
<tr><td style="padding:32px;color:#222222;font:16px/1.6 {fonts}">
{paragraphs}
</td></tr>
<tr><td style="padding:20px 32px;border-top:1px solid #dddddd;color:#555555;font:13px/1.5 {fonts}">
{footer}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""

_BUTTON = (
    '<p style="margin:28px 0"><a href="{link}" style="background:{primary};color:{on_primary};padding:14px 26px;'
    'text-decoration:none;font-weight:bold;border-radius:4px;display:inline-block">{words}</a></p>'
)

_BETWEEN_PARAGRAPHS = re.compile(r"\n{2,}")
"""More than one empty line stands where a paragraph was mended away."""


def email_page(material: Material, email: Email) -> bytes:
    """Lay out an e-mail in the client's colours; everything after its signature is the footer, without one nothing."""
    colours, link = palette(material.brief), email_link(material, email.name)
    paragraphs = _BETWEEN_PARAGRAPHS.split(email.body.strip())
    signed = signatures(material)
    end = next((place for place, text in enumerate(paragraphs, start=1) if text in signed), len(paragraphs))
    written = [_paragraph(text, link, colours, button(material)) for text in paragraphs[:end]]
    return _PAGE.format(
        subject=escape(email.subject),
        preheader=escape(email.preheader),
        client=escape(material.client),
        paragraphs="\n".join(written),
        footer="\n".join(f"<p>{escape(text)}</p>" for text in paragraphs[end:]),
        ground=colours.ground,
        primary=colours.primary,
        on_primary=colours.on_primary,
        fonts=escape(fonts(material.brief)),
    ).encode()


def _paragraph(text: str, link: str | None, colours: Palette, words: str) -> str:
    if link is None or not text.endswith(link):
        return f"<p>{escape(text)}</p>"
    call = text.removesuffix(f": {link}")
    filled = _BUTTON.format(
        link=escape(link), primary=colours.primary, on_primary=colours.on_primary, words=escape(words)
    )
    return f"<p>{escape(call)}.</p>\n{filled}"
