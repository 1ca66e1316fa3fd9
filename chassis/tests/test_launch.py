"""Nothing is collected while a service is loaded, and garbage is collected while it runs.

Mutants: no `gc.disable()` -> while it is loaded; no `gc.enable()` -> while it runs; no `gc.freeze()` -> what stays.
"""

import subprocess
import sys
from pathlib import Path

ROOT = """
import gc
import chassis.service
from chassis.testing import memory_settings

loading = gc.isenabled()

class Loop:
    @staticmethod
    def run(service):
        service.close()
        print(loading, gc.isenabled(), gc.get_freeze_count() > 10_000)

def main():
    chassis.service.uvloop = Loop
    chassis.service.run_service(memory_settings("qc"), lambda: None)
"""


def test_the_collector_rests_while_a_service_is_loaded_and_works_while_it_runs(tmp_path: Path) -> None:
    (tmp_path / "a_root.py").write_text(ROOT)
    command = [sys.executable, "-c", "from chassis.launch import launch; launch('a_root')"]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["False", "True", "True"]
