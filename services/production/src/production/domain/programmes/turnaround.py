"""The sections of a brand turnaround: symptoms, the gap between image and fact, the turn, the proof."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import KpiTarget
from production.domain import quotes
from production.domain.economics import goal_of, last_day, on_day, shift_in, shifts_of
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.programmes.causes import cause_of
from production.domain.programmes.figures import price, requirements, rivals, way_of
from production.domain.wording import distinct, listed, measured, number, opened, sentence
from production.domain.work import Work, Writer

BEST_RATING = 5
SURVEY = 96
"""Answers that a share needs to be known to within ten points, 95 times in 100: 0.25 x (1.96 / 0.1)^2."""


def brand_diagnosis(work: Work) -> str:
    """Show each symptom, where it is met, what it probably comes from and what would show that it heals."""
    material = work.material
    return body(
        material.say(
            f"What people hold against {material.client}, in their words, and what probably stands behind it.",
            f"Causes are assumptions until {on_day(material.brief, 13)}.",
        ),
        table(("Symptom", "Met in", "Probable cause", "Healed when"), sayable(material, _symptoms(material))),
        heading("What the numbers say"),
        bullets(material, _standing(material)),
        heading("How the diagnosis is checked"),
        bullets(material, _checked(material)),
    )


def _complaints(material: Material) -> list[str]:
    return [*material.pains, *(pair.objection for pair in material.rebuttals)]


def _symptoms(material: Material) -> list[tuple[str, ...]]:
    met = ("public reviews", "first talks", "calls not returned", "comments under posts", "talks with lost buyers")
    found = _complaints(material)[:6] or [quotes.pain(material, 0)]
    if len(found) < 2:
        found = [*found, f"{material.client} is compared by price alone"]
    return [
        (f"“{text}”", met[turn % len(met)], cause_of(text, turn).cause, cause_of(text, turn).healed)
        for turn, text in enumerate(found)
    ]


def _standing(material: Material) -> list[str]:
    brief, goal = material.brief, goal_of(material.brief)
    named = rivals(material)
    rating, claims = shift_in(brief, "rating", "stars", "reviews"), measured(len(material.differentiators), "claims")
    return [
        *(f"To move: {way_of(target)} by {last_day(brief)}." for target in shifts_of(brief)[:4]),
        *(_rating_lines(material, rating) if rating else ()),
        f"To win back: {goal.in_words}." if goal else "",
        f"Who gains meanwhile: {named}." if named else "",
        f"Evidence at hand: {measured(len(material.proofs), 'proofs')} for {claims}."
        if material.differentiators
        else f"Evidence at hand: none that {material.client} has named.",
    ]


def _rating_lines(material: Material, rating: KpiTarget) -> list[str]:
    """Count how many best ratings lift a mean: n x (target - mean) / (best - target)."""
    start = rating.baseline or 0
    if not 1 <= start < rating.target < BEST_RATING:
        return []
    needed = round(100 * (rating.target - start) / (BEST_RATING - rating.target))
    return [
        f"From {number(start)} to {number(rating.target)} stars: {needed} five-star reviews for every 100 that "
        f"{material.client} has now."
    ]


def _checked(material: Material) -> list[str]:
    brief = material.brief
    return [
        f"Ten people who left {material.client} are asked one question: what decided it?",
        f"The last 50 public remarks are sorted by “{quotes.pain(material, 0)}” and “{quotes.pain(material, 1)}”.",
        f"Three strangers in {quotes.place(material)} ask for {quotes.product(material)}; what they hear is noted.",
        f"A cause that fewer than a fifth of them name is dropped on {on_day(brief, 13)}.",
    ]


def perception_gap(work: Work) -> str:
    """Set what people say beside what can be shown, and say how wide the gap is."""
    material = work.material
    rows = _gaps(material)
    wide = [row[0] for row in rows if row[2] == "wide"]
    widest = wide[0] if wide else rows[0][0]
    return body(
        f"What is said about {material.client} beside what it can show today.",
        table(("What is said", "What can be shown", "Gap", "Next step"), sayable(material, rows)),
        heading("Where the gap is widest"),
        material.say(
            f"{opened(widest)}: here {material.client} has least to show.",
            f"Wide gaps: {len(wide)} of {len(rows)}.",
            f"It is closed before money goes to {label(material.strategy.channels[0].channel)}.",
        ),
        heading("How it is measured"),
        bullets(material, _measured(material)),
    )


def _gaps(material: Material) -> list[tuple[str, str, str, str]]:
    said = _complaints(material)[:6] or [quotes.pain(material, 0)]
    if len(said) < 2:
        said = [*said, f"{material.client} is like all the others"]
    return [_gap(material, text, turn) for turn, text in enumerate(said)]


def _gap(material: Material, said: str, turn: int) -> tuple[str, str, str, str]:
    shown = max((*material.proofs, *material.differentiators), key=lambda text: quotes.kinship(said, text), default="")
    if not shown or not quotes.kinship(said, shown):
        return (f"“{said}”", "nothing yet", "wide", _STEPS[turn % len(_STEPS)])
    if shown in material.proofs:
        return (f"“{said}”", shown, "narrow", "put both side by side")
    return (f"“{said}”", shown, "middling", "turn the claim into a record")


_STEPS = ("change the practice, then speak", "publish the rule", "name who is responsible", "keep a public record")


def _measured(material: Material) -> list[str]:
    brief = material.brief
    return [
        f"{SURVEY} answers from {quotes.audience(material)} give each share to within ten points, 95 times in 100.",
        f"Two questions: does “{quotes.pain(material, 0)}” describe {material.client}? Would you ask it for an offer?",
        f"Asked twice: in the week of {on_day(brief, 0)} and in the week before {last_day(brief)}.",
        f"The gap has closed when half as many say “{quotes.pain(material, 0)}” (assumed threshold).",
    ]


def repositioning(work: Work) -> str:
    """Say from where to where the brand turns, what it drops and what stays as it is."""
    material = work.material
    start, end = on_day(material.brief, 0), last_day(material.brief)
    return body(
        heading("From"),
        material.say(
            f"On {start} {material.client} stands for this: “{quotes.pain(material, 0)}”.",
            f"Behind it comes “{quotes.pain(material, 1)}”." if len(material.pains) > 1 else "",
        ),
        heading("To"),
        material.say(
            f"By {end} {quotes.audience(material)} should say of {material.client}: “{quotes.outcome(material, 0)}”.",
            f"The reason to believe it: {material.inside(quotes.difference(material, 0))}.",
            f"Checked by {material.inside(way_of(shifts_of(material.brief)[0]))}." if shifts_of(material.brief) else "",
        ),
        heading("What is dropped"),
        bullets(material, _dropped(material)),
        heading("What stays"),
        bullets(material, _stays(material)),
    )


def _dropped(material: Material) -> list[str]:
    named = rivals(material)
    return [
        f"Advertising for {quotes.product(material)} that doesn't answer “{quotes.pain(material, 0)}”.",
        f"Every claim of {material.client} that the proof plan can't support by {on_day(material.brief, 41)}.",
        f"Comparison with {named}: nobody believes it from a brand in this position." if named else "",
        *(f"Budget for {label(left_out.channel)}." for left_out in material.strategy.avoided_channels[:2]),
    ]


def _stays(material: Material) -> list[str]:
    cost = price(material)
    kept = [f"In the work: {material.inside(text)}." for text in material.differentiators[1:3]]
    tones = material.guard.allowed(distinct(material.brief.tone_of_voice))[:3]
    return [
        f"The name {material.client}, said first and without apology.",
        *kept,
        f"The price: {material.inside(cost)}."
        if cost
        else f"The price of {quotes.product(material)}, as discounts would confirm the doubt.",
        f"The tone: {listed([material.inside(tone) for tone in tones])}." if tones else "",
    ]


def proof_plan(work: Work) -> str:
    """Show which proof appears where, by when, and who brings it; then the rules that it keeps to."""
    material = work.material
    return body(
        f"What {material.client} shows, in which form, and by when; a claim without a row is not made.",
        table(("Proof", "Form", "Channel", "Due", "Owner"), sayable(material, _proof_rows(material))),
        heading("Rules of evidence"),
        bullets(material, _rules(material)),
        heading("What is still missing"),
        bullets(material, _missing(material)),
    )


def _proof_rows(material: Material) -> list[tuple[str, ...]]:
    brief, names = material.brief, [label(plan.channel) for plan in material.strategy.channels]
    forms = (
        "one picture with its source",
        "a page with the full record",
        "a film of one minute",
        "a talk, printed whole",
    )
    shown = [(text, "Account manager") for text in material.proofs[:4]]
    records = [(f"Record to begin: {material.inside(text)}", material.client) for text in material.differentiators[:3]]
    own = [
        (f"Public log: “{quotes.pain(material, 0)}”, every case with its answer", material.client),
        (f"Ten interviews: {material.inside(quotes.outcome(material, 0))}, or not", "Researcher"),
        (f"Every reply of {material.client} to a public complaint, with its date", "Community manager"),
    ]
    weeks = max(brief.duration_weeks, 1)
    return [
        (
            what,
            forms[turn % len(forms)],
            names[turn % len(names)],
            on_day(brief, min(7 + turn * 7, weeks * 7 - 1)),
            owner,
        )
        for turn, (what, owner) in enumerate([*shown, *records, *own][:8])
    ]


def _rules(material: Material) -> list[str]:
    return [
        f"Each number of {material.client} carries its source and its date.",
        f"A bad case about “{quotes.pain(material, 0)}” is shown with what was done, not hidden.",
        f"What {material.client} can't show by {on_day(material.brief, 41)}, it stops saying.",
        *(f"Always beside it: {sentence(text)}" for text in requirements(material)[:3]),
    ]


def _missing(material: Material) -> list[str]:
    unproved = [
        text for text in material.differentiators if not any(quotes.kinship(text, proof) for proof in material.proofs)
    ]
    lines = [f"Nobody outside confirms yet: {material.inside(text)}." for text in unproved[:3]]
    return lines or [f"A voice from outside that speaks for {quotes.product(material)} without being paid."]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "brand_diagnosis": brand_diagnosis,
        "perception_gap": perception_gap,
        "repositioning": repositioning,
        "proof_plan": proof_plan,
    }
)
