"""The strategies of the ten example briefs: each of its own client, measured over sentences and five-word runs."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from strategy_builders import a_strategy

from contracts.brief import Brief
from contracts.strategy import Strategy
from strategy.domain.targets import measured_on

NORMALISED = Path(__file__).parents[3] / "onboarding" / "examples" / "normalised"
NOT_CLIENTS = {"light", "demo-brief"}
FILES = tuple(path for path in sorted(NORMALISED.glob("*.json")) if path.stem not in NOT_CLIENTS)

MOST_STRATEGIES_WITH_ONE_SENTENCE = 3
LONGEST_FREE_SENTENCE = 8
MOST_COMMON_RUNS, MEAN_COMMON_RUNS = 0.2, 0.1
"""What two strategies may share of their five-word runs at most, and all pairs on average."""

CLICHES = re.compile(
    r"\b(leverage|synerg\w*|unlock|unleash|game.chang\w*|cutting.edge|next.level|seamless\w*|world.class|best.in.class"
    r"|one.stop|holistic|empower\w*|elevate|resonat\w*|journey|in today's)\b",
    re.IGNORECASE,
)


def brief_in(path: Path) -> Brief:
    return Brief.model_validate_json(path.read_text(encoding="utf-8"))


def texts(value: Any) -> Iterator[str]:
    """Every text that a strategy holds."""
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from texts(part)
        case list():
            for part in value:
                yield from texts(part)


def written(strategy: Strategy) -> list[str]:
    return list(texts(strategy.model_dump(mode="json")))


def sentences(strategy: Strategy) -> set[str]:
    parts = (part for text in written(strategy) for part in re.split(r"(?<=[.!?;])\s+|\n", text))
    return {" ".join(re.findall(r"\w+", part.casefold())) for part in parts}


def runs(strategy: Strategy) -> set[tuple[str, ...]]:
    said = [re.findall(r"\w+", text.casefold()) for text in written(strategy)]
    return {tuple(words[place : place + 5]) for words in said for place in range(len(words) - 4)}


def test_no_long_sentence_stands_in_more_than_three_strategies() -> None:
    counted = Counter(text for path in FILES for text in sentences(a_strategy(brief_in(path))))
    assert len(FILES) == 10
    shared = {
        text: count
        for text, count in counted.items()
        if count > MOST_STRATEGIES_WITH_ONE_SENTENCE and len(text.split()) > LONGEST_FREE_SENTENCE
    }
    assert shared == {}


def test_two_strategies_share_few_runs_of_five_words() -> None:
    found = {path.stem: runs(a_strategy(brief_in(path))) for path in FILES}
    alike = {
        (one, other): len(found[one] & found[other]) / min(len(found[one]), len(found[other]))
        for one, other in combinations(found, 2)
    }
    worst = max(alike, key=lambda pair: alike[pair])
    assert alike[worst] < MOST_COMMON_RUNS, f"{worst}: {alike[worst]:.3f}"
    assert sum(alike.values()) / len(alike) < MEAN_COMMON_RUNS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_strategy_speaks_of_its_client_with_the_words_and_numbers_of_the_brief(path: Path) -> None:
    brief = brief_in(path)
    strategy = a_strategy(brief)
    said = "\n".join(written(strategy))
    for text in (*brief.pain_points, *brief.proof_assets, *brief.differentiators, *brief.constraints):
        assert text.rstrip(".") in said or text[:1].lower() + text[1:] in said, text
    for wanted in brief.kpi_targets:
        assert any(
            (kpi.name, kpi.target, kpi.baseline) == (wanted.metric, wanted.target, wanted.baseline)
            for kpi in strategy.kpis
        )
    ruled_out = {*strategy.guardrails.forbidden_language, *strategy.guardrails.claim_boundaries}
    own = "\n".join(text for text in written(strategy) if text not in ruled_out)
    assert not CLICHES.search(own)
    assert not re.search(r"\b(\w+) \1\b|\s[,.;]|\.\.|: \.|None", said)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_the_brief_does_not_say_is_marked_as_an_assumption(path: Path) -> None:
    brief = brief_in(path)
    for kpi in a_strategy(brief).kpis:
        assert kpi.basis.startswith(("Target from the brief", "Assumption until"))
    for plan in a_strategy(brief).channels:
        assert "(assumed)" in plan.kill_criteria


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_channel_s_reason_says_why_it_serves_this_brief(path: Path) -> None:
    brief = brief_in(path)
    plans = a_strategy(brief).channels
    assert len({plan.reason for plan in plans}) == len(plans)
    for plan in plans:
        measured = [one.metric for one in brief.kpi_targets if measured_on(plan.channel, one.metric)]
        assert all(metric in plan.reason for metric in measured)
        assert len(plan.reason) > 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_objections_get_different_answers_and_none_names_a_competitor(path: Path) -> None:
    brief = brief_in(path)
    answers = [one.answer for one in a_strategy(brief).messaging.rebuttals]
    assert len(set(answers)) == len(brief.objections)
    assert not any(rival in answer for rival in brief.competitors for answer in answers)


def timeline_of(client: str) -> dict[str, str]:
    strategy = a_strategy(brief_in(NORMALISED / f"{client}.json"))
    return {stone.due.isoformat(): stone.title for stone in strategy.timeline}


def test_the_days_that_a_brief_names_stand_in_the_timeline() -> None:
    assert "Android" in timeline_of("fitness-app")["2027-02-15"]
    assert "Durga Puja" in timeline_of("car-dealership")["2027-10-06"]
    assert "roastery closes" in timeline_of("coffee-subscription")["2027-08-01"]
    assert "Cohorts start" in timeline_of("coding-bootcamp")["2027-07-05"]
    assert "Tools are ordered" not in timeline_of("smart-blender").values()


def test_the_numbers_of_a_brief_are_put_side_by_side() -> None:
    worth = {path.stem: a_strategy(brief_in(path)).business.unit_economics for path in FILES}
    assert "costs 822 SEK in advertising; at 3.5 it costs 423 SEK" in worth["sportswear-shop"]
    assert "8.3 months, at 7 % 14.3; 247 CAD of lifetime value become 423 CAD" in worth["coffee-subscription"]
    assert "390 leads cost 54,600 USD, 73 % of the budget" in worth["encryption-saas"]
    assert "306 reviews cost 146,880 GBP, 98 % of the budget" in worth["wealth-manager"]
