"""The report as the client reads it, as Markdown and as a page."""

from html import unescape

import pytest
from delivery_builders import a_brief, a_draft, a_passed_draft, an_order, posts
from markdown_it import MarkdownIt

from contracts.draft import Section
from delivery.domain.blocks import Block, Chart, Goals, Table
from delivery.domain.html_page import as_html
from delivery.domain.markdown import read
from delivery.domain.markdown_file import as_markdown
from delivery.domain.report import report_of
from delivery.domain.words import number, weeks

NASTY = 'Smith & Söhne <b onclick="x()">*#_$@\\ [GmbH] `rm`|"\''


def test_the_chapters_follow_the_draft_then_calendar_budget_kpis_and_legal_notes() -> None:
    assert [chapter.title for chapter in report_of(an_order()).chapters] == [
        "Executive summary",
        "The campaign in figures",
        "Overview",
        "Messaging framework",
        "Posting calendar",
        "Advertisements",
        "E-mails",
        "Channels and reasons",
        "Key performance indicators",
        "Legal notes",
    ]


def test_the_cover_names_the_client_and_the_footer_says_confidential() -> None:
    report = report_of(an_order())
    assert (report.client, report.prepared_on) == ("Riverbend Yoga & HIIT", "27 April 2026")
    assert report.footer == "Confidential. Prepared by AICMO for Riverbend Yoga & HIIT."
    assert ("Budget", "USD 15,000 to USD 20,000") in [(fact.label, fact.value) for fact in report.facts]


def test_one_week_and_one_of_a_thing_stand_in_the_singular() -> None:
    facts = report_of(an_order(a_passed_draft(brief=a_brief(duration_weeks=1)))).facts
    assert "1 week from" in next(fact.value for fact in facts if fact.label == "Campaign")
    assert [number(1, unit) for unit in ("bookings", "enquiries", "passes", "%", "USD", "% of customers")] == [
        "1 booking", "1 enquiry", "1 pass", "1%", "USD 1", "1 % of customers",
    ]  # fmt: skip
    assert (number(2, "bookings"), weeks(12)) == ("2 bookings", "12 weeks")


def figures() -> tuple[Block, ...]:
    return next(c for c in report_of(an_order()).chapters if c.title == "The campaign in figures").blocks


def test_the_budget_chart_has_a_bar_for_every_channel() -> None:
    (chart,) = (block for block in figures() if isinstance(block, Chart))
    assert [(bar.label, bar.percent, bar.note) for bar in chart.bars] == [
        ("Instagram", 55, "55%, USD 11,000"),
        ("TikTok", 30, "30%, USD 6,000"),
        ("E-mail", 15, "15%, USD 3,000"),
    ]


def test_the_kpi_chart_goes_from_baseline_to_target_on_each_kpis_own_scale() -> None:
    (goals,) = (block for block in figures() if isinstance(block, Goals))
    assert [(goal.label, goal.baseline, goal.target, goal.start, goal.end) for goal in goals.goals] == [
        ("New members", "to be measured", "200 members", None, 100),
        ("Trial to member", "18%", "32.5%", 55, 100),
        ("Cost of a member", "to be measured", "USD 100", None, 100),
    ]


def test_a_draft_that_brings_its_own_summary_and_channel_plan_is_not_given_ours() -> None:
    sections = tuple(
        Section(section_id=name, title=f"Own {name}", form="prose", body="Text.")
        for name in ("executive_summary", "channel_plan")
    )
    titles = [c.title for c in report_of(an_order(a_passed_draft(draft=a_draft(sections=sections)))).chapters]
    assert "Executive summary" not in titles
    assert "Channels and reasons" not in titles


def test_the_pages_charts_are_drawings_that_can_be_read_aloud_and_no_script() -> None:
    page = as_html(report_of(an_order())).decode()
    assert page.count('<svg role="img"') == 2
    assert "<desc>Instagram 55%, USD 11,000; TikTok 30%, USD 6,000; E-mail 15%, USD 3,000</desc>" in page
    assert "New members from to be measured to 200 members" in page
    assert "<script" not in page


def test_a_calendar_section_shows_its_posts_once() -> None:
    table = "\n".join(f"| {post.day} | {post.hook} |" for post in posts())
    body = f"One post a day.\n\n| Day | Hook |\n| --- | --- |\n{table}\n"
    section = Section(section_id="calendar", title="30-day calendar", form="table", body=body)
    report = report_of(an_order(a_passed_draft(draft=a_draft(sections=(section,)))))
    (chapter,) = (chapter for chapter in report.chapters if "calendar" in chapter.title.lower())
    assert [len(block.rows) for block in chapter.blocks if isinstance(block, Table)] == [30]


def test_kpis_that_the_draft_covers_are_not_repeated() -> None:
    section = Section(section_id="kpi_plan", title="KPI plan", form="prose", body="200 members in 90 days.")
    report = report_of(an_order(a_passed_draft(draft=a_draft(sections=(section,)))))
    assert [chapter.title for chapter in report.chapters if "K" in chapter.title] == ["KPI plan"]


def test_a_clients_markup_is_text_on_the_page() -> None:
    page = as_html(report_of(an_order(a_passed_draft(brief=a_brief(client_name=NASTY))))).decode()
    assert "<b " not in page
    assert "Smith &amp; Söhne &lt;b onclick=&quot;x()&quot;&gt;" in page


def test_generated_chapters_read_back_from_markdown_as_they_were() -> None:
    brief = a_brief(required_disclaimers=(NASTY, "1. Not medical advice"))
    report = report_of(an_order(a_passed_draft(brief=brief)))
    markdown = as_markdown(report).decode()
    for chapter in report.chapters[-2:]:
        source = markdown.split(f"## {chapter.title}\n\n")[1].split("\n\n## ")[0].split("\n\n---")[0]
        written = read(unescape(source))
        assert [getattr(b, "items", getattr(b, "text", None)) for b in written if not isinstance(b, Table)] == [
            getattr(b, "items", getattr(b, "text", None)) for b in chapter.blocks if not isinstance(b, Table)
        ]


HOSTILE = """Reports that <script>alert(1)</script> &lt;auditors&gt; trust, and `code <script>` too.

<script>alert(2)</script>

- </td></tr></table> closes on time, `a` <b>bold</b>
- [book](https://a.example/`x) and `<script>`
- # no heading

| Day `a | <img src=x onerror=alert(3)>` |
| --- | --- |
| 1 | <i>a</i> \\<b> |
"""


def a_markdown_file(body: str) -> str:
    """The Markdown of a report with this body in a section."""
    section = Section(section_id="overview", title="Overview <u>", form="prose", body=body)
    draft = a_draft(sections=(section,), title="<b>Plan</b>")
    return as_markdown(report_of(an_order(a_passed_draft(brief=a_brief(client_name=NASTY), draft=draft)))).decode()


def test_markup_in_a_draft_or_brief_is_text_where_the_markdown_is_rendered_with_html() -> None:
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(a_markdown_file(HOSTILE))
    raw = ("<script", "<b>", "<b ", "<u>", "<i>", "<img", "</td></tr></table> closes", "<h1># no")
    assert [tag for tag in raw if tag in page] == []
    assert "Reports that &lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;auditors&amp;gt; trust" in page
    assert "<li># no heading</li>" in page


@pytest.mark.parametrize("address", ["https://a.example/?utm_source=email&utm_content=1_*~x", "www.a.example/_x_y"])
def test_an_address_stays_as_it_is_in_the_markdown(address: str) -> None:
    brief = a_brief(required_disclaimers=(f"Terms_here: {address}, [all] of them",))
    markdown = as_markdown(report_of(an_order(a_passed_draft(brief=brief)))).decode()
    assert f"- Terms\\_here: {address}, \\[all\\] of them" in markdown


def test_a_number_at_the_start_of_a_line_does_not_make_a_list() -> None:
    page = MarkdownIt().render(a_markdown_file("1\\. Not medical advice\n\n- 2. Nor legal advice\n- +49 30 x"))
    assert "<p>1. Not medical advice</p>" in page
    assert "<li>2. Nor legal advice</li>" in page
    assert "<li>+49 30 x</li>" in page
