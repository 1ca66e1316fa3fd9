"""The kinds of faults and of protocol states that a campaign must have met."""

from enum import StrEnum


class Fault(StrEnum):
    """Something that goes wrong, or that a person does at a bad moment."""

    DELAY = "delay"
    CRASH_AT_AWAIT = "crash at an await"
    PAUSE_AT_AWAIT = "pause at an await"
    CRASH = "crash"
    PAUSE = "pause"
    RESTART = "restart"
    CONNECTION_LOST = "connection lost before the commit"
    COMMIT_UNREPORTED = "commit reported as failed"
    CONFLICT = "conflict"
    DATA_REFUSED = "data refused"
    DATABASE_AWAY = "database away"
    BROKER_AWAY = "broker away"
    PUBLISH_FAILED = "publish fails"
    PUBLISH_REFUSED = "message not taken"
    PUBLISH_UNACKNOWLEDGED = "acknowledgement lost"
    PUBLISH_REPEATED = "message repeated"
    PARTITION_HELD = "partition held up"
    OFFSETS_LOST = "offset commit fails"
    REBALANCE = "rebalance"
    ZOMBIE = "zombie commits in vain"
    OFFSET_RESET = "offsets reset"
    CLOCK_JUMP = "clock jumps"
    BACKUP_RESTORED = "orchestrator restored from a backup"
    STEP_RAISES = "step raises"
    STEP_SLOW = "step slow"
    OBJECTS_FAIL = "object store fails"
    QUESTION_LOST = "reconciliation unanswered"
    POISON = "poison record"
    CANCEL = "cancel"
    RETRY = "failed run tried again"
    REPLAY = "dead letter replayed"
    DISCARD = "dead letter discarded"
    BRIEF_REPEATED = "brief submitted again"
    OPENING = "client signed"
    BRIEF_OVER_HTTP = "brief over HTTP"
    INJECTED_REFUSAL = "refusal injected"
    PURGE = "ledger purged"
    PURGE_REFUSED = "purge refused"


AT_AWAITS = (
    Fault.DELAY,
    Fault.CRASH_AT_AWAIT,
    Fault.PAUSE_AT_AWAIT,
    Fault.CONNECTION_LOST,
    Fault.COMMIT_UNREPORTED,
    Fault.CONFLICT,
    Fault.DATA_REFUSED,
    Fault.PUBLISH_FAILED,
    Fault.PUBLISH_REFUSED,
    Fault.PUBLISH_UNACKNOWLEDGED,
    Fault.PUBLISH_REPEATED,
    Fault.PARTITION_HELD,
    Fault.OFFSETS_LOST,
    Fault.STEP_RAISES,
    Fault.STEP_SLOW,
    Fault.OBJECTS_FAIL,
    Fault.QUESTION_LOST,
)
"""What can happen wherever its chance comes; the others happen at a moment."""

STATES = (
    *(f"run {state}" for state in ("RUNNING", "COMPENSATING", "COMPLETED", "COMPENSATED", "STALLED")),
    *(f"step {status}" for status in ("waiting", "running", "done", "failed", "parked")),
    *(f"ledger {state}" for state in ("done", "failed", "compensated")),
    *(f"revision {outcome}" for outcome in ("done", "failed", "compensated", "COMPLETED", "COMPENSATED")),
    *(f"letter {status}" for status in ("retrying", "parked", "replayed", "discarded")),
    *(f"failure {kind}" for kind in ("refused", "deadline", "cancelled", "unknown")),
    *(
        f"outcome {outcome}"
        for outcome in (
            "done",
            "failed",
            "duplicate",
            "tombstoned",
            "compensated",
            "compensation_refused",
            "opened",
            "retrying",
            "parked",
            "observed",
            "woken",
        )
    ),
)
"""The states that the protocol knows, as the databases and the services' own counters show them."""
