"""The sections that set the direction: objective, idea, value, and how the campaign looks and sounds."""

from collections.abc import Mapping
from types import MappingProxyType

from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated, moved, weeks
from production.domain.markdown import body, bullets, heading, steps
from production.domain.palette import palette
from production.domain.sections import AIMS
from production.domain.wording import leading, listed, measured, multiple, number, opened, plain, quoted, sentence
from production.domain.work import Work, Writer

BOTTLENECKS: Mapping[str, str] = MappingProxyType(
    {
        "demand": "Demand holds {client} back: too few of the {reader} act yet. What they live with is “{pain}”.",
        "awareness": "{client} is not yet a name to {reader}; who lives with “{pain}” can't choose what is unknown.",
        "trust": "Trust holds {client} back: {reader} ask “{doubt}”, so evidence comes before reach.",
        "conversion": "Interest exists; it is lost between the first look and {threshold}, where “{doubt}” decides.",
        "retention": "{client} loses people whom it has already won; the moment to work on is “{pain}”.",
    }
)


def campaign_objective(work: Work) -> str:
    """State the one goal, the sums behind it, why it comes first, and what is left out for it."""
    case, material = case_of(work), work.material
    figures, goal = case.figures, case.figures.goal
    judged = f"It is judged by {case.inside(goal.name)}: {moved(goal)} by {dated(figures.end)}." if goal else ""
    own = f"The brief sets no number, so {case.client} counts {case.aim.results} from {dated(figures.start)} on."
    return body(
        material.say(
            f"{case.client} runs this campaign {AIMS[material.brief.objective]}.",
            f"It lasts {weeks(figures.weeks)} and is meant for {case.place}.",
            judged or own,
        ),
        heading("The sum behind it"),
        bullets(material, _sums(case)),
        heading("Why this comes first"),
        material.say(_bottleneck(case), _limit(case)),
        heading("What it leaves out"),
        bullets(material, _left_out(case)),
    )


def _sums(case: Case) -> list[str]:
    figures, goal = case.figures, case.figures.goal
    lines = [f"Time: {weeks(figures.weeks)}, from {dated(figures.start)} to {dated(figures.end)}."]
    if goal and goal.extra:
        unit = goal.unit or "results"
        lines.append(f"Pace: {number(goal.extra)} more {unit}, {_pace(goal.extra, figures.weeks)} for {case.client}.")
    elif goal and goal.baseline is not None:
        step = number(round(abs(goal.target - goal.baseline) / figures.weeks, 2))
        pace = f", {step} a week on average" if step != "0" else ""
        lines.append(f"Pace: {case.inside(goal.name)} moves {moved(goal)}{pace}.")
    lines += _in_other_words(case)
    if figures.total:
        lines.append(f"Money: {figures.money(figures.total)} at most, {_weekly(case)} a week.")
    if figures.a_result and goal:
        lines.append(f"Price: {figures.money(figures.a_result)} for each of {number(goal.extra or 0)} {case.units}.")
    if figures.ceiling:
        lines.append(f"Ceiling: a third of a lifetime value, {figures.money(figures.ceiling)} a customer (assumed).")
    return [*lines, f"Decision point: {dated(figures.half)}, half of the time gone."]


def _pace(extra: float, span: int) -> str:
    a_week = extra / span
    return f"on average {number(round(a_week, 1))} a week" if a_week > 0.5 else f"one every {round(span / extra)} weeks"


def _in_other_words(case: Case) -> list[str]:
    goal, figures = case.figures.goal, case.figures
    words = goal.name.casefold().split() if goal else []
    if goal is None or goal.baseline is None:
        return []
    if "churn" in words and goal.unit == "%":
        kept = (goal.baseline - goal.target) * 10
        return [
            f"In people: of 1,000 {case.trade.customers} {number(goal.baseline * 10)} leave today and"
            f" {number(goal.target * 10)} at the target; {number(kept)} stay."
        ]
    if "roas" in words and figures.total:
        now, then = (figures.money(figures.total * rate) for rate in (goal.baseline, goal.target))
        return [f"In sales: the budget of {figures.money(figures.total)} brings {now} today and {then} at the target."]
    return []


def _weekly(case: Case) -> str:
    return case.figures.money((case.figures.total or 0) / case.figures.weeks)


def _bottleneck(case: Case) -> str:
    return opened(
        BOTTLENECKS[case.material.strategy.business.bottleneck].format(
            client=case.client,
            reader=case.reader,
            pain=opened(case.pain()),
            doubt=opened(case.doubt()),
            threshold=case.trade.threshold,
        )
    )


def _limit(case: Case) -> str:
    limits = [
        case.inside(part) for part in plain(case.material.strategy.business.growth_constraint).split("; ") if part
    ]
    return f"What limits {case.client} besides: {case.closing(leading('; '.join(limits[:2]), 220))}" if limits else ""


def _left_out(case: Case) -> list[str]:
    later = [f"Later, not now: {sentence(outcome)}" for outcome in case.outcomes[1:3]]
    goals = [goal for goal in case.material.goals if not case.figures.goal or case.figures.goal.name not in goal]
    counted = [f"Reported, but not steered by: {case.closing(goal)}" for goal in goals[1:3]]
    return [*later, *counted, f"Others than {case.reader}: welcome at {case.client}, but not looked for."]


def core_idea(work: Work) -> str:
    """Tell the idea in a line, the tension it lives from, how it returns, and what it is not."""
    case, material = case_of(work), work.material
    story = material.strategy.narrative
    line = leading(plain(story.repetition).partition(";")[0], 160) or f"{case.client}: {case.outcome()}"
    return body(
        heading("In one line"),
        material.say(sentence(line)) or material.say(f"{case.client}: {sentence(case.reason())}"),
        heading("The tension"),
        material.say(
            f"On one side stands {quoted(case.pain())}.",
            f"On the other stands what {case.people} would rather have: {quoted(case.outcome())}.",
            f"{case.client} steps between the two with one fact: {sentence(case.reason())}",
        ),
        heading("How it comes back"),
        steps(material, _returns(case)),
        heading("What it gives up"),
        material.say(
            f"It speaks to {case.reader} and lets everyone else pass.",
            f"It keeps {quoted(case.outcome(-1))} in the background." if len(case.outcomes) > 1 else "",
            f"It doesn't compete on {_not_on(case)}.",
        ),
    )


def _returns(case: Case) -> list[str]:
    return [
        f"A piece opens on {quoted(case.pain(1))}, in the reader's words rather than in those of {case.client}.",
        f"Its middle shows {case.trade.scene}.",
        f"It ends on one thing that can be checked: {sentence(case.shown())}",
        f"The next piece takes {quoted(case.doubt())} and starts again.",
    ]


def _not_on(case: Case) -> str:
    price = case.material.brief.pricing
    return case.vary(
        1,
        "price: no discount is needed to tell it" if price else "price, which the brief leaves open",
        f"volume: it has {measured(len(case.channels), 'channels')}, no more",
        f"attention for its own sake: a view without a next step is worth nothing to {case.client}",
    )


def value_proposition(work: Work) -> str:
    """Say for whom, instead of what, why it can be believed, and what it is worth in figures."""
    case, material = case_of(work), work.material
    return body(
        heading("The proposition"),
        material.say(
            f"For {case.reader}: {case.client} offers {case.product}.",
            f"It is made for those who know {quoted(case.pain())}.",
            f"What they get: {sentence(case.outcome())}",
            f"What makes it different: {sentence(case.reason())}",
        ),
        heading("Gains and reliefs"),
        bullets(material, _reliefs(case)),
        heading("Why it can be believed"),
        material.say(*_belief(case)),
        heading("What it is worth"),
        material.say(*_worth(case)),
    )


def _reliefs(case: Case) -> list[str]:
    return [
        f"Instead of {quoted(pain)}: {case.closing(case.outcome(turn))}"
        + (f" What makes it possible: {case.closing(case.reason(turn))}" if turn < len(case.reasons) else "")
        for turn, pain in enumerate(case.pains[: len(case.outcomes)])
    ]


def _belief(case: Case) -> list[str]:
    kind = case.material.strategy.value.differentiation_kind
    verdict = (
        f"A competitor would need time and money to copy it, so {case.client} can explain it in public."
        if kind == "structural"
        else f"A competitor could say the same tomorrow, so {case.client} has to show it first, and often."
    )
    opening = ("It rests on this", "And on this")
    shown = [f"{start}: {case.closing(text)}" for start, text in zip(opening, case.evidence, strict=False)]
    shown = shown if case.material.proofs else []
    return [*(shown or [f"Proof is still owed: in week 1 {case.client} collects two cases that may be told."]), verdict]


def _worth(case: Case) -> list[str]:
    figures, brief = case.figures, case.material.brief
    price = leading(plain(brief.pricing or ""), 140)
    lines = [f"Price as the brief states it: {sentence(price)}" if price else ""]
    if figures.order:
        lines.append(f"An average order at {case.client} is {figures.money(figures.order)}.")
    if figures.order and figures.lifetime:
        brought = f"Over its lifetime a customer brings {figures.money(figures.lifetime)}"
        lines.append(f"{brought}, {multiple(figures.lifetime, figures.order)} that.")
    if len([line for line in lines if line]) < 2:
        lines.append(f"Before {dated(figures.day(2))} {case.client} writes down what {quoted(case.pain())} costs.")
    return lines


def creative_direction(work: Work) -> str:
    """Say what is shown, in which colours and letters, how it sounds, and what is never done."""
    case, material = case_of(work, 1), work.material
    colours, brief = palette(brief=material.brief), material.brief
    return body(
        material.say(f"What a designer needs to make a piece for {case.client} without asking."),
        heading("Pictures"),
        bullets(material, _pictures(case)),
        heading("Colour and type"),
        bullets(
            material,
            (
                f"Ground and headline colour: {colours.primary}, with {colours.on_primary} on it"
                f"{'' if brief.brand_kit.colours else ' (assumed until the client names its colours)'}.",
                f"Type: {listed([plain(font) for font in brief.brand_kit.fonts])}." if brief.brand_kit.fonts else "",
                f"One colour a piece is enough; {case.client}'s name stands in the same corner each time.",
            ),
        ),
        heading("Words"),
        bullets(material, _words(case)),
        heading("Never"),
        bullets(material, _never(case)),
    )


def _pictures(case: Case) -> list[str]:
    return [
        f"Main motif: {case.trade.scene}.",
        f"First second of a clip: {quoted(case.pain())}, seen and not explained.",
        f"Proof in the picture: {sentence(case.shown())}",
        f"People: {case.people} as they are, in places that somebody from {case.place} recognises.",
    ]


def _words(case: Case) -> list[str]:
    brief = case.material.brief
    tones = case.material.guard.allowed(plain(tone) for tone in brief.tone_of_voice)[:4]
    return [
        f"Tone: {listed([case.inside(tone) for tone in tones])}; read each line of {case.client} aloud against that."
        if tones
        else f"Tone: the brief names none; {case.client} writes as its staff would speak to {case.people}.",
        f"Headline pattern: {case.client} states {quoted(case.reason(1))} first and the benefit second.",
        f"A number beats an adjective; the first to use is in {quoted(case.shown(1))}.",
    ]


def _never(case: Case) -> list[str]:
    rules = case.material.strategy.market.what_not_to_do
    told = [leading(plain(rule), 160) for rule in rules if "budget" not in rule]
    own = [sentence(rule) if case.client in rule else f"For {case.client}: {case.closing(rule)}" for rule in told]
    risk = case.material.brief.risk_tolerance
    boldness = f" the client's tolerance for risk is {risk.value}" if risk else " the brief leaves boldness open"
    kept = case.material.guard.allowed(own)[:4]
    return [*kept, f"No provocation without a second reader at {case.client}:{boldness}."]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "campaign_objective": campaign_objective,
        "core_idea": core_idea,
        "value_proposition": value_proposition,
        "creative_direction": creative_direction,
    }
)
