"""What the headers of a record on a dead-letter topic say about it, beside the headers that it came with."""

from collections.abc import Mapping
from types import MappingProxyType

REASONS = ("invalid_envelope", "unknown_type", "invalid_body", "step_failed")
"""Why a record is parked: it can't be read (three ways), or its step failed at every attempt."""

DEAD_LETTER_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "dl_id": "The dead letter's id, by which the service's API shows, replays or discards it.",
        "dl_reason": "Why it is parked: " + ", ".join(REASONS) + ".",
        "dl_error": "What went wrong, in words.",
        "dl_topic": "The topic that the record came from.",
        "dl_partition": "Its partition there.",
        "dl_offset": "Its offset there.",
        "dl_attempts": "How often handling it was tried.",
        "dl_copy": "Only where the record is too large to be copied: where to read it instead; the body is then null.",
    }
)
"""Each header with its meaning; all are text in UTF-8, and all but `dl_copy` are always there."""
