"""What is to be packed: the passed draft, its assets' bytes, who packs it and when."""

from dataclasses import dataclass
from datetime import datetime

from contracts.brief import PackageName
from contracts.messages import QcPassed


@dataclass(frozen=True, slots=True)
class Order:
    """`assets` are the bytes of the bundle's assets in the bundle's order; `at` is the time of the event (aware)."""

    event: QcPassed
    assets: tuple[bytes, ...]
    agency: str
    at: datetime

    @property
    def is_light(self) -> bool:
        """Whether the package is the small one that measures the machinery."""
        return self.event.brief.package == PackageName.LIGHT
