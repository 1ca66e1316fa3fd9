"""One flood of fuzzed records over a running system, and the account of it."""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from e2e_briefs import light_brief
from e2e_line import Line

from fuzz import evidence, rest
from fuzz.accounts import Account, audit
from fuzz.copies import wrong_copies
from fuzz.fuzzed import Sent
from fuzz.generator import Generator
from fuzz.good_runs import GoodRuns
from fuzz.seeds import cheap_bodies
from fuzz.sender import AT_ONCE, careless_producer, send_all

GOOD_EVERY = 1_000
SHOWN = 40
FEWEST_GOOD = 10
SECONDS_A_RECORD = 0.02
"""How long a record may take before the flood counts as stuck, with two minutes for everything else."""


@dataclass(frozen=True, slots=True)
class Flood:
    """How many records, from which seed."""

    records: int
    seed: int

    @property
    def patience(self) -> float:
        """Seconds to wait for the system to read, or to undo, all of it."""
        return 120 + self.records * SECONDS_A_RECORD


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a flood; `seconds` until everything was read and parked."""

    flood: Flood
    kinds: Counter[str]
    account: Account
    forged: Counter[str]
    good: int
    waited: int
    seconds: float

    def summary(self) -> dict[str, object]:
        """The figures of the last line."""
        violations = len(self.account.violations)
        return {
            "records": self.flood.records,
            "kinds": dict(sorted(self.kinds.items())),
            "parked": dict(self.account.parked),
            "handled": self.account.handled,
            "forged_runs": dict(self.forged),
            "ended_by_deadline": self.waited,
            "good_runs": self.good,
            "violations": violations,
            "lost": len(self.account.lost),
            "unfinished": self.forged.total() - self.forged["COMPLETED"] - self.forged["COMPENSATED"],
            "records_per_second": round(self.flood.records / self.seconds, 1),
            "seed": self.flood.seed,
        }


async def pour(line: Line, flood: Flood) -> Result:
    """Send all records with good briefs among them, wait for rest, and hold what was sent against what is kept.

    The system must be a new one: whatever is parked there, or not ended, counts.
    """
    first = await line.delivered(light_brief())
    bodies = cheap_bodies(await line.topics.of_run(first), first)
    good = GoodRuns(line, max(FEWEST_GOOD, flood.records // GOOD_EVERY))
    started = time.perf_counter()
    sent = await _send(line, Generator(bodies, good.submitted), flood, good)
    _tell(f"{len(sent)} records sent after {time.perf_counter() - started:.1f} s")
    await rest.all_read(line, flood.patience)
    seconds = time.perf_counter() - started
    _tell(f"all read after {seconds:.1f} s")
    await line.all_end(good.runs, flood.patience)
    waited = await rest.all_ended(line, flood.patience)
    await line.at_rest()
    _tell(f"at rest after {time.perf_counter() - started:.1f} s")
    account, forged = await _account(line, sent, [first, *good.runs])
    account.violations += await good.harmed()
    return Result(flood, Counter(each.kind for each in sent), account, forged, len(good.runs), waited, seconds)


async def _send(line: Line, generator: Generator, flood: Flood, good: GoodRuns) -> list[Sent]:
    sent: list[Sent] = []
    share = max(1, len(good.runs) * AT_ONCE // flood.records)
    async with careless_producer(line.system.bootstrap_servers) as sender:
        async for chunk in send_all(sender, generator.records(flood.records, flood.seed)):
            sent += chunk
            await good.submit(share)
    await good.submit_rest()
    return sent


async def _account(line: Line, sent: Sequence[Sent], good: Sequence[UUID]) -> tuple[Account, Counter[str]]:
    """The account of the flood, and how the runs ended that nobody submitted but a forged event has begun."""
    runs, kept = await evidence.runs(line), await evidence.kept(line)
    forged = {run: status for run, status in runs.items() if run not in set(good)}
    account = audit(sent, kept, forged.keys())
    account.violations += await wrong_copies(line.system.bootstrap_servers, kept)
    account.violations += await evidence.orphans(line, [run for run, status in runs.items() if status == "COMPLETED"])
    account.violations += await rest.unwell(line)
    account.violations += [f"{service} has {behind} unread" for service, behind in (await rest.lags(line)).items()]
    return account, Counter(forged.values())


def tell_findings(findings: Sequence[str]) -> None:
    """Show the first findings on standard error."""
    for finding in findings[:SHOWN]:
        _tell(finding)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
