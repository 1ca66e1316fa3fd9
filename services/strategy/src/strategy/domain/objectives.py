"""What follows from the objective: channels that serve it, the bottleneck it meets, how aware its audience is."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from contracts.brief import Channel, Objective

Bottleneck = Literal["demand", "awareness", "trust", "conversion", "retention"]


@dataclass(frozen=True, slots=True)
class ObjectiveProfile:
    """An objective in plain words; `to_customers` is false where the campaign speaks to others than buyers."""

    purpose: str
    consumer_channels: tuple[Channel, ...]
    business_channels: tuple[Channel, ...]
    bottleneck: Bottleneck
    awareness_state: str
    result: str
    to_customers: bool = True

    def channels(self, to_business: bool) -> tuple[Channel, ...]:
        """Give the channels that serve this objective, best first."""
        return self.business_channels if to_business else self.consumer_channels


OBJECTIVES: Mapping[Objective, ObjectiveProfile] = MappingProxyType(
    {
        Objective.AWARENESS: ObjectiveProfile(
            "become known",
            (Channel.YOUTUBE, Channel.META_ADS),
            (Channel.LINKEDIN, Channel.YOUTUBE),
            "awareness",
            "problem-aware: they live with the problem and don't know that this solution exists",
            "people who recall the name",
        ),
        Objective.LEADS: ObjectiveProfile(
            "win enquiries",
            (Channel.META_ADS, Channel.GOOGLE_ADS),
            (Channel.LINKEDIN, Channel.GOOGLE_ADS, Channel.WEBINAR),
            "demand",
            "solution-aware: they look for a way out and compare kinds of solution, not yet names",
            "qualified enquiries",
        ),
        Objective.SALES: ObjectiveProfile(
            "win orders",
            (Channel.META_ADS, Channel.GOOGLE_ADS, Channel.EMAIL),
            (Channel.GOOGLE_ADS, Channel.EMAIL),
            "conversion",
            "product-aware: they know what is on offer and lack a reason to choose now",
            "orders",
        ),
        Objective.HIRING: ObjectiveProfile(
            "win applications",
            (Channel.LINKEDIN, Channel.FACEBOOK),
            (Channel.LINKEDIN, Channel.YOUTUBE),
            "awareness",
            "problem-aware: they would move for a better place and don't have this employer in mind",
            "suitable applications",
            to_customers=False,
        ),
        Objective.PARTNERSHIPS: ObjectiveProfile(
            "win partners",
            (Channel.LINKEDIN, Channel.EMAIL),
            (Channel.LINKEDIN, Channel.WEBINAR),
            "trust",
            "solution-aware: they know what a partner could add and need proof that this one delivers",
            "first talks with partners",
            to_customers=False,
        ),
        Objective.RETENTION: ObjectiveProfile(
            "keep customers",
            (Channel.EMAIL, Channel.WHATSAPP),
            (Channel.EMAIL, Channel.WEBINAR),
            "retention",
            "most aware: they have bought, and decide each month whether it was right",
            "customers who stay",
        ),
    }
)
"""One profile for every objective that a brief can name."""
