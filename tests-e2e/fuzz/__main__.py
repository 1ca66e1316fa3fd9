"""`python -m fuzz`: a whole system of its own, bad input on all of its topics and APIs, and a line of JSON."""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from e2e_system import System

from fuzz.apis import bad_answers
from fuzz.flood import Flood, pour, tell_findings
from fuzz.own_system import line_of, own_system


def main() -> int:
    """Fuzz as the options say; gives the exit code."""
    options = _options().parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as directory, own_system(Path(directory)) as system:
        summary = asyncio.run(_fuzz(system, Flood(options.records, options.seed), options.examples))
    print(json.dumps(summary))
    return 1 if summary["violations"] or summary["lost"] else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--records", type=int, default=3_000, help="fuzzed records over all topics")
    parser.add_argument(
        "--examples", type=int, default=50, help="requests to each HTTP operation, valid and wrong each"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same records")
    return parser


async def _fuzz(system: System, flood: Flood, examples: int) -> dict[str, object]:
    async with line_of(system) as line:
        result = await pour(line, flood)
        tell_findings([*result.account.lost, *result.account.violations])
        requests, findings = await bad_answers(line, examples, flood.seed)
    tell_findings(findings)
    summary = result.summary()
    http = {"hostile_requests": requests, "examples_per_operation": examples, "violations": len(findings)}
    return {**summary, "http": http, "violations": len(result.account.violations) + len(findings)}


if __name__ == "__main__":
    sys.exit(main())
