"""The events of a run, valid by default, and a clock that a test sets; a test names only what it cares about."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from contracts import messages
from contracts.brief import Brief, Industry, Objective, PackageName, RiskTolerance, Scope
from contracts.draft import Bundle, Draft
from contracts.package import Package
from contracts.payload import Payload, RunId
from contracts.report import Check, QcReport, Result, Severity
from contracts.strategy import BusinessReality, Messaging, Strategy, ValueArchitecture
from contracts.topics import STEP_SERVICES
from orchestrator.domain.readings import READINGS, RevisionSeen
from orchestrator.domain.saga import Policy

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RUN = RunId(UUID("0195531a-8f00-7000-8000-000000000001"))
OTHER_RUN = RunId(UUID("0195531a-8f00-7000-8000-000000000002"))
BRIEF_ID = UUID("0195531a-8f00-7000-8000-0000000000b1")
STRATEGY_ID = UUID("0195531a-8f00-7000-8000-0000000000c1")
DRAFT_ID = UUID("0195531a-8f00-7000-8000-0000000000d1")
DEAD_LETTER_ID = UUID("0195531a-8f00-7000-8000-0000000000e1")

SECONDS = {"onboarding": 60, "strategy": 100, "production": 200, "qc": 120, "delivery": 90}
POLICY = Policy(
    deadlines={service: timedelta(seconds=seconds) for service, seconds in SECONDS.items()},
    resend_first=timedelta(seconds=5),
    resend_longest=timedelta(seconds=40),
    resend_limit=3,
)


def later(seconds: float) -> datetime:
    """The time so many seconds after the start."""
    return START + timedelta(seconds=seconds)


def a_run(number: int) -> RunId:
    """The id of one of many runs, the same for the same number."""
    return RunId(uuid5(RUN, str(number)))


def a_brief(**fields: Any) -> Brief:
    """The brief of a coffee subscription that loses its subscribers."""
    given: dict[str, Any] = {
        "client_name": "Morning Roast Club",
        "website": "https://morningroast.example",
        "industry": Industry.FOOD,
        "geography": "Denmark",
        "primary_offer": "a bag of fresh coffee every other week",
        "target_audience": "people who drink coffee at home",
        "pain_points": ("stale supermarket beans",),
        "desired_outcomes": ("churn from 12 % to 7 %",),
        "objective": Objective.RETENTION,
        "package": PackageName.QUICK_SOCIAL,
        "risk_tolerance": RiskTolerance.LOW,
        "start_date": date(2026, 3, 9),
    }
    return Brief(**{**given, **fields})


def a_strategy() -> Strategy:
    """The shortest strategy."""
    return Strategy(
        executive_summary="Keep them.",
        business=BusinessReality(model="subscription", bottleneck="retention"),
        value=ValueArchitecture(core_promise="fresh every other week"),
        channels=(),
        messaging=Messaging(core_promise="fresh every other week"),
    )


def a_report(*, passed: bool = False, revision: int = 1) -> QcReport:
    """QC's report: by default one blocker, with its evidence."""
    check = Check(
        check_id="placeholders",
        severity=Severity.BLOCKER,
        result=Result.PASS if passed else Result.FAIL,
        reason="a placeholder was left in the text",
        evidence="Hello [BRAND]",
        fix="name the brand",
    )
    numbers = {"score": 100, "score_ratio": 1.0} if passed else {"score": 60, "score_ratio": 0.6}
    about = {"report_id": DRAFT_ID, "draft_id": DRAFT_ID, "revision": revision, "pass_mark": 0.7}
    return QcReport(**about, passed=passed, checks=(check,), **numbers)


def accepted(run: RunId = RUN, **fields: Any) -> messages.BriefAccepted:
    """Onboarding has accepted the brief."""
    given = {"brief_id": BRIEF_ID, "brief": a_brief(), "completeness": 80}
    scope = Scope(deliverables=("posts",), exclusions=(), weeks=12)
    return messages.BriefAccepted(**{"workflow_run_id": run, "scope": scope, **given, **fields})


def rejected(run: RunId = RUN, **fields: Any) -> messages.BriefRejected:
    """Onboarding can't work on the brief."""
    problems = (messages.Problem(field="industry", message="is missing"),)
    given = {"reason": "the brief has 1 problem", "problems": problems, "brief": {"client_name": "Morning Roast Club"}}
    return messages.BriefRejected(**{"workflow_run_id": run, **given, **fields})


def qc_failed(run: RunId = RUN, **fields: Any) -> messages.QcFailed:
    """QC refuses the draft and says why."""
    given = {"reason": "1 blocker", "report": a_report(), "evidence": {"score": 60}}
    return messages.QcFailed(**{"workflow_run_id": run, **given, **fields})


def delivered(run: RunId = RUN) -> messages.PackageDelivered:
    """Delivery is done."""
    package = Package(
        package_id=run,
        archive=f"delivery/{run}/package.zip",
        archive_size=1,
        archive_sha256="00",
        manifest_sha256="11",
        artifacts=(),
    )
    return messages.PackageDelivered(
        workflow_run_id=run, brief_id=BRIEF_ID, client_name="Morning Roast Club", package=package
    )


def sent_back(run: RunId = RUN, revision: int = 2) -> Payload:
    """QC asks production for this revision of the draft."""
    about = {"workflow_run_id": run, "brief_id": BRIEF_ID, "brief": a_brief().model_dump(), "revision": revision}
    return RevisionSeen.model_validate({**about, "report": a_report(revision=revision - 1).model_dump()})


def done(service: str, run: RunId = RUN, revision: int = 1) -> Payload:
    """The event by which a service says that its step is done."""
    about: dict[str, Any] = {"workflow_run_id": run, "brief_id": BRIEF_ID, "brief": a_brief()}
    about |= {"strategy_id": STRATEGY_ID, "version": 1, "strategy": a_strategy()}
    draft = Draft(
        draft_id=DRAFT_ID, revision=revision, package=PackageName.QUICK_SOCIAL, title="Thirty mornings", sections=()
    )
    content = {"draft": draft, "bundle": Bundle(bundle_id=DRAFT_ID, draft_id=DRAFT_ID)}
    match service:
        case "onboarding":
            return accepted(run)
        case "strategy":
            return _as_read(messages.StrategyDrafted(**about))
        case "production":
            return _as_read(messages.DraftProduced(**about, **content))
        case "qc":
            return _as_read(messages.QcPassed(**about, **content, report=a_report(passed=True)))
        case _:
            return delivered(run)


def _as_read(event: Payload) -> Payload:
    """The event as the orchestrator reads it: without what only passes through."""
    return READINGS[event.type].model_validate(event.model_dump())


def failed(service: str, run: RunId = RUN, **fields: Any) -> Payload:
    """The event by which a service refuses."""
    given: dict[str, Any] = {"workflow_run_id": run, "reason": f"{service} can't", "evidence": {"by": service}}
    match service:
        case "onboarding":
            return rejected(run, **fields)
        case "strategy":
            return messages.StrategyFailed(**{**given, **fields})
        case "production":
            return messages.ProductionFailed(**{**given, **fields})
        case "qc":
            return qc_failed(run, **fields)
        case _:
            return messages.DeliveryFailed(**{**given, **fields})


def parked(service: str, run: RunId = RUN, **fields: Any) -> messages.StepParked:
    """A service has parked a record of the run."""
    given = {"dead_letter_id": DEAD_LETTER_ID, "reason": "step_failed", "error": "TimeoutError: no answer"}
    return messages.StepParked(**{"workflow_run_id": run, "service": service, "attempts": 5, **given, **fields})


def compensated(service: str, run: RunId = RUN, **removed: int) -> messages.StepCompensated:
    """A service has undone its part."""
    return messages.StepCompensated(workflow_run_id=run, service=service, removed=removed)


def refused(run: RunId = RUN) -> messages.StepCompensationRefused:
    """Delivery has delivered and can't undo it."""
    return messages.StepCompensationRefused(workflow_run_id=run, service="delivery", reason="delivered")


def all_done(run: RunId = RUN) -> list[Payload]:
    """The five events of a run that goes well, in order."""
    return [done(service, run) for service in STEP_SERVICES]


def all_undone(run: RunId = RUN) -> list[Payload]:
    """The five answers to the compensations of a run, in order."""
    return [compensated(service, run) for service in reversed(STEP_SERVICES)]
