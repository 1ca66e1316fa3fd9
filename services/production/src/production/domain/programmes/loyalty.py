"""The sections on keeping customers: why they leave, their months with the client, what rewards and brings back."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import Channel, KpiTarget
from production.domain import quotes
from production.domain.economics import bearable_cost, last_day, money, on_day, shift_in
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.programmes.causes import cause_of
from production.domain.programmes.figures import number_lines, price, requirements, rivals
from production.domain.wording import measured, number, opened, plain, sentence
from production.domain.work import Work, Writer

OWNED = (Channel.EMAIL, Channel.WHATSAPP, Channel.SMS)


def churn_of(material: Material) -> KpiTarget | None:
    """Give the client's churn target, where it names one with a baseline in percent."""
    found = shift_in(material.brief, "churn", "cancellation", "cancellations")
    return found if found and 0 < found.target < (found.baseline or 0) < 100 else None


def churn_diagnosis(work: Work) -> str:
    """Say what leaving costs, show why people leave and how it announces itself, and what is still unknown."""
    material = work.material
    people = quotes.customers(material)
    return body(
        f"Why {people} leave {material.client}, how it shows beforehand, and what it costs.",
        heading("What leaving costs"),
        bullets(material, _costs(material)),
        heading("Why people leave"),
        table(("Reason", "Early sign", "Counts from", "Answer"), sayable(material, _reasons(material))),
        heading("What is not known yet"),
        bullets(material, _unknown(material)),
    )


def _costs(material: Material) -> list[str]:
    brief, churn, people = material.brief, churn_of(material), quotes.customers(material)
    bearable = bearable_cost(brief)
    lines = _churn_lines(material, churn) if churn else number_lines(material, "retention")
    if bearable:
        lines.append(
            f"Each one who leaves early has to be replaced at up to {money(brief, bearable)} (a third of value)."
        )
    if brief.average_order_value:
        lines.append(f"One order more from each of 100 {people}: {money(brief, brief.average_order_value * 100)}.")
    return lines


def _churn_lines(material: Material, churn: KpiTarget) -> list[str]:
    """Turn a rate into people and months: at a rate p a period, a customer stays 100 / p periods on average."""
    people, start = quotes.customers(material), churn.baseline or 0
    stay, longer = 100 / start, 100 / churn.target
    lines = [
        f"Of 1,000 {people}, {number(start * 10)} leave a month today; at the target {number(churn.target * 10)}.",
        f"On average they stay {number(round(stay, 1))} months; at {measured(churn.target, '%')} "
        f"{number(round(longer, 1))}, by {last_day(material.brief)}.",
    ]
    order = material.brief.average_order_value
    if order:
        brief = material.brief
        lines.append(
            f"At {money(brief, order)} an order and one order a month (assumed), that is {money(brief, order * stay)} "
            f"against {money(brief, order * longer)} each."
        )
    return lines


def _reasons(material: Material) -> list[tuple[str, ...]]:
    said = [*material.pains, *(pair.objection for pair in material.rebuttals)][:7] or [quotes.pain(material, 0)]
    if len(said) < 2:
        said = [*said, f"{opened(quotes.product(material))} is no longer needed"]
    rows = [(text, cause_of(text, turn)) for turn, text in enumerate(said)]
    return [(f"“{text}”", cause.sign, cause.threshold, cause.answer) for text, cause in rows]


def _unknown(material: Material) -> list[str]:
    named = rivals(material)
    return [
        f"How many leave {material.client} in their first 60 days, and how many later.",
        f"How many fail to pay rather than decide: a card that expired is no doubt about {quotes.product(material)}.",
        f"Whether those who leave go to {named}, or to nobody." if named else "",
        f"One question on leaving answers the rest: was it “{quotes.pain(material, 0)}”?",
    ]


def lifecycle_map(work: Work) -> str:
    """Show what happens on which day of a customer's time, over which channel, and the rules of contact."""
    material = work.material
    return body(
        f"A customer's time with {material.client}, from the first day to the return.",
        table(("Stage", "Trigger", "Message", "Channel", "Counted by"), sayable(material, _lifecycle(material))),
        heading("Rules of contact"),
        bullets(material, _contact_rules(material)),
    )


def _owned(material: Material) -> list[str]:
    named = [label(plan.channel) for plan in material.strategy.channels if plan.channel in OWNED]
    return named or [label(Channel.EMAIL)]


def _lifecycle(material: Material) -> list[tuple[str, ...]]:
    names, goods = _owned(material), quotes.product(material)
    evidence = quotes.proof(material, 0)
    asked = quotes.doubt(material, 0) or quotes.pain(material, 1)
    rows = (
        ("Welcome", "day 0", f"What to expect: {material.inside(quotes.outcome(material, 0))}", "opened"),
        ("First use", "day 3, or no use", f"{opened(goods)} in three steps", "used once"),
        (
            "Habit",
            "second use",
            f"What helps now: {material.inside(quotes.difference(material, 0))}",
            "used twice in 14 days",
        ),
        ("Doubt", "a complaint, or day 21", f"A straight answer to “{asked}”", "replies"),
        (
            "Proof",
            "day 30",
            f"Beside “{evidence}”: your own month" if evidence else f"Your first month with {material.client}",
            "reviews",
        ),
        ("Decision", "5 days before renewal", f"Keep, change or pause {goods}", "kept or paused"),
        (
            "Risk",
            "early sign of leaving",
            f"“{quotes.pain(material, 0)}”, and what {material.client} changes",
            "back within 14 days",
        ),
        ("Return", "30 days after leaving", f"What is different at {material.client} now", "returned"),
    )
    return [
        (stage, trigger, text, names[turn % len(names)], by) for turn, (stage, trigger, text, by) in enumerate(rows)
    ]


def _contact_rules(material: Material) -> list[str]:
    zone = material.brief.timezone
    return [
        f"At most two messages of {material.client} in seven days, whatever the triggers say.",
        f"Between 9 and 19 o'clock, {zone}; nothing on the day of a complaint about {quotes.product(material)}.",
        "Every message ends with an unsubscribe line.",
        f"A reply to {material.client} stops the sequence until a person has answered.",
        *(f"Observed throughout: {sentence(text)}" for text in requirements(material)[:3]),
    ]


def loyalty_programme(work: Work) -> str:
    """Show what staying is rewarded with, what that may cost, and the rules."""
    material = work.material
    return body(
        material.say(
            f"{material.client} rewards staying, not spending: each level takes one worry away.",
            f"It has worked when fewer say “{quotes.pain(material, 0)}”.",
        ),
        table(("Level", "Reached after", "What it gives", "Cost to the client"), sayable(material, _levels(material))),
        heading("What it may cost"),
        bullets(material, _allowance(material)),
        heading("Rules"),
        bullets(material, _loyalty_rules(material)),
    )


def _levels(material: Material) -> list[tuple[str, ...]]:
    goods = quotes.product(material)
    asked = quotes.doubt(material, 0) or quotes.pain(material, 1)
    return [
        (
            "Arrived",
            "first 30 days",
            f"A named person for questions such as “{asked}”",
            "time: 10 minutes each",
        ),
        (
            "Settled",
            "3 months",
            f"Say in what comes next: {material.inside(quotes.outcome(material, 0))}",
            "one survey",
        ),
        ("Regular", "6 months", f"First look at changes to {goods}", _share(material, 2)),
        ("Advocate", "one friend brought", f"A thank-you for both, tied to {goods}", _share(material, 5)),
    ]


def _share(material: Material, percent: int) -> str:
    order = material.brief.average_order_value
    if order:
        return f"{money(material.brief, order * percent / 100)}, {percent} % of an order (assumed)"
    return f"{percent} % of an order, once its value is known"


def _allowance(material: Material) -> list[str]:
    brief, churn = material.brief, churn_of(material)
    order, value = brief.average_order_value, brief.lifetime_value
    found = []
    if churn and order:
        gain = (100 / churn.target - 100 / (churn.baseline or 1)) * order
        found.append(
            f"Reaching {measured(churn.target, '%')} adds {money(brief, gain)} a customer; a tenth of it, "
            f"{money(brief, gain / 10)}, may be given back (assumed)."
        )
    if value:
        found.append(
            f"With {money(brief, value)} of lifetime value, 2 % or {money(brief, value / 50)} is the upper limit."
        )
    cost = price(material)
    found.append(f"The list price stays: {material.inside(cost)}." if cost else "")
    return [*found, f"Without effect on the numbers of {material.client} after 90 days, the level ends."]


def _loyalty_rules(material: Material) -> list[str]:
    return [
        f"Nobody collects points at {material.client}; what is reached stays reached.",
        f"A pause of {quotes.product(material)} keeps the level.",
        f"Levels are announced on {on_day(material.brief, 28)}, to everyone the same day.",
        *(f"Limit: {sentence(plain(text))}" for text in material.brief.constraints[:2]),
    ]


def winback_programme(work: Work) -> str:
    """Show how those who left are asked, what they are told, whom nobody writes to, and when it stops."""
    material = work.material
    return body(
        f"{material.client} writes to those who left, a few times, with one reason each time.",
        table(("Step", "After leaving", "Message", "Channel", "Ends when"), sayable(material, _returns(material))),
        heading("Who is left alone"),
        bullets(material, _left_alone(material)),
        heading("When it stops"),
        bullets(material, _stops(material)),
    )


def _returns(material: Material) -> list[tuple[str, ...]]:
    names = _owned(material)
    asked = quotes.doubt(material, 0) or quotes.pain(material, 1)
    evidence = quotes.proof(material, 0) or quotes.difference(material, 0)
    rows = (
        ("Ask", "1 day", f"One question: was it “{quotes.pain(material, 0)}”?", "a reason is given"),
        ("Mend", "14 days", f"What {material.client} did about “{asked}”", "returned"),
        ("Show", "30 days", f"{opened(evidence)}, as it stands today", "returned"),
        (
            "Offer",
            "60 days",
            f"{opened(quotes.product(material))} again, from the day that suits",
            "returned, or no reply",
        ),
    )
    return [(step, after, text, names[turn % len(names)], end) for turn, (step, after, text, end) in enumerate(rows)]


def _left_alone(material: Material) -> list[str]:
    return [
        "Whoever chose unsubscribe, on every channel.",
        f"Whoever complained about {material.client} and has no answer yet.",
        f"Whoever left because {quotes.product(material)} can't help: they hear so, once, with thanks.",
        *(f"Also bound by: {sentence(text)}" for text in requirements(material)[:2]),
    ]


def _stops(material: Material) -> list[str]:
    brief, bearable = material.brief, bearable_cost(material.brief)
    kept = [f"Above {money(brief, bearable)} for one who returns, a new one is cheaper."] if bearable else []
    return [
        f"After the fourth message; the address then leaves the lists of {material.client}.",
        f"For all, if fewer than 3 of 100 return by {on_day(brief, 69)} (assumed threshold).",
        *kept,
        f"A return counts only if {quotes.product(material)} is still used 60 days later.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "churn_diagnosis": churn_diagnosis,
        "lifecycle_map": lifecycle_map,
        "loyalty_programme": loyalty_programme,
        "winback_programme": winback_programme,
    }
)
