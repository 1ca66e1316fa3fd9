"""Checks the specification and its mutants, and says what was found: `python -m specification --services 3`."""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from specification.checker import HOLDS, CheckFailed, Verdict, check
from specification.configuration import Configuration, full, small
from specification.mutants import MUTANTS, Mutant

SMALL = 3
"""The most services whose check takes seconds."""


@dataclass(frozen=True, slots=True)
class Result:
    """A check: what was expected of it, what TLC found, or why it gave no verdict."""

    configuration: Configuration
    expected: str
    verdict: Verdict | None
    error: str = ""

    @property
    def good(self) -> bool:
        """Whether it found what it should."""
        return self.verdict is not None and self.verdict.outcome == self.expected


def main() -> None:
    """Check, tell, and exit with 0, or with 1 where the protocol is at fault or a mutant lives."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        root = options.keep or Path(scratch)
        results = [_checked(each, HOLDS, root) for each in _configurations(options.services)]
        results += [_checked(each.configuration, each.violates, root) for each in _mutants(options.mutants)]
    print(json.dumps(_summary(results, options.services)))
    sys.exit(0 if all(result.good for result in results) else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="specification", description=__doc__)
    parser.add_argument("--services", type=int, default=SMALL, help="3: seconds; 5: the whole line, minutes")
    parser.add_argument("--no-mutants", dest="mutants", action="store_false", help="check the protocol only")
    parser.add_argument("--keep", type=Path, help="leave each check's module and configuration in this directory")
    return parser.parse_args()


def _configurations(services: int) -> Sequence[Configuration]:
    return small(services) if services <= SMALL else full(services)


def _mutants(wanted: bool) -> Sequence[Mutant]:
    return MUTANTS if wanted else ()


def _checked(configuration: Configuration, expected: str, root: Path) -> Result:
    try:
        directory = root / configuration.name.replace(" ", "-")
        verdict = check(configuration, directory, quick=bool(configuration.without))
        result = Result(configuration, expected, verdict)
    except CheckFailed as error:
        result = Result(configuration, expected, None, str(error))
    print(_line(result), file=sys.stderr, flush=True)
    return result


def _line(result: Result) -> str:
    name, verdict = result.configuration.name, result.verdict
    if verdict is None:
        return f"FAILED    {result.error}"
    found = f"{verdict.generated:>10,} states, {verdict.distinct:>9,} distinct, depth {verdict.depth or '-':>2}"
    story = f": {' '.join(verdict.story)}" if verdict.story else ""
    word = "as it must" if result.good else f"EXPECTED {result.expected}"
    return f"{name:<40} {found}, {verdict.seconds:6.1f} s  {verdict.outcome}, {word}{story}"


def _summary(results: Sequence[Result], services: int) -> dict[str, object]:
    protocol = [each for each in results if not each.configuration.without]
    mutants = [each for each in results if each.configuration.without]
    return {
        "services": services,
        "runs": len(results),
        "violations": sum(not each.good for each in protocol),
        "states": sum(each.verdict.generated for each in protocol if each.verdict),
        "distinct_states": sum(each.verdict.distinct for each in protocol if each.verdict),
        "mutants": len(mutants),
        "mutants_killed": sum(each.good for each in mutants),
        "seconds": round(sum(each.verdict.seconds for each in results if each.verdict), 1),
        "unfinished": sum(each.verdict is None for each in results),
    }


if __name__ == "__main__":
    main()
