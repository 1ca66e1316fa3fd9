"""What a form's fields are called: our name for each, whatever spelling a CRM exports it under."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from onboarding.domain.limits import FIELD_NAME_CHARACTERS

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAP = re.compile(r"[\s\-./_]+")

_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "client": "client_name",
        "company": "client_name",
        "company_name": "client_name",
        "brand_name": "client_name",
        "website_url": "website",
        "url": "website",
        "location": "geography",
        "region": "geography",
        "offer": "primary_offer",
        "audience": "target_audience",
        "pains": "pain_points",
        "outcomes": "desired_outcomes",
        "goal": "objective",
        "campaign_objective": "objective",
        "compliance": "compliance_requirements",
        "aov": "average_order_value",
        "ltv": "lifetime_value",
        "price": "pricing",
        "kpis": "kpi_targets",
        "duration": "duration_weeks",
        "weeks": "duration_weeks",
        "tone": "tone_of_voice",
        "disclaimers": "required_disclaimers",
        "language": "languages",
        "socials": "social_handles",
        "focus_channels": "focus_platforms",
        "avoid_channels": "avoid_platforms",
        "time_zone": "timezone",
        "email": "contact_email",
        "e_mail": "contact_email",
        "colors": "colours",
        "color": "colours",
        "colour": "colours",
        "primary_color": "colours",
        "primary_colour": "colours",
        "font": "fonts",
        "logo_url": "logo",
        "kpi": "kpi_targets",
        "social_media": "social_handles",
        "files": "attachments",
        "campaign_start": "start_date",
        "launch_date": "start_date",
        "reporting_frequency": "report_frequency",
        "min": "minimum",
        "max": "maximum",
    }
)


@lru_cache(maxsize=1024)
def canonical_name(name: str) -> str:
    """Our name for a field: `clientName` and `Client-name` are `client_name`, `AOV` is `average_order_value`."""
    if len(name) > FIELD_NAME_CHARACTERS:
        return name
    plain = _GAP.sub("_", _HUMP.sub("_", name.strip())).lower()
    ours = _OTHER_NAMES.get(plain, plain)
    # A name that only its parting makes too long is none of ours, and no fault of the sender's.
    return ours if len(ours) <= FIELD_NAME_CHARACTERS else name


def with_canonical_names(form: Mapping[Any, Any]) -> dict[Any, Any]:
    """Rename the fields of one level; a field that carries our own name already wins over another spelling of it."""
    renamed: dict[Any, Any] = {}
    for name, value in form.items():
        ours = canonical_name(name) if isinstance(name, str) else name
        if ours == name or ours not in form:
            renamed.setdefault(ours, value)
    return renamed
