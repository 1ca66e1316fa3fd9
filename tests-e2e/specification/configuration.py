"""What TLC is asked: the constants of one check of the specification, and the properties that are checked."""

from dataclasses import dataclass, replace

SAFETY = (
    "TypeOK",
    "EffectsAtMostOnce",
    "OneRevisionIsDelivered",
    "NoEffectAfterCompensation",
    "DeliveredIsFinal",
    "UndoneInReverseOrder",
    "EverywhereOrNowhere",
    "OrchestratorTellsTheTruth",
)
EVERY_RUN_ENDS = "EveryRunEnds"
DELIVERED_ALONE = "DeliveredWithoutTheOrchestrator"
LIVENESS = (EVERY_RUN_ENDS, DELIVERED_ALONE)

EVERY_FAULT = ("repeat", "crash", "loss", "park", "restore")


@dataclass(frozen=True, slots=True)
class Configuration:
    """One check. `fault_budget` faults of the kinds `faults` may happen; `without` names the guards taken away."""

    name: str
    services: int
    properties: tuple[str, ...]
    fault_budget: int = 1
    faults: tuple[str, ...] = EVERY_FAULT
    refusing: bool = True
    revising: bool = True
    cancelling: bool = True
    purging: bool = True
    orchestrated: bool = True
    without: str | None = None

    @property
    def text(self) -> str:
        """The configuration as TLC reads it."""
        lines = [*self._behaviour(), "CHECK_DEADLOCK FALSE", "CONSTANTS"]
        lines += [f"  {name} = {value}" for name, value in self._constants().items()]
        lines += [f"INVARIANT {each}" for each in self.properties if each not in LIVENESS]
        lines += [f"PROPERTY {each}" for each in self.properties if each in LIVENESS]
        return "\n".join(lines) + "\n"

    def _behaviour(self) -> list[str]:
        """Fairness is only worked out where something is to happen at last: it triples the time."""
        return ["SPECIFICATION Spec"] if set(self.properties) & set(LIVENESS) else ["INIT Init", "NEXT Next"]

    def _constants(self) -> dict[str, str]:
        return {
            "N": str(self.services),
            "FaultBudget": str(self.fault_budget),
            "FaultKinds": _set(self.faults),
            # As in the line: onboarding keeps a rejected brief, quality control its report.
            "RefusalRows": f"{{1, {self.services - 1}}}",
            "Refusing": _boolean(self.refusing),
            "Revising": _boolean(self.revising),
            "Cancelling": _boolean(self.cancelling),
            "Purging": _boolean(self.purging),
            "Orchestrated": _boolean(self.orchestrated),
            "Without": _set((self.without,) if self.without else ()),
        }


def everything(services: int, fault_budget: int) -> Configuration:
    """The whole protocol but for revisions, every kind of fault, every property."""
    name = f"{services} services, any {fault_budget} fault{'s' * (fault_budget > 1)}"
    return Configuration(name, services, (*SAFETY, EVERY_RUN_ENDS), fault_budget, revising=False)


def sent_back(services: int, fault_budget: int) -> Configuration:
    """Drafts that are sent back, refused, cancelled and undone, every kind of fault, every property; nothing purged."""
    name = f"{services} services, sent back, any {fault_budget} fault{'s' * (fault_budget > 1)}"
    return Configuration(name, services, (*SAFETY, EVERY_RUN_ENDS), fault_budget, purging=False)


def sent_back_and_purged(services: int) -> Configuration:
    """All of it at once, and any one fault."""
    name = f"{services} services, sent back and purged, any 1 fault"
    return Configuration(name, services, (*SAFETY, EVERY_RUN_ENDS))


def forward_alone(services: int, fault_budget: int) -> Configuration:
    """The way forward with the orchestrator down, through crashes and repeats, the draft sent back or not."""
    name = f"{services} services without the orchestrator"
    properties = ("TypeOK", "EffectsAtMostOnce", "OneRevisionIsDelivered", DELIVERED_ALONE)
    faults = ("repeat", "crash")
    return Configuration(
        name, services, properties, fault_budget, faults, refusing=False, purging=False, orchestrated=False
    )


def small(services: int) -> tuple[Configuration, ...]:
    """Seconds: one fault anywhere in a run of so many services, two in a run of two; a draft sent back in safety."""
    back = replace(sent_back(services, 1), properties=SAFETY)
    return (everything(services, 1), back, everything(2, 2), forward_alone(services, 2))


def full(services: int) -> tuple[Configuration, ...]:
    """Minutes: one fault in a run of so many services, two of any kinds in a run of three; drafts sent back in each."""
    return (
        everything(services, 1),
        sent_back(services, 1),
        sent_back_and_purged(3),
        everything(3, 2),
        forward_alone(services, 2),
    )


def _set(members: tuple[str, ...]) -> str:
    return "{" + ", ".join(f'"{each}"' for each in members) + "}"


def _boolean(value: bool) -> str:
    return str(value).upper()
