"""The audit of what is searched, what a click may cost, and the page where it lands."""

from contracts.brief import Channel, KpiTarget
from contracts.strategy import ChannelPlan
from production.domain import quotes
from production.domain.calls import call_to_action
from production.domain.economics import TOLERANCE, channel_week, money, planned_cost, shift_in
from production.domain.hashtags import STOP_WORDS
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.material import Material
from production.domain.platforms import GOOGLE_DESCRIPTION, GOOGLE_HEADLINE
from production.domain.programmes.checks import Check, checks_table
from production.domain.programmes.figures import price, requirements, rivals
from production.domain.wording import gist, leading, measured, number, plain, sentence, shortened
from production.domain.work import Work


def search_checks(material: Material) -> tuple[Check, ...]:
    """Give the checks of search terms and bids."""
    brief, cost, returns = material.brief, planned_cost(material.brief), shift_in(material.brief, "roas")
    plan = _plan_of(material, Channel.GOOGLE_ADS)
    spent = f"{channel_week(brief, plan)} a week" if plan else "no Google Ads in the plan"
    named = rivals(material)
    return (
        Check(
            "Google Ads in use",
            spent,
            "a tenth of results" if plan else "searches a month over 500",
            "kept" if plan else "a trial of four weeks proposed",
        ),
        Check(
            "Terms with intent",
            f"“{quotes.product(material)}”",
            "half of search spend",
            "other terms lowered by a third",
        ),
        Check("Own name", f"“{material.client}”", "reported apart from the rest", "own campaign, own budget"),
        Check(
            "Rivals' names",
            named or "none in the brief",
            "cost at most twice the mean",
            "stopped, or page of comparison",
        ),
        Check(
            "Bid target",
            _bid_figure(material, returns, cost),
            _bid_threshold(material, returns, cost),
            "target moved 10 % a week",
        ),
        Check(
            "Headlines",
            f"{GOOGLE_HEADLINE} and {GOOGLE_DESCRIPTION} characters",
            "8 different, none cut",
            "written from the promise",
        ),
    )


def _plan_of(material: Material, channel: Channel) -> ChannelPlan | None:
    return next((plan for plan in material.strategy.channels if plan.channel is channel), None)


def _bid_figure(material: Material, returns: KpiTarget | None, cost: float | None) -> str:
    if returns:
        return f"ROAS {number(returns.baseline or 0)} today, {number(returns.target)} wanted"
    return f"{money(material.brief, cost)} a result planned" if cost else f"no target cost from {material.client}"


def _bid_threshold(material: Material, returns: KpiTarget | None, cost: float | None) -> str:
    if returns:
        return f"no campaign below {number(returns.baseline or 0)} for 14 days"
    return f"at most {money(material.brief, cost * TOLERANCE)}" if cost else "mean of the last 60 days"


def search_and_bidding(work: Work) -> str:
    """Show the checks of search, the terms to look for and to exclude, and how the bid follows from the target."""
    material = work.material
    return body(
        f"Whether people who look for {quotes.product(material)} find {material.client}, and at what price.",
        checks_table(material, search_checks(material)),
        heading("Search terms"),
        table(("Group", "Example", "Where it leads"), sayable(material, _terms(material))),
        heading("The bid"),
        bullets(material, _bid_lines(material)),
    )


def _terms(material: Material) -> list[tuple[str, ...]]:
    site = plain(material.brief.website or material.client)
    place = plain(material.brief.geography).split(",")[0]
    rows = [("Offer", gist(material.product, 50) or quotes.product(material), site)]
    rows += [
        ("Problem", _typed(text), f"section {turn} of the page") for turn, text in enumerate(material.pains[:3], 1)
    ]
    return [*rows, ("Place", f"{quotes.product(material)} {place}", site), ("Excluded", _excluded(material), "nowhere")]


def _typed(text: str) -> str:
    """Give the words of a problem as somebody would type them."""
    words = [word.strip(",.;:!?“”'’()") for word in text.casefold().split()]
    return " ".join([word for word in words if word and word not in STOP_WORDS][:4])


def _excluded(material: Material) -> str:
    brief = material.brief
    said = plain(f"{brief.primary_offer} {brief.pricing} {brief.objective}").casefold()
    marks = {
        "jobs": "hiring",
        "free": "free",
        "second-hand": "used",
        "pictures": "picture",
        "do it yourself": "yourself",
    }
    return ", ".join(word for word, mark in marks.items() if mark not in said) or f"{material.client} complaints"


def _bid_lines(material: Material) -> list[str]:
    brief, cost, returns = material.brief, planned_cost(material.brief), shift_in(material.brief, "roas")
    if returns and returns.baseline:
        more = round((returns.target / returns.baseline - 1) * 100)
        hundred = [money(brief, 100 * value) for value in (returns.baseline, returns.target)]
        return [
            f"Today {money(brief, 100)} bring {hundred[0]}, at the target {hundred[1]}: {more} % more.",
            f"Bids alone lift a return by a fifth at most (assumed); {material.client} needs page and offer too.",
            f"Break-even is 100 divided by the margin: at 40 % it lies at 2.5, {_side(returns, 2.5)} today's figure.",
        ]
    if cost:
        return [
            f"One result may cost {money(brief, cost)}; with 4 of 100 clicks acting (assumed) a click may cost "
            f"{money(brief, round(cost * 0.04, 2))}.",
            f"At twice that click price {material.client} needs 8 of 100 to act.",
        ]
    return [
        f"Without a target from {material.client}, the first bid is the mean of its last 60 days.",
        f"It moves by 10 % a week while {quotes.product(material)} keeps its share of searches.",
    ]


def _side(returns: KpiTarget, value: float) -> str:
    return "above" if value > (returns.baseline or 0) else "below"


def page_checks(material: Material) -> tuple[Check, ...]:
    """Give the checks of the page that advertisements lead to."""
    brief, rate = material.brief, shift_in(material.brief, "conversion")
    site, cost = plain(brief.website or "profile pages; no website"), price(material)
    evidence = quotes.proof(material, 0)
    return (
        Check("First screen", f"“{shortened(material.promise, 100)}”", "read without scrolling", "headline replaced"),
        Check(
            "Price",
            leading(cost, 100) if cost else f"none stated by {material.client}",
            "seen before the button",
            "moved above the button",
        ),
        Check(
            "Proof",
            f"“{evidence}”" if evidence else "no proof in the brief",
            "beside the first button",
            "asked for, then placed",
        ),
        Check(
            "Conversion",
            f"{measured(rate.baseline or 0, rate.unit)} to {measured(rate.target, rate.unit)}"
            if rate
            else f"rate of {material.client}, not named",
            "weekly, by device",
            "slowest step rebuilt first",
        ),
        Check("Speed", site, "largest element within 2.5 s (Core Web Vitals)", "pictures cut, scripts deferred"),
        Check(
            "Response and shift", f"{site}, on a phone", "200 ms and 0.1 (Core Web Vitals)", "developer's task, one day"
        ),
        Check("Call", f"“{call_to_action(material, 0)}”", "one call, three places", "others removed"),
        *(
            Check(
                "Doubt answered",
                f"“{pair.objection}”",
                "on the page, not behind it",
                "answer added beside the form",
            )
            for pair in material.rebuttals[:3]
        ),
    )


def landing_page_review(work: Work) -> str:
    """Show the checks of the landing page and what must stand on it word for word."""
    material = work.material
    demanded = [f"- Word for word: {plain(text)}" for text in material.brief.must_include[:4]]
    allowed = bullets(
        material,
        (
            *(f"By rule: {sentence(text)}" for text in requirements(material)[:4]),
            f"Without a click: whom it is for, {quotes.audience(material)}.",
            f"With one click: what is behind it, {quotes.within(material, quotes.difference(material, 0))}.",
        ),
    )
    return body(
        f"Whether a click on an advertisement of {material.client} lands where its words are kept.",
        checks_table(material, page_checks(material)),
        heading("What must stand on it"),
        "\n".join(filter(None, (*demanded, allowed))),
    )
