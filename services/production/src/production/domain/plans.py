"""The sections that are tables: the calendar, the KPI plan, the execution roadmap."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from contracts.draft import CalendarPost
from contracts.packages.catalogue import SPECIFICATIONS
from contracts.strategy import ChannelPlan, Kpi, Milestone
from production.domain.markdown import body, bullets, heading, table
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.specifications import fitted, words_in
from production.domain.wording import bared, inside, leading, measured, number, plain, sentence
from production.domain.work import Writer

MOST_MILESTONES = 16
LANDMARKS = ("launch", "half_time", "final_report")
"""What stays in a plan however short it is told."""


def calendar_table(material: Material, posts: Sequence[CalendarPost]) -> str:
    """Show the calendar: one row a post."""
    first, last = posts[0].date, posts[-1].date
    intro = (
        f"Thirty posts for {material.client}, one a day, from {first.day} {first:%B} until {last.day} {last:%B %Y}. "
        f"Captions, hashtags and tracked links of {material.client} stand in the calendar files."
    )
    header = ("Day", "Date", "Platform", "Theme", "Hook", "Call to action", "Asset")
    rows = (_post_row(post) for post in posts)
    return body(intro, material.say(*_beyond_the_end(material, posts)), table(header, rows))


def _beyond_the_end(material: Material, posts: Sequence[CalendarPost]) -> Iterator[str]:
    """Say that posts stand after the last day of a campaign that is shorter than its calendar."""
    end = material.ends
    late = [post for post in posts if post.date > end]
    if late:
        first = late[0].date
        yield f"The campaign ends on {end.day} {end:%B} {end:%Y}."
        yield f"Posts from {first.day} {first:%B} on are in reserve, for the case that {material.client} goes on."


def _post_row(post: CalendarPost) -> tuple[str, ...]:
    date = f"{post.date:%a} {post.date.day} {post.date:%b}"
    return (str(post.day), date, label(post.platform), post.theme, post.hook, post.call_to_action, post.asset_type)


def kpi_plan(material: Material) -> str:
    """Show what is measured, from where to where, by when, and what follows from the numbers."""
    kpis = [kpi for kpi in material.strategy.kpis if material.guard.allows(f"{kpi.name} {kpi.unit} {kpi.basis}")]
    header = ("KPI", "Stage", "Baseline", "Target", "Window", "Basis")
    rules = [sentence(leading(plain(rule), 180)) for rule in material.strategy.measurement.decision_rules[:6]]
    cadence = bared(leading(plain(material.strategy.measurement.review_cadence), 80))
    success = sentence(leading(plain(material.strategy.measurement.definition_of_success), 150))
    return body(
        material.say(
            f"{material.client} watches these numbers; targets are the brief's own, or assumptions with their basis.",
            f"Success means: {success}" if success else "",
        ),
        table(header, [_kpi_row(kpi) for kpi in kpis] or _stated_targets(material)),
        heading("Decision rules"),
        bullets(material, (*rules, *_standing_rules(material.client, cadence))),
    )


def _kpi_row(kpi: Kpi) -> tuple[str, ...]:
    baseline = "measured in week 1" if kpi.baseline is None else measured(kpi.baseline, kpi.unit)
    basis = leading(plain(kpi.basis), 120) or "the strategy"
    return (plain(kpi.name), kpi.stage, baseline, measured(kpi.target, kpi.unit), plain(kpi.window), basis)


def _stated_targets(material: Material) -> list[tuple[str, ...]]:
    window = measured(material.brief.duration_weeks, "weeks")
    stated = [
        (
            plain(target.metric),
            "conversion",
            "measured in week 1",
            measured(target.target, target.unit),
            window,
            "the brief",
        )
        for target in material.brief.kpi_targets
    ]
    posts = (
        "Posts published as planned",
        "awareness",
        "0 posts",
        "30 posts",
        "30 days",
        "the calendar of this package",
    )
    return [*stated, posts]


def _standing_rules(client: str, cadence: str) -> tuple[str, ...]:
    review = f"Rhythm: {sentence(cadence)}" if cadence else "The numbers are read every week."
    return (
        review,
        f"After 14 days {client} gives the days of a theme below half the others' average to the strongest.",
    )


def roadmap(material: Material) -> str:
    """Show what is due when and by whom, what each channel is for and costs, and how approval works."""
    planned = [stone for stone in material.strategy.timeline if material.guard.allows(stone.title)]
    milestones = _thinned(planned) or _own_milestones(material)
    left_out = len(planned) - len(milestones)
    approval = leading(plain(material.brief.approval_frequency or ""), 80)
    rhythm = (
        f"Approval: {inside(approval)}."
        if approval
        else "Approval: weekly, an assumption since the brief names no rhythm."
    )
    rules = [_stop_rule(plan) for plan in material.strategy.channels if plan.kill_criteria]
    opening = body(
        f"What is due for {material.client}, who sees to it, and where the money goes. {rhythm}",
        heading("Milestones"),
        table(("Due", "Week", "Milestone", "Owner"), (_milestone_row(stone) for stone in milestones)),
        material.say(f"Milestones in between that are not listed here: {left_out}.") if left_out > 0 else "",
        heading("Channels and budget"),
        table(("Channel", "Role", "Measured by", "Share", "Amount"), _channel_rows(material)),
    )
    room = SPECIFICATIONS["execution_roadmap"].maximum_words - words_in(opening)
    if words_in(" ".join(rules)) > room:
        rules = fitted(_short_rules(rules), room)
    return body(opening, bullets(material, rules))


def _thinned(stones: Sequence[Milestone]) -> list[Milestone]:
    """Leave reviews out, evenly, where milestones are too many; then what has no kind, from the end."""
    landmarks = [stone for stone in stones if stone.kind in LANDMARKS]
    others = [stone for stone in stones if stone.kind is None]
    reviews = [stone for stone in stones if stone.kind == "review"]
    kept = [*landmarks, *others][:MOST_MILESTONES]
    kept += _spread(reviews, MOST_MILESTONES - len(kept))
    return [stone for stone in stones if stone in kept]


def _spread(stones: Sequence[Milestone], most: int) -> list[Milestone]:
    count = min(most, len(stones))
    return [stones[(2 * turn + 1) * len(stones) // (2 * count)] for turn in range(count)]


def _own_milestones(material: Material) -> list[Milestone]:
    start = material.brief.start_date
    due = ((0, "First post goes out"), (7, "First week read"), (14, "Themes compared"), (29, "Thirty days reviewed"))
    return [
        Milestone(due=start + timedelta(days=days), title=title, owner="Account manager", week=days // 7 + 1)
        for days, title in due
    ]


def _milestone_row(stone: Milestone) -> tuple[str, ...]:
    due = f"{stone.due.day} {stone.due:%B %Y}"
    return (due, str(stone.week), leading(plain(stone.title), 240), leading(plain(stone.owner), 60))


def _channel_rows(material: Material) -> list[tuple[str, ...]]:
    return [_channel_row(material, plan) for plan in material.strategy.channels]


def _channel_row(material: Material, plan: ChannelPlan) -> tuple[str, ...]:
    currency = material.brief.budget.currency if material.brief.budget else ""
    amount = f"{number(plan.budget_amount)} {currency}".strip() if plan.budget_amount is not None else "not budgeted"
    kpi = material.guard.first([leading(plain(plan.kpi), 160)]) or "visits"
    return (label(plan.channel), plan.role, kpi, f"{plan.budget_share_percent} %", amount)


def _short_rules(rules: Sequence[str]) -> list[tuple[int, str]]:
    """Tell what many stop rules have in common once, behind what is each one's own; each line behind its rank."""
    parts = [rule.partition(", or if ") for rule in rules]
    shared = [f"Any of them stops as well if {end}" for end in dict.fromkeys(end for _, _, end in parts if end)]
    return [*((0, sentence(own)) for own, _, _ in parts), *((1, line) for line in shared)]


def _stop_rule(plan: ChannelPlan) -> str:
    return f"{label(plan.channel)}: {sentence(leading(plain(plan.kill_criteria), 240))}"


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "calendar_30_day": lambda work: calendar_table(work.material, work.posts),
        "kpi_plan": lambda work: kpi_plan(work.material),
        "execution_roadmap": lambda work: roadmap(work.material),
    }
)
