"""The sections on steering: risks, who decides, and who does what."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from production.domain.campaign.case import Case, case_of
from production.domain.campaign.quarters import reviews
from production.domain.figures import dated
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.platforms import label
from production.domain.wording import bared, closing, inside, leading, listed, plain, quoted, shortened
from production.domain.work import Work, Writer


def risk_register(work: Work) -> str:
    """List what may go wrong with likelihood, effect, early sign and answer, then what would end the campaign."""
    case, material = case_of(work, 1), work.material
    header = ("Risk", "Likelihood", "Effect", "Early sign", "Answer", "Owner")
    return body(
        material.say(
            f"What could go wrong for {case.client} between {dated(case.figures.start)} and {dated(case.figures.end)}; "
            "likelihoods are judgements, to be corrected at each review."
        ),
        table(header, sayable(material, _risks(case))),
        heading("Stop rules"),
        bullets(material, _stops(case)),
        heading("Legal limits"),
        bullets(material, _limits(case))
        or f"The brief of {case.client} names no rules; its counsel is asked in week 1.",
    )


def _risks(case: Case) -> list[tuple[str, ...]]:
    first, second, third = case.trade.incidents
    units, half = case.units, dated(case.figures.half)
    return [
        (
            f"{quoted(case.doubt())} goes unanswered",
            "medium",
            "high",
            "the question repeats",
            case.shown(),
            case.client,
        ),
        (
            f"{case.channel()} brings too little",
            "medium",
            "high",
            f"few {units} by {half}",
            "next opening",
            "Channel lead",
        ),
        (
            f"{case.client} approves late",
            "medium",
            "medium",
            "two approvals overdue",
            "posts in reserve",
            "Account manager",
        ),
        (first, "low", "high", "a public report", "issue response, level 2", case.client),
        (second, "low", "medium", "one message", "answer within an hour", case.client),
        (third, "low", "medium", "a question in a comment", "facts, then silence", "Strategist"),
        (
            _rival_risk(case),
            "medium",
            "low",
            "their advertisements",
            f"stay with {quoted(case.reason())}",
            "Strategist",
        ),
        (f"season: {case.trade.season}", "medium", "medium", "visits beside plan", "compare by year", "Analyst"),
    ]


def _rival_risk(case: Case) -> str:
    rivals = case.material.guard.allowed(plain(rival) for rival in case.material.brief.competitors)
    return f"{rivals[0]} copies the argument" if rivals else f"somebody copies {inside(case.reason())}"


def _stops(case: Case) -> list[str]:
    from_strategy = [
        f"{label(plan.channel)}: {_first_clause(plan.kill_criteria)}."
        for plan in case.material.strategy.channels[:3]
        if plan.kill_criteria
    ]
    own = f"{case.channel()}: no {case.aim.results} by {dated(case.figures.half)} ends it."
    return [
        *(f"{case.client} ends its spending on {line}" for line in from_strategy or [own]),
        f"Everything ends if {case.client} can't keep {quoted(case.promise)}.",
    ]


def _first_clause(rule: str) -> str:
    """The roadmap states the rule in full."""
    return inside(leading(plain(rule).partition(", or if")[0], 150))


def _limits(case: Case) -> list[str]:
    rules = [leading(plain(rule), 160) for rule in case.material.strategy.guardrails.compliance[:4]]
    stated = rules or [leading(plain(rule), 160) for rule in case.material.brief.compliance_requirements[:4]]
    return [f"Binding for {case.client}: {closing(rule)}" for rule in stated]


def governance(work: Work) -> str:
    """Say which meeting decides what and how often, how a piece is approved, and what happens without an answer."""
    case, material = case_of(work, 2), work.material
    header = ("Meeting", "Rhythm", "Decides", "Present", "Papers")
    return body(
        material.say(f"Few meetings for {case.client}, each with a decision; what needs none is written."),
        table(header, sayable(material, _meetings(case))),
        heading("How a piece is approved"),
        bullets(material, _approval(case)),
        heading("Who may decide alone"),
        bullets(material, _alone(case)),
        heading("Versions"),
        material.say(
            f"What {case.client} has approved keeps its number; a change makes a new one and names what differs.",
            f"The first review on {dated(_first_review(case))} closes version 1.",
        ),
    )


def _first_review(case: Case) -> date:
    return next((stone.due for stone in reviews(case)), case.figures.half)


def _meetings(case: Case) -> list[tuple[str, ...]]:
    report = bared(leading(plain(case.material.brief.report_frequency or ""), 40)) or "every two weeks (assumed)"
    return [
        ("Review", report, f"the next opening on {case.channel()}", f"{case.client}, strategist", "KPI table"),
        (
            "Half time",
            dated(case.figures.half),
            f"money between {listed(case.channels[:3])}",
            case.client,
            "budget table",
        ),
        ("Approval", _approves(case), "wording and pictures", f"{case.client}, content lead", "drafts"),
        ("Closing", dated(case.figures.end), f"what follows {quoted(case.promise)}", case.client, "analysis"),
    ]


def _approves(case: Case) -> str:
    return bared(leading(plain(case.material.brief.approval_frequency or ""), 40)) or "weekly (assumed)"


def _approval(case: Case) -> list[str]:
    return [
        f"Day 0: the draft reaches {case.client} with the brief's words marked in it.",
        f"Day 2: one answer from one person at {case.client}: yes, no, or a sentence to change.",
        f"Day 3: no answer means that the piece on {quoted(case.pain(1))} waits and one in reserve runs.",
        f"Facts such as {quoted(case.reason())}: checked by whoever at {case.client} knows them first-hand.",
    ]


def _alone(case: Case) -> list[str]:
    figures = case.figures
    limit = (
        f"Channel lead: shifts up to {figures.money(figures.total / figures.weeks / 5)} a week, a fifth (assumed)."
        if figures.total
        else f"Channel lead: shifts up to a fifth of a week's money at {case.client} (assumed)."
    )
    return [
        limit,
        f"Community manager: answers {quoted(case.doubt())} in approved words.",
        f"{case.client}: stops any piece at any time, by one message.",
    ]


def responsibilities(work: Work) -> str:
    """Show who does, answers for, is asked and is told, task by task; then what the client has to supply by when."""
    case, material = case_of(work), work.material
    header = ("Task", "Does", "Answers for", "Asked", "Told")
    return body(
        material.say(
            f"One name a task is still to be entered by {case.client} and the agency; until then roles stand here."
        ),
        table(header, sayable(material, _tasks(case))),
        heading("What the client supplies"),
        bullets(material, _supplies(case)),
        heading("Hours"),
        bullets(material, _hours(case)),
    )


def _tasks(case: Case) -> list[tuple[str, ...]]:
    client, first = case.client, case.channel()
    return [
        (f"Posts on {first}", "Content lead", "Account manager", client, "Analyst"),
        (f"Facts on {shortened(case.product, 45)}", client, client, "Content lead", "Account manager"),
        ("Legal check", f"counsel of {client}", client, "Strategist", "Content lead"),
        (f"Follow-up of {case.aim.results}", client, client, "Account manager", "Strategist"),
        (f"Budget on {listed(case.channels[:2])}", "Channel lead", "Strategist", client, "Account manager"),
        ("Numbers", "Analyst", "Strategist", client, "Content lead"),
        (f"Answers in {case.trade.gathering}", "Community manager", "Account manager", client, "Strategist"),
        ("Issue response", client, client, "Strategist", "Account manager"),
    ]


def _supplies(case: Case) -> list[str]:
    figures = case.figures
    return [
        f"By {dated(figures.start)}: access to {listed(case.channels[:3])}.",
        f"By {dated(min(figures.start + timedelta(days=3), figures.end))}: the source of {quoted(case.shown())}.",
        f"By {dated(min(figures.day(2), figures.end))}: half a day on site to film {case.trade.scene}.",
        f"Throughout: {case.client} says within two working days whether the {case.aim.results} were worth having.",
    ]


def _hours(case: Case) -> list[str]:
    pieces, total = len(case.material.pillars), case.figures.weeks
    return [
        f"{case.client}: two hours a week, {2 * total} in all (assumed), most of them for approval.",
        f"Agency: half a day a month for each of the {pieces} themes of {case.client} (assumed).",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "risk_register": risk_register,
        "governance": governance,
        "responsibilities": responsibilities,
    }
)
