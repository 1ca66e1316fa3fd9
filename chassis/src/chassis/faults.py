"""Injected refusals: a share of runs, chosen by hash of the run id, is refused by a step. For trials only."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from chassis.pairs import read_pairs
from contracts.payload import RunId

INJECTED = "refused on purpose: AICMO_FAULTS"


@dataclass(frozen=True, slots=True)
class InjectedFaults:
    """The share (0 to 1) of runs that this service refuses."""

    service: str
    share: float = 0.0

    def refuses(self, run: RunId) -> bool:
        """Whether this run is one of them; always the same answer for the same run and service."""
        if not self.share:
            return False
        digest = sha256(f"{self.service}:{run}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / 2**64 < self.share


NO_FAULTS = InjectedFaults("")


def parse_shares(text: str) -> dict[str, float]:
    """Read `qc=0.1,delivery=0.05`. Raises ValueError for what is not a service and a share from 0 to 1."""
    return {service: _share(service, number) for service, number in read_pairs(text).items()}


def _share(service: str, number: str) -> float:
    with suppress(ValueError):
        if 0 <= (share := float(number)) <= 1:
            return share
    raise ValueError(f"{service}={number}: the share must be a number from 0 to 1")
