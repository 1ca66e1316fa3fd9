"""Which fault falls when: drawn from a seed, so that a run of chaos can be repeated."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random  # noqa: TID251 - chance comes from the seed that is given
from types import MappingProxyType

from contracts.topics import ORCHESTRATOR, SERVICES, STEP_SERVICES

SESSION_SECONDS = 10.0
"""How long Kafka waits for a silent consumer: a pause beyond it makes the paused replica a zombie."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: how often it is drawn, and how long its cause lasts, in seconds from `shortest` to `longest`."""

    weight: int
    shortest: float
    longest: float


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "replica_killed": Kind(6, 0.0, 5.0),
        "service_killed": Kind(4, 0.0, 5.0),
        "orchestrator_killed": Kind(3, 0.0, 6.0),
        "replica_paused": Kind(3, SESSION_SECONDS + 1, SESSION_SECONDS + 4),
        "postgres_restarted": Kind(4, 0.0, 4.0),
        "kafka_killed": Kind(3, 0.0, 4.0),
        "database_reset": Kind(4, 0.0, 0.0),
        "database_one_way": Kind(3, 1.0, 6.0),
        "database_black_hole": Kind(3, 2.0, 12.0),
        "database_half_open": Kind(2, 0.0, 0.0),
        "kafka_reset": Kind(4, 0.0, 0.0),
        "kafka_one_way": Kind(3, 1.0, 6.0),
        "kafka_black_hole": Kind(3, 2.0, 14.0),
        "kafka_half_open": Kind(2, 0.0, 0.0),
        "backlog": Kind(3, 4.0, 10.0),
        "rolling_restart": Kind(1, 0.0, 0.0),
    }
)
"""Every kind; a longest of 0 is over as soon as it is done."""

OF_THE_LINK_TO_KAFKA = frozenset(kind for kind in KINDS if kind.startswith("kafka_")) - {"kafka_killed"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what is done to what, for how long, and how many seconds after its group has begun."""

    kind: str
    target: str
    seconds: float
    begins: float = 0.0

    @property
    def touches(self) -> frozenset[str]:
        """What it takes hold of; two faults at the same time must not share any of it."""
        match self.kind:
            case "rolling_restart":
                return frozenset(SERVICES)
            case "replica_killed" | "replica_paused":
                return frozenset({self.target.partition("-")[0]})
            case kind if kind.startswith("database_"):
                return frozenset({f"link to the database of {self.target}"})
            case kind if kind in OF_THE_LINK_TO_KAFKA:
                return frozenset({"link to kafka"})
            case _:
                return frozenset({self.target})


Group = tuple[Fault, ...]
"""Faults that fall together: the second begins while the first lasts, or while the system recovers from it."""

ALONE = 0.7
"""The share of groups that are a single fault, whose recovery can be measured by its kind."""


def drawn(seed: int, faults: int, replicas: int, among: Collection[str] = KINDS) -> list[Group]:
    """Draw a schedule of so many faults, every kind in it if there is room, three in ten of the groups overlapping."""
    chance = Random(seed)
    kinds = _kinds(chance, faults, among)
    groups: list[Group] = []
    while kinds:
        first = _fault(chance, kinds.pop(), replicas)
        second = _second(chance, first, kinds, replicas) if chance.random() > ALONE else None
        groups.append((first, second) if second else (first,))
    return groups


def counted(groups: Iterable[Group]) -> dict[str, int]:
    """How many faults of each kind a schedule has."""
    kinds = [fault.kind for group in groups for fault in group]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}


def _kinds(chance: Random, faults: int, among: Collection[str]) -> list[str]:
    every = sorted((kind for kind in KINDS if kind in among), key=lambda kind: -KINDS[kind].weight)
    more = chance.choices(every, [KINDS[kind].weight for kind in every], k=max(0, faults - len(every)))
    chosen = [*every[:faults], *more]
    chance.shuffle(chosen)
    return chosen


def _fault(chance: Random, kind: str, replicas: int) -> Fault:
    seconds = chance.uniform(KINDS[kind].shortest, KINDS[kind].longest)
    return Fault(kind, chance.choice(_targets(kind, replicas)), round(seconds, 2))


def _second(chance: Random, first: Fault, kinds: list[str], replicas: int) -> Fault | None:
    """Another fault that does not touch the same things, taken from those that remain; None where none fits."""
    if not kinds:
        return None
    second = _fault(chance, kinds[-1], replicas)
    if first.touches & second.touches:
        return None
    kinds.pop()
    return Fault(second.kind, second.target, second.seconds, round(chance.uniform(0.3, first.seconds + 4.0), 2))


def _targets(kind: str, replicas: int) -> Sequence[str]:
    match kind:
        case "replica_killed" | "replica_paused":
            return [*SERVICES, *(f"{service}-{number}" for service in SERVICES for number in range(2, replicas + 1))]
        case "service_killed" | "backlog":
            return STEP_SERVICES
        case "orchestrator_killed":
            return (ORCHESTRATOR,)
        case kind if kind.startswith("database_"):
            return SERVICES
        case kind if kind.startswith("kafka_"):
            return ("kafka",)
        case _:
            return ("postgres",) if kind == "postgres_restarted" else ("everything",)
