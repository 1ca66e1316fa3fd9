"""What was kept of a run's revisions by a replica of before is read; `test_store.py` has all of it there and back.

Mutant: `kept["attempts"]` or `kept["parked_at"]` demanded -> …before_parking_was_told….
"""

from orchestrator_builders import later

from orchestrator.domain.run import Revision, Step, StepStatus
from orchestrator.revisions_json import revisions_from_json


def test_what_was_kept_before_parking_was_told_is_read() -> None:
    step = {"status": "done", "note": None, "started_at": later(1).isoformat(), "finished_at": later(2).isoformat()}
    kept = {"number": 2, "requested_at": later(3).isoformat(), "report": None, "earlier": {"production": step}}
    earlier = {"production": Step("production", StepStatus.DONE, later(1), later(2))}
    assert revisions_from_json([kept]) == (Revision(2, later(3), earlier=earlier),)
