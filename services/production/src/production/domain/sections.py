"""The sections that say what the campaign is: overview, messages, content buckets, hashtags, summary."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from contracts.brief import Budget, Objective
from contracts.draft import CalendarPost
from contracts.english import located
from contracts.packages.catalogue import has_calendar
from contracts.strategy import Kpi, Pillar
from production.domain.figures import weeks
from production.domain.hashtags import Hashtags
from production.domain.markdown import body, bullets, heading, steps
from production.domain.material import Material
from production.domain.platforms import PLATFORMS, label
from production.domain.wording import (
    distinct,
    leading,
    listed,
    measured,
    number,
    plain,
    quoted,
    sentence,
)
from production.domain.work import Writer

AIMS = {
    Objective.AWARENESS: "to be known by the people it serves",
    Objective.LEADS: "to win enquiries worth answering",
    Objective.SALES: "to sell",
    Objective.HIRING: "to be applied to by the right people",
    Objective.PARTNERSHIPS: "to win partners",
    Objective.RETENTION: "to keep the customers it has",
}


def overview(material: Material) -> str:
    """Say who the client is, what is wrong, what should change, and within which frame."""
    brief = material.brief
    place = located(leading(plain(brief.geography), 80))
    return body(
        material.say(
            f"What {material.client} offers: {material.closing(material.offer)}",
            f"The campaign speaks to {material.closing(material.audience)} The market: {place}.",
            f"Its purpose is {AIMS[brief.objective]}.",
        ),
        heading("The problem"),
        bullets(material, (sentence(pain) for pain in material.pains)) or _shared_problem(material),
        heading("The change"),
        bullets(material, (sentence(outcome) for outcome in (*material.outcomes, *material.goals)))
        or _shared_change(material),
        heading("The frame"),
        material.say(*_frame(material)),
    )


def _shared_problem(material: Material) -> str:
    return f"- The brief names no problem that may be said aloud, so the posts begin with what {material.client} does."


def _shared_change(material: Material) -> str:
    return f"- The one change to work for: {material.inside(material.promise)}."


def _frame(material: Material) -> list[str]:
    brief, start = material.brief, material.brief.start_date
    planned = (
        f"Thirty days are planned day by day; what they teach {material.client} decides the weeks after."
        if has_calendar(brief.package)
        else f"Nothing is published before {material.client} has read the findings."
    )
    begun = f"Work begins on {start.day} {start:%B %Y} and runs for {weeks(brief.duration_weeks)}."
    return [begun, planned, _spend(brief.budget)]


def _spend(budget: Budget | None) -> str:
    if budget is None:
        return "The brief names no budget, so shares are planned in percent alone."
    if budget.maximum == 0:
        return "The budget is zero, so shares say where the work goes, not money."
    if budget.minimum == budget.maximum:
        return f"The budget is {number(budget.maximum)} {budget.currency}."
    return f"The budget lies between {number(budget.minimum)} and {number(budget.maximum)} {budget.currency}."


def messaging(material: Material) -> str:
    """Say what is promised, what proves it, what answers doubts, how it sounds, and what must be said word for word."""
    client = material.client
    proofs = [f"Evidence: {sentence(proof)}" for proof in material.proofs]
    reasons = [f"Reason to believe: {sentence(reason)}" for reason in material.differentiators]
    doubts = [f"{sentence(quoted(pair.objection))} {sentence(pair.answer)}" for pair in material.rebuttals]
    return body(
        heading("Core promise"),
        material.say(
            f"{client} promises one thing: {sentence(material.promise)}",
            f"Every post of {client} leads back to that sentence, in other words each time.",
        ),
        heading("Proof"),
        bullets(material, (*proofs, *reasons))
        or f"The brief gives no proof yet; until it does, {client} claims nothing.",
        *((heading("Doubts and answers"), bullets(material, doubts)) if doubts else ()),
        heading("Voice"),
        material.say(*_voice(material)),
        *_word_for_word(material),
    )


def _voice(material: Material) -> list[str]:
    tones = material.guard.allowed(distinct(material.brief.tone_of_voice))[:5]
    example = material.guard.first(leading(text, 160) for text in distinct(material.brief.voice_examples))
    sound = f"The tone of {material.client}: {listed([material.inside(tone) for tone in tones])}."
    assumed = f"The brief names no tone, so {material.client} speaks plainly: short sentences, no exclamation marks."
    return [
        sound if tones else assumed,
        f"A sentence that has the sound: “{example}”" if example else "",
        f"Words and claims that {material.client} rules out stand nowhere in this package.",
    ]


def _word_for_word(material: Material) -> tuple[str, ...]:
    required = _demanded(material)
    rule = f"Where a post has no room for a disclaimer, the page of {material.client} behind its link carries it."
    return (*required, rule) if required else ()


def _demanded(material: Material) -> tuple[str, ...]:
    required = [plain(text) for text in (*material.brief.must_include, *material.brief.required_disclaimers)]
    return (heading("Said word for word"), "\n".join(f"- {text}" for text in required)) if required else ()


def content_buckets(material: Material, posts: Sequence[CalendarPost]) -> str:
    """Describe each theme with its topics, its share of the calendar and one hook."""
    counts = Counter(post.theme for post in posts)
    buckets = [_bucket(material, pillar, counts[pillar.name], posts) for pillar in material.pillars]
    intro = f"The calendar of {material.client} has {measured(len(material.pillars), 'themes')}; a post belongs to one."
    return body(intro, *buckets)


def _bucket(material: Material, pillar: Pillar, count: int, posts: Sequence[CalendarPost]) -> str:
    example = next((post.hook for post in posts if post.theme == pillar.name), "")
    described = (
        f"What it does for {material.client}: {material.closing(pillar.description)}" if pillar.description else ""
    )
    topics = [f"A topic: {sentence(topic)}" for topic in pillar.topics[:4]]
    share = f"In the calendar {quoted(pillar.name)} has {count} of {len(posts)} posts by {material.client}."
    lines = (described, *topics, share, f"For example: {example}" if example else "")
    return body(heading(pillar.name), bullets(material, lines))


def hashtag_strategy(material: Material, tags: Hashtags) -> str:
    """List the hashtags by what they are for, and say how many a platform gets."""
    groups = {
        f"Who it is from – the first stands under every post of {material.client}": tags.brand,
        "What it is about – people who look for the offer": tags.offer,
        "What moves the reader – problems and goals": tags.themes,
        "Who and where – the audience and its place": tags.audience,
    }
    lines = [f"{name}: {' '.join(found)}" for name, found in groups.items() if found]
    limits = [
        f"{label(plan.channel)}: {PLATFORMS[plan.channel].hashtags} a post"
        for plan in material.strategy.channels
        if plan.channel in PLATFORMS and PLATFORMS[plan.channel].hashtags
    ]
    habits = (
        f"One tag is always {material.client}'s own, so that its posts can be found together.",
        f"The others rotate; one that brings {material.client} no visits in two weeks is dropped.",
        f"Broad tags are left out: they bring {material.client} views from people the offer isn't for.",
    )
    intro = f"The tags come from {material.client}'s own words and from what its audience would type."
    return body(intro, bullets(material, lines), heading("How to use them"), bullets(material, (*limits, *habits)))


def _number_to_watch(material: Material) -> Kpi | None:
    allowed = [kpi for kpi in material.strategy.kpis if material.guard.allows(kpi.name)]
    return next((kpi for kpi in allowed if kpi.stage == "conversion"), allowed[0] if allowed else None)


def summary(material: Material, posts: Sequence[CalendarPost]) -> str:
    """Say the campaign in a paragraph, and what happens next."""
    start, named = material.begins, listed(list(dict.fromkeys(label(post.platform) for post in posts)))
    goal = _number_to_watch(material)
    if not posts:
        return _summary_without_posts(material, goal)
    return body(
        material.say(
            f"{material.client} spends 30 days on one promise: {sentence(material.promise)}",
            f"On {named} {len(posts)} posts of {material.client} tell it from the reader's side, no hook twice.",
            f"The number to watch is {material.inside(plain(goal.name))}: {measured(goal.target, goal.unit)}."
            if goal
            else "",
        ),
        heading("Next steps"),
        steps(
            material,
            (
                f"{material.client} reads the calendar and marks what it would not say.",
                f"The agency corrects the wording, then makes pictures and clips for {material.client} by asset type.",
                f"Publishing begins on {start.day} {start:%B}.",
                f"After 30 days the numbers decide which themes of {material.client} continue.",
            ),
        ),
    )


def _summary_without_posts(material: Material, goal: Kpi | None) -> str:
    client, start = material.client, material.brief.start_date
    findings = start + timedelta(days=13)
    return body(
        material.say(
            f"{client} learns where its money keeps this promise and where not: {sentence(material.promise)}",
            f"The checks cover {listed([label(plan.channel) for plan in material.strategy.channels])}.",
            f"The number to watch is {material.inside(plain(goal.name))}: {measured(goal.target, goal.unit)}."
            if goal
            else "",
            f"Until {client} grants access every line is a question.",
        ),
        heading("Next steps"),
        steps(
            material,
            (
                f"{client} grants read-only access by {start.day} {start:%B}.",
                f"The agency works through the checks in their order and notes what it sees at {client}.",
                f"Findings with evidence are read together on {findings.day} {findings:%B}.",
                f"{client} decides which of them are acted on first.",
            ),
        ),
        *_demanded(material),
    )


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "overview": lambda work: overview(work.material),
        "messaging_framework": lambda work: messaging(work.material),
        "content_buckets": lambda work: content_buckets(work.material, work.posts),
        "hashtag_strategy": lambda work: hashtag_strategy(work.material, work.tags),
        "summary": lambda work: summary(work.material, work.posts),
    }
)
