"""The simulation as its users start it: a process of its own, so that nothing it replaces is replaced elsewhere."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LONGEST_SECONDS = 1200


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a campaign: its exit code, its last line, and what it told on standard error."""

    code: int
    totals: dict[str, Any]
    told: str


def simulate(*arguments: object, hash_seed: str = "random") -> Played:
    """Play a campaign; `hash_seed` is Python's own."""
    command = [sys.executable, "-m", "simulation", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(FOLDER), "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
    )
    assert done.stdout, done.stderr[-3000:]
    return Played(done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stderr)
