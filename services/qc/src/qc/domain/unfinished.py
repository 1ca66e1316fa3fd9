"""Rules on text that nobody has finished: placeholders of every kind, and sentences cut off in their middle."""

import re
from collections.abc import Iterator

from qc.domain.material import Material
from qc.domain.rule import Finding, warning

_SLOTS = (
    "audience|benefit|brand|city|client|company|competitor|cta|date|email|feature|handle|hashtag|headline|image|industry"
    "|link|location|logo|name|number|offer|phone|placeholder|price|product|quote|testimonial|topic|url"
)
_TEMPLATE = re.compile(
    r"\{\{[^}\n]{0,200}\}\}|\{%[^%\n]{0,200}%\}|<%[^%\n]{0,200}%>|\$\{[^}\n]{0,200}\}|\*\|[A-Z_:]{2,40}\|\*|%%\w{2,40}%%"
    r"|\{(?:[a-z]{1,30}_[a-z_]{1,40}|" + _SLOTS + r")\}"
)
_BRACKETS = re.compile(
    r"(?i:\[(?:insert|your|" + _SLOTS + r")\b[^\]\n]{0,200}\](?!\())"
    r"|(?i:\[add (?:an?|here|more|the|your)\b[^\]\n]{0,200}\](?!\())"
    r"|\[[A-Z]{2,30}(?:[ _][A-Z]{2,30}){1,6}\](?!\()"
    r"|<(?:INSERT|YOUR|BRAND|CLIENT|COMPANY|PRODUCT|NAME|DATE)[^>\n]{0,200}>"
)
_MARKS = re.compile(
    r"\b(?:TBD|TBC|TBA|TODO|FIXME|XXX+|NaN)\b|\bT\.B\.[ACD]\b|\b[Ll]orem [Ii]psum\b|\bLOREM IPSUM\b"
    r"|\b(?i:(?:amount|budget|date|name|owner|price|time|venue)s?:? (?:is |are |still )?"
    r"to be (?:added|confirmed|decided|defined|determined))\b"
    r"|\b(?:Client|Brand|Company|Product) Name Here\b|\bClient Name\b|\bCLIENT NAME\b"
    r"|\bYour (?:Brand|Business|Company|Product) Name\b|\b(?i:(?:insert|put) (?:\w{1,20} ){1,4}here)\b"
)
_BLANKS = re.compile(
    r"[$€£₹]\s?[Xx]{1,6}\b(?:[.,][Xx]{2,3})?|\b[Xx],[Xx]{3}\b|\bXX+ (?!century)[a-z]{3,30}\b|\b[xX]{3}[-. ][xX]{3,4}\b"
    r"|\bDD[/.]MM[/.]YY(?:YY)?\b|\bMM[/.]DD[/.]YY(?:YY)?\b|\bYYYY-MM-DD\b|(?<!\w)_{4,200}(?!\w)(?=[^\n]*\w)"
)
_PERCENT = re.compile(r"(?<![\w$€£₹])[XxNn]{1,3}\s?%")
_LEAKED = re.compile(
    r"\[object Object\]|\b(?:Hello|Hi|Dear),? (?:None|null|undefined)\b"
    r"|\|[ \t]{0,9}(?:None|null|nan|undefined)[ \t]{0,9}\|"
)
_KINDS = (
    (_TEMPLATE, re.compile(r"\{|%>|\*\||%%")),
    (_BRACKETS, re.compile(r"[\[<]")),
    (_MARKS, re.compile(r"TB|TODO|FIXME|XXX|NaN|T\.B|orem|OREM| to be |N(?:ame|AME)|(?i: here)")),
    (_BLANKS, re.compile(r"X|xxx|YY|____|[$€£₹] ?x")),
    (_PERCENT, re.compile("%")),
    (_LEAKED, re.compile(r"None|null|nan|undefined|\[object")),
)
"""What finds each kind of placeholder, and what it can't do without, which is quicker to look for."""

_SIGNS = re.compile(r"[{}\[<%*|_$€£₹]")
_HINTS = (
    *("TB", "TODO", "FIXME", "T.B", "XX", "X,", "xxx", "NaN", "YY", "orem", "OREM", " be "),
    *("Name", "NAME", " here", " HERE", "None", "null", "undefined"),
)
"""One of these is in every text with a placeholder, and in few without."""

_CUT = re.compile(r"\w(?:…|\.\.\.)(?=[\"”’)\]]?(?:$|[ \t]*\|))", re.MULTILINE)
_MOST_CUT_LINES = 3


def placeholders(material: Material) -> Iterator[Finding]:
    """Find text that somebody meant to replace."""
    for passage in material.passages:
        if _may_have_a_placeholder(passage.text):
            for found in _placeholders_in(passage.text):
                around = passage.around(found.start(), found.end())
                yield Finding("a placeholder was left in", around, passage.place)


def cut_off(material: Material) -> Iterator[Finding]:
    """Warn of lines that break off with an ellipsis, as clipped text does; a few may be meant so."""
    cut = [
        (passage, found)
        for passage in material.of("section", "subject", "headline", "description", "body")
        for found in _CUT.finditer(passage.text)
    ]
    if len(cut) > _MOST_CUT_LINES:
        lines = "\n".join(passage.around(found.start(), found.end()) for passage, found in cut)
        yield warning(f"lines that break off: {len(cut)}", lines, cut[0][0].place)


def _placeholders_in(text: str) -> Iterator[re.Match[str]]:
    for kind, needed in _KINDS:
        if needed.search(text):
            yield from kind.finditer(text)


def _may_have_a_placeholder(text: str) -> bool:
    if _SIGNS.search(text):
        return True
    for hint in _HINTS:  # noqa: SIM110 - a generator takes twice as long, and this is on the light package's path
        if hint in text:
            return True
    return False
