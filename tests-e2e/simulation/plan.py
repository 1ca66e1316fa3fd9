"""What a scenario will put the system through: all of it chosen from the seed before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from contracts.payload import RunId
from contracts.topics import SERVICES, STEP_SERVICES
from simulation.chance import Chance
from simulation.kinds import Fault
from simulation.process import TOPIC_RETENTION

MOST: Mapping[Fault, float] = {
    Fault.DELAY: 0.2,
    Fault.CRASH_AT_AWAIT: 0.015,
    Fault.PAUSE_AT_AWAIT: 0.01,
    Fault.CONNECTION_LOST: 0.05,
    Fault.COMMIT_UNREPORTED: 0.3,
    Fault.CONFLICT: 0.05,
    Fault.DATA_REFUSED: 0.5,
    Fault.PUBLISH_FAILED: 0.3,
    Fault.PUBLISH_REFUSED: 0.3,
    Fault.PUBLISH_UNACKNOWLEDGED: 0.3,
    Fault.PUBLISH_REPEATED: 0.3,
    Fault.PARTITION_HELD: 0.2,
    Fault.OFFSETS_LOST: 0.4,
    Fault.STEP_RAISES: 0.9,
    Fault.STEP_SLOW: 0.4,
    Fault.OBJECTS_FAIL: 0.4,
    Fault.QUESTION_LOST: 0.5,
}
"""The highest chance of each fault wherever it can happen."""

MOMENTS = (
    Fault.CRASH,
    Fault.CRASH,
    Fault.PAUSE,
    Fault.RESTART,
    Fault.DATABASE_AWAY,
    Fault.BROKER_AWAY,
    Fault.REBALANCE,
    Fault.ZOMBIE,
    Fault.OFFSET_RESET,
    Fault.CLOCK_JUMP,
    Fault.BACKUP_RESTORED,
    Fault.POISON,
    Fault.CANCEL,
    Fault.CANCEL,
    Fault.RETRY,
    Fault.REPLAY,
    Fault.DISCARD,
    Fault.BRIEF_REPEATED,
    Fault.OPENING,
)
"""What happens at a moment."""

LEVELS = (0.05, 0.2, 1.0)
SPAN_SECONDS = 5.0
BRIEFS = (
    "good",
    "good",
    "good",
    "good",
    "avoids every channel",
    "has problems",
    "is mended",
    "is mended",
    "can't be mended",
)
"""What is wrong with a brief, or with the first draft that is made from it."""

DELIVERED = ("good", "is mended")
"""Those that a run in peace ends well with."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A brief that comes in `at` virtual seconds; `brief` is one of BRIEFS."""

    at: float
    run: RunId
    brief: str
    over_http: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario. `refused` is the share of runs that a service refuses on purpose, `retention` its ledgers'."""

    submissions: tuple[Submission, ...]
    replicas: Mapping[str, int]
    refused: Mapping[str, float]
    rates: Mapping[Fault, float]
    moments: tuple[tuple[float, Fault], ...]
    retention: timedelta
    read_again: bool
    """Whether, long afterwards, every group reads everything from the beginning."""

    @property
    def peaceful(self) -> bool:
        """Whether nothing goes wrong, so that each brief alone decides how its run ends."""
        return not (self.rates or self.moments or self.refused)


def plan_of(chance: Chance) -> Plan:
    """Choose a scenario."""
    count = chance.pick((1, 1, 2, 2, 3))
    peaceful = chance.happens(0.05)
    return Plan(
        submissions=tuple(_submission(chance) for _ in range(count)),
        replicas={service: chance.pick((1, 1, 2)) for service in SERVICES},
        refused={} if peaceful else _refused(chance),
        rates={} if peaceful else _rates(chance),
        moments=() if peaceful else tuple(sorted(_moment(chance) for _ in range(chance.pick((0, 1, 2, 3, 5))))),
        retention=TOPIC_RETENTION * chance.pick((0.5, 1.5)),
        read_again=chance.happens(0.4),
    )


def _submission(chance: Chance) -> Submission:
    return Submission(chance.between(0.0, 2.0), chance.run(), chance.pick(BRIEFS), chance.happens(0.3))


def _refused(chance: Chance) -> Mapping[str, float]:
    return {chance.pick(STEP_SERVICES): 0.6} if chance.happens(0.3) else {}


def _rates(chance: Chance) -> Mapping[Fault, float]:
    active = [fault for fault in MOST if chance.happens(0.2)]
    return {fault: MOST[fault] * chance.pick(LEVELS) for fault in active}


def _moment(chance: Chance) -> tuple[float, Fault]:
    return chance.between(0.0, SPAN_SECONDS), chance.pick(MOMENTS)
