"""Makes the sample packages into `.local/samples/` and says how long, how good and how alike they are.

`make samples`, or `make samples ARGS="yoga-studio skincare"` for some. Exits with 1 where a brief became no package, or
a sentence of more than eight words stands in more than three of them.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from local_stack.state import State, state_directory
from samples.making import Json, Sample, example_briefs, make_samples
from samples.measuring import likeness_of, measured, table_of

WIDTH = 140


def main() -> None:
    """Make, write, measure, show."""
    directory = State(state_directory()).root / "samples"
    directory.mkdir(parents=True, exist_ok=True)
    samples = make_samples(example_briefs(sys.argv[1:]), directory)
    write(samples, directory)
    found = measured(samples)
    (directory / "report.json").write_text(json.dumps(found, indent=2, ensure_ascii=False), encoding="utf-8")
    _show(found, directory)
    sys.exit(1 if found["faults"] else 0)


def write(samples: Sequence[Sample], directory: Path) -> None:
    """Write each package as an archive, and the quality report of each brief beside it."""
    for sample in samples:
        if sample.delivered:
            (directory / f"{sample.name}.zip").write_bytes(sample.archive)
        report = json.dumps(sample.report, indent=2, ensure_ascii=False)
        (directory / f"{sample.name}.qc.json").write_text(report, encoding="utf-8")


def _show(found: Json, directory: Path) -> None:
    console = Console(width=WIDTH, soft_wrap=True)
    console.print(table_of(found))
    for line in likeness_of(found):
        console.print(line)
    for fault in found["faults"]:
        console.print(f"[red]{fault}")
    console.print(f"Packages and figures: {directory}")


if __name__ == "__main__":
    main()
