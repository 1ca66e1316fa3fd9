"""Injected refusals: a share of runs, chosen by hash of the run id, is refused by a step. For trials only."""

from dataclasses import dataclass
from hashlib import sha256

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
    shares: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        service, _, number = part.partition("=")
        share = float(number)
        if not 0 <= share <= 1:
            raise ValueError(f"{part!r}: the share must be from 0 to 1")
        shares[service.strip()] = share
    return shares
