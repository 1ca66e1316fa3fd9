"""Recorded states of runs, packages and dead letters, valid by default: a test names only what it cares about."""

from typing import Any

RUN = "0193a1b2-0000-7000-8000-00000000000a"
OTHER_RUN = "0193a1b2-0000-7000-8000-00000000000b"
STEPS = ("onboarding", "strategy", "production", "qc", "delivery")
STARTED = "2026-03-01T09:00:00+00:00"
ENDED = "2026-03-01T09:00:07+00:00"


def a_step(service: str, status: str = "waiting", **changes: Any) -> dict[str, Any]:
    """Build a step."""
    begun = status != "waiting"
    over = begun and status not in ("running", "parked")
    return {
        "service": service,
        "status": status,
        "started_at": STARTED if begun else None,
        "finished_at": ENDED if over else None,
        "compensated_at": None,
        "seconds": 1.4 if over else None,
        "attempts": 1 if over else 0,
        "commands": 0,
        "deadline_at": "2026-03-01T09:10:00+00:00",
        **changes,
    }


def a_run(status: str = "RUNNING", steps: tuple[str, ...] = (), **changes: Any) -> dict[str, Any]:
    """Build a run; `steps` are the statuses of its first steps, the others wait."""
    padded = (*steps, *("waiting",) * (5 - len(steps)))
    return {
        "workflow_run_id": RUN,
        "status": status,
        "client_name": "Calm Skin",
        "package": "quick_social",
        "current_step": STEPS[min(len(steps), 4)],
        "started_at": STARTED,
        "updated_at": ENDED,
        "ended_at": ENDED if status in ("COMPLETED", "COMPENSATED") else None,
        "failure": None,
        "retry_of": None,
        "steps": [a_step(service, each) for service, each in zip(STEPS, padded, strict=True)],
        "timeline": [{"at": STARTED, "event": "brief.accepted", "service": "onboarding", "detail": "completeness 82"}],
        "waits_for": None,
        "links": {"brief": f"/v1/briefs/{RUN}"},
        **changes,
    }


def a_qc_failure(**changes: Any) -> dict[str, Any]:
    """Build the failure of a run that QC refused, with its report."""
    checks = [
        {
            "check_id": "placeholders",
            "severity": "BLOCKER",
            "result": "FAIL",
            "section": "overview",
            "reason": "a placeholder was left",
            "evidence": "Buy [BRAND] today",
            "fix": "name the brand",
        },
        {"check_id": "brand_named", "severity": "MAJOR", "result": "PASS", "section": None},
    ]
    report = {"score": 60, "score_ratio": 0.6, "pass_mark": 0.7, "passed": False, "checks": checks}
    failure = {"kind": "refused", "service": "qc", "reason": "score 60 is under 70", "evidence": {"report": report}}
    return {**failure, **changes}


def a_package(sha256: str, size: int, **changes: Any) -> dict[str, Any]:
    """Build what delivery says of a package."""
    artifacts = [
        {"name": "report.pdf", "format": "pdf", "size": 1200, "sha256": "0" * 64, "position": 2},
        {"name": "README.md", "format": "md", "size": 300, "sha256": "1" * 64, "position": 1},
    ]
    return {"package_id": "p-1", "archive_sha256": sha256, "archive_size": size, "artifacts": artifacts, **changes}


def a_dead_letter(identity: str, **changes: Any) -> dict[str, Any]:
    """Build a dead letter as a list shows it."""
    return {
        "id": identity,
        "workflow_run_id": RUN,
        "topic": "production.events",
        "partition": 2,
        "offset": 41,
        "type": "aicmo.draft.produced.v1",
        "reason": "invalid_body",
        "error": "bundle: field required",
        "attempts": 3,
        "status": "parked",
        "created_at": STARTED,
        **changes,
    }
