"""The section on tests: what is compared where, with which sample, and which tests the visits suffice for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from production.domain.campaign.case import Case, case_of
from production.domain.figures import dated, per_variant
from production.domain.markdown import body, bullets, heading, sayable, steps, table
from production.domain.wording import leading, number, plain, quoted
from production.domain.work import Work, Writer

ASSUMED_CLICKS = 1.5
ASSUMED_ACTS = 3.0
LIFT = 30
TRIALS = 4
LONGEST_TRIAL = 28
"""In days: a test that takes longer compares seasons."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One test: what is compared, the share in percent by which it is read, where it runs and why there."""

    name: str
    one: str
    other: str
    read_by: str
    rate: float
    where: str
    why: str


def trial_plan(work: Work) -> str:
    """Show the tests in their order, each with its sample, its rule, and what follows from it."""
    case, material = case_of(work), work.material
    header = ("Test", "One", "Other", "Read by", "Sample a variant")
    return body(
        material.say(
            f"One test at a time, so that {case.client} knows what caused what. Its samples follow Lehr's rule, "
            f"16 p (1 - p) / d²: with them {case.client} sees {LIFT} % more in four of five cases."
        ),
        table(header, sayable(material, [_trial_row(trial) for trial in _trials(case)])),
        heading("Order and dates"),
        steps(material, _order(case)),
        heading("Rules"),
        bullets(material, _trial_rules(case)),
    )


def _trials(case: Case) -> tuple[Trial, ...]:
    return (*_advertised(case), *(_on_page(case) if _page_has_visits(case) else _without_page(case)))


def _advertised(case: Case) -> tuple[Trial, ...]:
    clicks, first, stops = _clicks(case), f"on {case.channel()}", f"the opening decides whether {case.people} stop"
    second, once = f"on {case.stages[3]}", f"{case.client} can say only one thing first"
    return (
        Trial("Opening", quoted(case.pain()), quoted(case.outcome()), "click-through", clicks, first, stops),
        Trial("Argument", quoted(case.reason()), quoted(case.shown(-1)), "click-through", clicks, second, once),
    )


def _on_page(case: Case) -> tuple[Trial, ...]:
    at_top, at_end = f"{quoted(case.doubt())} answered at the top", "answered at the end"
    straight, results, where = f"straight to {case.trade.threshold}", case.aim.results, "on the page"
    lost, dear = f"{case.trade.threshold} is where interest is lost", f"{results} cost most there"
    return (
        Trial("Page", at_top, at_end, results, ASSUMED_ACTS, where, lost),
        Trial("Step", straight, case.trade.aid, results, ASSUMED_ACTS, where, dear),
    )


def _without_page(case: Case) -> tuple[Trial, ...]:
    """Ask the same of the advertisements, which are seen often enough for it."""
    clicks, where, answer = _clicks(case), f"on {case.channel()}", f"{quoted(case.doubt())} with its answer"
    straight, seen = f"straight to {case.trade.threshold}", f"a doubt that is answered early costs {case.client} least"
    return (
        Trial("Doubt", answer, quoted(case.pain(1)), "click-through", clicks, where, seen),
        Trial("Step", straight, case.trade.aid, "click-through", clicks, where, f"{case.aim.results} cost most there"),
    )


def _clicks(case: Case) -> float:
    return _rate(case, "click", ASSUMED_CLICKS)


def _rate(case: Case, word: str, otherwise: float) -> float:
    stated = (kpi.target for kpi in case.material.strategy.kpis if word in kpi.name.casefold() and kpi.unit[:1] == "%")
    return next((target for target in stated if 0 < target < 50), otherwise)


def _trial_row(trial: Trial) -> tuple[str, ...]:
    sample = per_variant(trial.rate / 100, LIFT / 100)
    return (trial.name, trial.one, trial.other, trial.read_by, f"{sample:,} (at {number(trial.rate)} %)")


def _order(case: Case) -> list[str]:
    starts = (case.figures.launch + timedelta(days=turn * _spacing(case)) for turn in range(TRIALS))
    return [
        f"{trial.name}, from {dated(start)}, {trial.where}, because {trial.why}."
        for trial, start in zip(_trials(case), starts, strict=True)
    ]


def _spacing(case: Case) -> int:
    """Give the days from one test's first to the next one's, so that the last one is over when the campaign is."""
    days = (case.figures.end - case.figures.launch).days + 1
    return max(1, days // TRIALS)


def _length(case: Case) -> int:
    """Give the days that a test may take."""
    return min(LONGEST_TRIAL, _spacing(case))


def _trial_rules(case: Case) -> list[str]:
    return [
        f"A test of {case.client} ends at its sample or after {_days(_length(case))}, "
        "and never because a side looks ahead.",
        *_feasible(case),
        f"Too few visits for the sample: {case.client} tests on {case.channel()} alone, with the bigger difference.",
        f"The winner stays, the loser is written down with its numbers for {case.client}'s next campaign.",
        f"Not tested: {_untested(case)}.",
    ]


def _feasible(case: Case) -> list[str]:
    visits = _visits(case)
    if visits is None:
        return []
    verdict = "so halves of all visitors test the page" if _page_has_visits(case) else "so no test of the page fits in"
    asked = f"The goal asks for {visits:,} visits at {number(ASSUMED_ACTS)} % (assumed)"
    within = f"{_visits_a_trial(case, visits):,} of them while a test runs"
    return [f"{asked}, {within}; a test of the page needs {_page_wants():,}: {verdict}."]


def _page_has_visits(case: Case) -> bool:
    """Tell whether a test on the page can reach its sample; where the goal counts nothing, nobody knows yet."""
    visits = _visits(case)
    return visits is None or _visits_a_trial(case, visits) >= _page_wants()


def _visits(case: Case) -> int | None:
    goal = case.figures.goal
    return round(goal.extra * 100 / ASSUMED_ACTS) if goal and goal.extra else None


def _visits_a_trial(case: Case, visits: int) -> int:
    return visits * _length(case) // (7 * case.figures.weeks)


def _page_wants() -> int:
    return 2 * per_variant(ASSUMED_ACTS / 100, LIFT / 100)


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _untested(case: Case) -> str:
    ruled = case.material.brief.required_disclaimers
    return (
        f"whether {quoted(leading(plain(ruled[0]), 110))} may be left out"
        if ruled
        else "claims that nobody has checked"
    )


WRITERS: Mapping[str, Writer] = MappingProxyType({"test_plan": trial_plan})
