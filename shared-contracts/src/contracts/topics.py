"""The topics: who writes them, who reads them, their partitions and retention, stated here alone."""

from dataclasses import dataclass
from datetime import timedelta

STEP_SERVICES = ("onboarding", "strategy", "production", "qc", "delivery")
"""The five steps of a run, in order; the last is the pivot."""

ORCHESTRATOR = "orchestrator"
SERVICES = (*STEP_SERVICES, ORCHESTRATOR)

UPSTREAM = "upstream"
"""Systems of other teams: they submit briefs, and follow what becomes of them."""

INTAKE = "intake.briefs"
WORKFLOW_EVENTS = "workflow.events"
PARTITIONS = 6
RETENTION = timedelta(days=7)
DEAD_LETTER_RETENTION = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; the record key is always the run id, and all topics have the same number of partitions."""

    name: str
    written_by: tuple[str, ...]
    read_by: tuple[str, ...]
    retention: timedelta = RETENTION
    partitions: int = PARTITIONS


def events_of(service: str) -> str:
    """The topic that `service` announces its outcomes on."""
    return f"{service}.events"


def commands_of(service: str) -> str:
    """The topic that tells `service` to undo."""
    return f"{service}.commands"


def dead_letters_of(service: str) -> str:
    """The topic that shows publishers which of their records `service` could not handle."""
    return f"{service}.dead-letters"


def _events(service: str, *readers: str) -> Topic:
    return Topic(events_of(service), written_by=(service,), read_by=(*readers, ORCHESTRATOR))


TOPICS: tuple[Topic, ...] = (
    Topic(INTAKE, written_by=(UPSTREAM, ORCHESTRATOR), read_by=("onboarding",)),
    _events("onboarding", "strategy", UPSTREAM),
    _events("strategy", "production"),
    _events("production", "qc"),
    _events("qc", "delivery", "production"),
    _events("delivery", UPSTREAM),
    *(Topic(commands_of(name), written_by=(ORCHESTRATOR,), read_by=(name,)) for name in STEP_SERVICES),
    Topic(WORKFLOW_EVENTS, written_by=(ORCHESTRATOR,), read_by=(UPSTREAM,)),
    *(
        Topic(dead_letters_of(name), written_by=(name,), read_by=(UPSTREAM,), retention=DEAD_LETTER_RETENTION)
        for name in SERVICES
    ),
)
