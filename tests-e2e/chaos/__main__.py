"""`python -m chaos --runs 10000 --faults 200 --seed 7`: chaos on a system of its own; ends with a line of JSON."""

import argparse
import asyncio
import json
import logging
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from chaos.campaign import Campaign, wage
from chaos.load import Pace
from chaos.plant import running_plant
from chaos.report import show, summed_up
from chaos.schedule import KINDS, drawn

SECONDS_A_FAULT = 14.0


def main() -> None:
    """Wage the campaign; exit code 1, and the state kept, where a promise was broken."""
    chosen = _options().parse_args()
    # A campaign that is asked to end must not leave its system running.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # The upstream's own client says a line for each try; what it could not send is in the journal.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    directory = Path(tempfile.mkdtemp(prefix="aicmo-chaos-"))
    groups = drawn(chosen.seed, chosen.faults, chosen.replicas, chosen.kinds)
    seconds = chosen.seconds or chosen.faults * SECONDS_A_FAULT
    campaign: Campaign | None = None
    try:
        with running_plant(directory / "state", chosen.replicas) as plant:
            pace = Pace.of(chosen.runs, chosen.faults, seconds)
            campaign = asyncio.run(wage(plant, groups, pace, chosen.seed))
    finally:
        if campaign and not campaign.violations and not chosen.keep:
            shutil.rmtree(directory)
        else:
            print(f"The state is kept in {directory}", file=sys.stderr)
    summary = summed_up(campaign, groups, chosen.seed)
    show(summary, campaign)
    print(json.dumps(summary))
    raise SystemExit(1 if campaign.violations else 0)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="chaos", description=__doc__)
    options.add_argument("--runs", type=int, default=10_000, help="briefs to submit, at least")
    options.add_argument("--faults", type=int, default=200, help="faults to inject")
    options.add_argument("--seed", type=int, default=7, help="of the schedule and of the mix of briefs")
    options.add_argument("--replicas", type=int, default=2, help="of each service")
    options.add_argument(
        "--seconds", type=float, help="over which the briefs are spread; 14 for each fault if not given"
    )
    options.add_argument(
        "--kinds", nargs="+", choices=list(KINDS), default=list(KINDS), help="of faults; all if not given"
    )
    options.add_argument("--keep", action="store_true", help="keep data and logs though all is well")
    return options


if __name__ == "__main__":
    main()
