"""What the brief's own numbers say when they are put side by side; every sentence names those it rests on."""

from collections.abc import Callable
from dataclasses import dataclass

from contracts.brief import Brief, KpiTarget
from strategy.domain.targets import headline
from strategy.domain.wording import counted, money, number, phrase, sentence, weeks, words

_CUSTOMER_SHARE = 3
"""A customer may cost a third of what it brings, the usual planning rule; the plan says that it is assumed."""

_SEVERAL_ORDERS = 1.4
"""Below this a customer is one sale, and a rule about lifetime value would allow too much for it."""

Finding = Callable[[Brief], str | None]


@dataclass(frozen=True, slots=True)
class CostCap:
    """What the client wants one result to cost at most, and the count of results that it belongs to, if one does."""

    metric: str
    amount: float
    results: KpiTarget | None


def unit_economics(brief: Brief) -> str:
    """Say what an order, a customer and a result are worth and may cost."""
    found = [text for finding in _FINDINGS if (text := finding(brief))]
    said = (_worth(brief), *found) if found else (_worth(brief), _customers_at_the_limit(brief))
    return " ".join(text for text in said if text) or _unknown(brief)


def leading_finding(brief: Brief) -> str:
    """Give the one sum that a decision maker should know; empty where the brief's numbers allow none."""
    return next((text for finding in _FINDINGS if (text := finding(brief))), "")


def cost_cap(brief: Brief) -> CostCap | None:
    """Give the brief's own limit for the cost of a result."""
    for wanted in brief.kpi_targets:
        said = words(wanted.metric)
        if "cost" in said and ("per" in said or "a" in said):
            return CostCap(phrase(wanted.metric), wanted.target, _counted(brief, said - {"cost", "per", "a"}))
    return None


def planned_cost(brief: Brief) -> float | None:
    """Give what one result of the headline costs if the whole budget buys it."""
    wanted, most = headline(brief), _most(brief)
    return most / wanted.target if wanted and most else None


def _most(brief: Brief) -> int:
    """Give the most that may be spent; zero where there is no money, or none is named."""
    return brief.budget.maximum if brief.budget else 0


def _worth(brief: Brief) -> str | None:
    order, lifetime = brief.average_order_value, brief.lifetime_value
    limit = money(rounded(lifetime / _CUSTOMER_SHARE), brief) if lifetime else ""
    if order and lifetime and lifetime >= _SEVERAL_ORDERS * order:
        times = f"{number(round(lifetime / order, 1))} times the average order of {money(order, brief)}"
        return f"Lifetime value {money(lifetime, brief)}, {times}; a customer may cost {limit} (assumed: a third)."
    if order and lifetime:
        first = f"of which the first order brings {money(order, brief)}"
        return f"Lifetime value {money(lifetime, brief)}, {first}: the first sale has to earn the profit."
    if lifetime:
        return f"Lifetime value {money(lifetime, brief)}; a customer may cost {limit} (assumed: a third)."
    if order:
        return f"Average order {money(order, brief)}; without a lifetime value, a first order has to pay for itself."
    return None


def _cost_against_budget(brief: Brief) -> str | None:
    cap, most = cost_cap(brief), _most(brief)
    if cap is None or cap.results is None or not most:
        return None
    added = cap.results.target - (cap.results.baseline or 0)
    total = cap.amount * added
    noun = phrase(cap.results.unit) or phrase(cap.results.metric)
    share = round(100 * total / most)
    verdict = "which is more than there is" if share > 100 else f"{share} % of the budget"
    limit = f"At {money(cap.amount, brief)}, the brief's limit"
    return sentence(f"{limit}, {counted(added, noun)} cost {money(total, brief)}, {verdict}")


def _return_on_spend(brief: Brief) -> str | None:
    wanted = next((one for one in brief.kpi_targets if "roas" in words(one.metric) and one.target > 0), None)
    order = brief.average_order_value
    if wanted is None or not order or not wanted.baseline:
        return None
    before, after = rounded(order / wanted.baseline), rounded(order / wanted.target)
    return (
        f"At ROAS {number(wanted.baseline)} an order of {money(order, brief)} costs {money(before, brief)} in"
        f" advertising; at {number(wanted.target)} it costs {money(after, brief)}."
    )


def lifetime_growth(brief: Brief) -> tuple[float, str] | None:
    """Give by how much less churn lengthens a customer's life, and why; None where the brief names no monthly churn."""
    wanted = _monthly_churn(brief)
    if wanted is None or not wanted.baseline:
        return None
    fall = f"{number(wanted.baseline)} to {number(wanted.target)} %"
    return wanted.baseline / wanted.target, f"churn from {fall} at unchanged spending, on"


def _monthly_churn(brief: Brief) -> KpiTarget | None:
    said = ((one, words(one.metric)) for one in brief.kpi_targets if one.baseline and one.target > 0)
    return next((one for one, named in said if {"churn", "monthly"} <= named), None)


def _churn(brief: Brief) -> str | None:
    wanted = _monthly_churn(brief)
    if wanted is None or not wanted.baseline:
        return None
    before, after = round(100 / wanted.baseline, 1), round(100 / wanted.target, 1)
    value = brief.lifetime_value
    risen = rounded(value * wanted.baseline / wanted.target) if value else 0
    worth = f"; {money(value, brief)} of lifetime value become {money(risen, brief)}" if value else ""
    stay = counted(before, "months")
    return (
        f"At {number(wanted.baseline)} % a month a customer stays {stay}, at {number(wanted.target)} %"
        f" {number(after)}{worth} (computed at unchanged spending)."
    )


def _customers_at_the_limit(brief: Brief) -> str | None:
    order, lifetime = brief.average_order_value, brief.lifetime_value
    most = _most(brief)
    if not most or not order or not lifetime or lifetime < _SEVERAL_ORDERS * order:
        return None
    limit = rounded(lifetime / _CUSTOMER_SHARE)
    count = counted(most // limit, "customers")
    return f"At {money(limit, brief)} a customer, {money(most, brief)} pay for {count}."


def _headline_cost(brief: Brief) -> str | None:
    wanted, planned, value = headline(brief), planned_cost(brief), brief.lifetime_value
    if wanted is None or planned is None or _cost_against_budget(brief):
        return None
    part = round(100 * planned / value) if value else 0
    share = f", {part} % of a lifetime value" if 0 < part < 100 else ""
    pace = number(max(1, round(wanted.target / brief.duration_weeks)))
    return (
        f"Shared among {counted(wanted.target, wanted.counted)}, the budget allows"
        f" {money(rounded(planned), brief)} for each{share}; {weeks(brief.duration_weeks)} ask for {pace} a week."
    )


_FINDINGS: tuple[Finding, ...] = (_return_on_spend, _churn, _cost_against_budget, _headline_cost)


def rounded(amount: float) -> float:
    """Round an amount to what a planner would say: cents below ten, whole units above, tens above a thousand."""
    if abs(amount) < 10:
        return round(amount, 2)
    return float(round(amount, -1 if abs(amount) >= 1000 else 0))


def _counted(brief: Brief, noun: frozenset[str]) -> KpiTarget | None:
    wanted = {_stem(word) for word in noun}
    ranked = [one for one in brief.kpi_targets if "cost" not in words(one.metric) and one.unit.strip() != "%"]
    matching = [one for one in ranked if wanted <= {_stem(word) for word in words(f"{one.metric} {one.unit}")}]
    return next(iter(matching), None)


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _unknown(brief: Brief) -> str:
    client = phrase(brief.client_name)
    return f"The brief names no order value and no lifetime value; {client} measures both by the first review."
