"""Briefs as clients send them, some spoilt for a real refusal, and run ids that the injected faults refuse."""

from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import yaml

from contracts.brief import Channel

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLES = REPOSITORY / "services" / "onboarding" / "examples"
DEMO = REPOSITORY / "deploy" / "local" / "demo-brief.yaml"

SHARES = {"strategy": 0.2, "production": 0.2, "qc": 0.2, "delivery": 0.2}
"""The share of runs that each step of the system refuses (`AICMO_FAULTS`), chosen by hash of the run's id."""

Brief = dict[str, Any]


def read_brief(file: Path) -> Brief:
    """Read a brief from YAML."""
    brief: Brief = yaml.safe_load(file.read_text())
    return brief


def light_brief(**changes: Any) -> Brief:
    """The smallest brief that is accepted: it measures the machinery, not the writing."""
    return {**read_brief(EXAMPLES / "light.yaml"), **changes}


def full_brief(**changes: Any) -> Brief:
    """A brief of the `quick_social` package, whose draft has sections, a calendar and files."""
    return {**read_brief(DEMO), **changes}


def brief_that_qc_refuses() -> Brief:
    """A brief that demands a word which it bans: production writes it, quality control finds it."""
    brief = full_brief()
    return {**brief, "must_include": [*brief["must_include"], f"A {brief['banned_words'][0]} for your skin"]}


def brief_that_strategy_refuses() -> Brief:
    """A brief that avoids every channel."""
    return light_brief(avoid_platforms=[channel.value for channel in Channel])


def brief_with_problems() -> Brief:
    """A brief without client name, geography and objective."""
    brief = light_brief()
    return {name: value for name, value in brief.items() if name not in ("client_name", "geography", "objective")}


def run_refused_by(step: str | None) -> UUID:
    """A new run id that this step is the first to refuse on purpose; for None, one that every step lets pass."""
    while True:
        run = uuid4()
        if next((name for name in SHARES if _refused(name, run)), None) == step:
            return run


def runs_refused_by(step: str | None, count: int) -> list[UUID]:
    """Several of them."""
    return [run_refused_by(step) for _ in range(count)]


def good_run() -> UUID:
    """A new run id that every step lets pass."""
    return run_refused_by(None)


def _refused(step: str, run: UUID) -> bool:
    digest = sha256(f"{step}:{run}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 < SHARES[step]
