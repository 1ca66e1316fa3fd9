"""Rules on the plan behind the draft: its budget, its KPIs, and the channels that it promised to use."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from contracts.brief import Channel, KpiTarget
from contracts.strategy import Kpi
from qc.domain.material import Material
from qc.domain.rule import Finding, warning
from qc.domain.words import framed, search_key

LEAST_KPIS = 5
STAGES = ("awareness", "engagement", "conversion", "retention")

CHANNEL_NAMES: Mapping[Channel, tuple[str, ...]] = MappingProxyType(
    {
        Channel.X: ("twitter", "tweet", "tweets"),
        Channel.EMAIL: ("email", "e-mail"),
        Channel.GOOGLE_ADS: ("google ads",),
        Channel.META_ADS: ("meta ads",),
        Channel.GOOGLE_MAPS: ("google maps", "google business profile"),
        Channel.BLOG: ("blog", "seo"),
    }
)
"""How a text names the channels whose names are not their own value; X, a common letter, is looked for apart."""

_X = re.compile(r"(?<![\w.,:/-])(?<!\d )X(?![\w-])")
_UNMEASURABLE = frozenset(("", "n/a", "na", "none", "tbd", "-", "–", "some", "more", "high", "score"))
_MOST_DRIFT = 0.01


def budget_shares(material: Material) -> Iterator[Finding]:
    """Find budget shares that don't sum to 100 %, and amounts that exceed the brief's budget."""
    plans = material.strategy.channels
    shares = ", ".join(f"{plan.channel} {plan.budget_share_percent} %" for plan in plans)
    total = sum(plan.budget_share_percent for plan in plans)
    if total != 100:
        yield Finding(f"the budget shares sum to {total} %", shares, "strategy")
    if any(plan.budget_share_percent < 0 for plan in plans):
        yield Finding("a budget share is negative", shares, "strategy")
    budget = material.brief.budget
    spent = sum(plan.budget_amount or 0 for plan in plans)
    if budget and spent > budget.maximum:
        yield Finding(f"the channels spend {spent} of {budget.maximum} {budget.currency}", shares, "strategy")


def budget_amounts(material: Material) -> Iterator[Finding]:
    """Find amounts that are missing, don't sum to the brief's budget, or don't follow from their shares.

    A budget may be a range; rounding may move an amount by one unit of money for each channel.
    """
    plans, budget = material.strategy.channels, material.brief.budget
    if budget is None:
        return
    named = ", ".join(f"{plan.channel} {plan.budget_amount}" for plan in plans)
    amounts = [plan.budget_amount for plan in plans if plan.budget_amount is not None]
    if len(amounts) < len(plans):
        yield Finding("a channel has no amount though the brief names a budget", named, "strategy")
        return
    total, slack = sum(amounts), len(plans)
    if not budget.minimum - slack <= total <= budget.maximum + slack:
        worded = f"{budget.minimum} to {budget.maximum} {budget.currency}"
        yield Finding(f"the amounts sum to {total}; the budget is {worded}", named, "strategy")
    for plan, amount in zip(plans, amounts, strict=True):
        if abs(amount - total * plan.budget_share_percent / 100) > max(slack, total * _MOST_DRIFT):
            evidence = f"{plan.channel}: {plan.budget_share_percent} %, {amount} of {total} {budget.currency}"
            yield Finding("an amount doesn't follow from its share", evidence, "strategy")


def kpis_measurable(material: Material) -> Iterator[Finding]:
    """Find too few KPIs, and ones without a number, unit, window or basis that somebody could measure by."""
    kpis = material.strategy.kpis
    if len(kpis) < LEAST_KPIS:
        yield Finding(f"KPIs: {len(kpis)}; a campaign is judged by {LEAST_KPIS} at least", _named(kpis), "strategy")
    for kpi in kpis:
        faults = list(_faults(kpi))
        if faults:
            yield Finding(f"“{kpi.name}” can't be measured: {', '.join(faults)}", _worded(kpi), "strategy")
    counts = Counter(framed(kpi.name) for kpi in kpis)
    for repeated in sorted(name for name, count in counts.items() if count > 1):
        yield Finding("two KPIs have one name", repeated.strip(), "strategy")
    unwatched = set(STAGES) - {kpi.stage for kpi in kpis}
    if unwatched:
        yield warning(f"no KPI watches {', '.join(sorted(unwatched))}", _named(kpis), "strategy")


def client_targets_kept(material: Material) -> Iterator[Finding]:
    """Find targets of the client's that the strategy's KPIs dropped or changed."""
    for target in material.brief.kpi_targets:
        if not any(_keeps(kpi, target) for kpi in material.strategy.kpis):
            yield Finding(
                "a target of the client's isn't among the KPIs",
                f"{target.metric} {target.target:g} {target.unit}",
                "strategy",
            )


def channels_covered(material: Material) -> Iterator[Finding]:
    """Find channels of the strategy that the draft neither posts to, advertises on, writes for nor mentions."""
    draft = material.draft
    used = {post.platform for post in draft.calendar} | {
        advertisement.platform for advertisement in draft.advertisements
    }
    if draft.emails:
        used.add(Channel.EMAIL)
    for plan in material.strategy.channels:
        if plan.channel not in used and not _is_discussed(material, plan.channel):
            evidence = f"{plan.channel}: {plan.role}, {plan.budget_share_percent} % of the budget"
            yield Finding(f"the draft has nothing for {plan.channel}", evidence)


def channels_planned(material: Material) -> Iterator[Finding]:
    """Find channels that the calendar posts to though the strategy doesn't plan them."""
    planned = {plan.channel for plan in material.strategy.channels}
    stray = sorted({post.platform for post in material.draft.calendar} - planned)
    if stray:
        yield Finding("the calendar posts where the strategy plans nothing", ", ".join(stray), "calendar")


def names_of(channel: Channel) -> tuple[str, ...]:
    """Give the names by which a text may speak of a channel."""
    return CHANNEL_NAMES.get(channel, (channel.value,))


def _faults(kpi: Kpi) -> Iterator[str]:
    if not math.isfinite(kpi.target):
        yield "its target is no number"
    if kpi.baseline is not None and kpi.baseline == kpi.target:
        yield "its target is its baseline"
    if kpi.unit.strip().casefold() in _UNMEASURABLE:
        yield "it has no unit"
    if kpi.window.strip().casefold() in _UNMEASURABLE:
        yield "it has no window"


def _keeps(kpi: Kpi, target: KpiTarget) -> bool:
    return framed(target.metric) in framed(kpi.name) and math.isclose(kpi.target, target.target)


def _is_discussed(material: Material, channel: Channel) -> bool:
    """Say whether a sentence or a list's item speaks of the channel; a row of the budget's table is no plan for it."""
    keys = [search_key(name) for name in names_of(channel)]
    for passage in material.of("section"):
        told = "\n".join(line for line in passage.text.splitlines() if not line.lstrip().startswith("|"))
        words = framed(told)
        if any(key in words for key in keys) or (channel == Channel.X and _X.search(told)):
            return True
    return False


def _worded(kpi: Kpi) -> str:
    return f"{kpi.name}: {kpi.baseline} to {kpi.target} {kpi.unit} {kpi.window}".strip()


def _named(kpis: Iterable[Kpi]) -> str:
    return ", ".join(kpi.name for kpi in kpis)
