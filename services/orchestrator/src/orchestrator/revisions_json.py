"""A run's revisions as the JSON that is kept of them, and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from contracts.report import QcReport
from orchestrator.domain.run import Revision, Step, StepStatus


def revisions_to_json(revisions: Sequence[Revision]) -> list[dict[str, Any]] | None:
    """What to keep; nothing where there are none, as of nearly every run."""
    return [_revision(each) for each in revisions] or None


def revisions_from_json(kept: Sequence[dict[str, Any]] | None) -> tuple[Revision, ...]:
    """The reverse of `revisions_to_json`."""
    return tuple(
        Revision(
            number=each["number"],
            requested_at=datetime.fromisoformat(each["requested_at"]),
            report=QcReport.model_validate(each["report"]) if each["report"] else None,
            earlier={service: _step_from_json(service, step) for service, step in each["earlier"].items()},
        )
        for each in kept or ()
    )


def _revision(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "requested_at": revision.requested_at.isoformat(),
        "report": revision.report,
        "earlier": {service: _step_to_json(step) for service, step in revision.earlier.items()},
    }


def _step_to_json(step: Step) -> dict[str, Any]:
    times = {"started_at": step.started_at, "finished_at": step.finished_at, "parked_at": step.parked_at}
    told = {name: at.isoformat() if at else None for name, at in times.items()}
    return {"status": step.status.value, "note": step.note, "attempts": step.attempts, **told}


def _step_from_json(service: str, kept: dict[str, Any]) -> Step:
    # What was kept before parking was told has neither `attempts` nor `parked_at`.
    told = (kept.get(name) for name in ("started_at", "finished_at", "parked_at"))
    started, finished, parked = (datetime.fromisoformat(at) if at else None for at in told)
    return Step(
        service,
        StepStatus(kept["status"]),
        started,
        finished,
        note=kept["note"],
        attempts=kept.get("attempts", 0),
        parked_at=parked,
    )
