"""The audit of the tracking: whether the numbers that are decided by are true."""

from contracts.brief import Objective
from production.domain import quotes
from production.domain.economics import money
from production.domain.markdown import body, bullets, heading
from production.domain.material import Material
from production.domain.platforms import label
from production.domain.programmes.checks import Check, checks_table
from production.domain.programmes.figures import requirements, way_of
from production.domain.wording import opened, plain, sentence
from production.domain.work import Work

EVENTS = {
    Objective.SALES: ("product seen", "put in the basket", "checkout begun", "bought, with its value"),
    Objective.LEADS: ("page read to the end", "form begun", "form sent", "enquiry accepted by sales"),
    Objective.HIRING: ("role opened", "application begun", "application sent", "invited"),
    Objective.PARTNERSHIPS: ("terms opened", "message begun", "message sent", "first talk held"),
    Objective.RETENTION: ("logged in", "offer used", "order changed or paused", "cancelled, with the reason"),
    Objective.AWARENESS: ("half of the film seen", "page read to the end", "second visit", "newsletter joined"),
}


def tracking_checks(material: Material) -> tuple[Check, ...]:
    """Give the checks of the tracking: whether numbers can be believed."""
    brief = material.brief
    order, site = brief.average_order_value, plain(brief.website or "the profile pages")
    names = [label(plan.channel) for plan in material.strategy.channels]
    return (
        Check(
            "Platform against own count",
            f"orders and enquiries of {material.client}",
            "differ by 10 % at most",
            "no bid changes until mended",
        ),
        Check("Tag on every page", site, "99 of 100 pages", "tag manager container rebuilt"),
        Check(
            "UTM parameters",
            f"links from {', '.join(names[:4])}",
            "none without source, medium, campaign",
            "links rewritten, old ones redirected",
        ),
        Check(
            "Consent before tags",
            f"visitors in {quotes.place(material)}",
            "no tag fires before the choice",
            "consent mode set up first",
        ),
        Check(
            "Value sent along",
            money(brief, order) if order else "no order value in the brief",
            "mean within 5 % of the books",
            "values sent from the shop's server" if order else "client supplies the value",
        ),
        Check("Counted twice", f"thank-you page of {site}", "under 1 % of ids repeat", "id sent with each event"),
        Check(
            "Time zone and currency",
            f"{brief.timezone}, {brief.budget.currency if brief.budget else 'currency asked for'}",
            "same in all accounts",
            "reports corrected backwards",
        ),
        *(
            Check("Target measurable", way_of(target), "seen in one report, daily", "event added, baseline taken again")
            for target in brief.kpi_targets[:5]
        ),
    )


def tracking_check(work: Work) -> str:
    """Show the checks of the tracking, and the events without which no target can be read."""
    material = work.material
    events = EVENTS[material.brief.objective]
    return body(
        f"Whether the numbers that {material.client} decides by are true.",
        checks_table(material, tracking_checks(material)),
        heading("Events that must arrive"),
        bullets(
            material,
            [
                *(f"{opened(event)}." for event in events),
                *(f"Bound by: {sentence(text)}" for text in requirements(material)[:3]),
            ],
        ),
    )
