"""What follows from the objective: channels that serve it, the bottleneck it meets, how aware its audience is.

`awareness_state` holds the fields of `angles.Angles` in braces.
"""

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
            "Problem-aware: {audience} live with “{pain}” and have not heard of {offer}.",
            "people who recall the name",
        ),
        Objective.LEADS: ObjectiveProfile(
            "win enquiries",
            (Channel.META_ADS, Channel.GOOGLE_ADS),
            (Channel.LINKEDIN, Channel.GOOGLE_ADS, Channel.WEBINAR),
            "demand",
            "Solution-aware: {audience} want {outcome}, know {rivals}, and are held back by “{objection}”.",
            "qualified enquiries",
        ),
        Objective.SALES: ObjectiveProfile(
            "win orders",
            (Channel.META_ADS, Channel.GOOGLE_ADS, Channel.EMAIL),
            (Channel.GOOGLE_ADS, Channel.EMAIL),
            "conversion",
            "Product-aware: {audience} have {rivals} to choose from; before {offer} stands “{objection}”.",
            "orders",
        ),
        Objective.HIRING: ObjectiveProfile(
            "win applications",
            (Channel.LINKEDIN, Channel.FACEBOOK),
            (Channel.LINKEDIN, Channel.YOUTUBE),
            "awareness",
            "Problem-aware: {audience} would move because of “{pain}” and don't think of {client} yet.",
            "suitable applications",
            to_customers=False,
        ),
        Objective.PARTNERSHIPS: ObjectiveProfile(
            "win partners",
            (Channel.LINKEDIN, Channel.EMAIL),
            (Channel.LINKEDIN, Channel.WEBINAR),
            "trust",
            "Solution-aware: {audience} know what a partner adds and ask {client} for proof: “{objection}”.",
            "first talks with partners",
            to_customers=False,
        ),
        Objective.RETENTION: ObjectiveProfile(
            "keep customers",
            (Channel.EMAIL, Channel.WHATSAPP),
            (Channel.EMAIL, Channel.WEBINAR),
            "retention",
            "Most aware: {audience} use {offer} already and decide at every bill, with “{objection}” in mind.",
            "customers who stay",
        ),
    }
)
"""One profile for every objective that a brief can name."""
