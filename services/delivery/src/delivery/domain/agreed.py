"""The brief as it was agreed, for the document that both sides keep."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from contracts.brief import Attachment, Brief, Channel, KpiTarget
from delivery.domain.blocks import Block, Chapter, Heading, Table, Text, plain, strong
from delivery.domain.words import channel_name, day, money, number, weeks

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "The client": (
            "client_name",
            "website",
            "industry",
            "geography",
            "contact_email",
            "timezone",
            "social_handles",
        ),
        "The offer and its audience": (
            *("primary_offer", "pricing", "average_order_value", "lifetime_value", "target_audience", "pain_points"),
            *("desired_outcomes", "differentiators", "competitors", "proof_assets", "objections"),
        ),
        "The campaign": (
            *("objective", "kpi_targets", "start_date", "duration_weeks", "budget", "focus_platforms"),
            *("avoid_platforms", "constraints", "approval_frequency", "report_frequency", "attachments"),
        ),
        "The wording": (
            *("tone_of_voice", "voice_examples", "languages", "must_include", "must_avoid", "banned_words"),
            *("required_disclaimers", "compliance_requirements", "forbidden_claims", "risk_tolerance"),
        ),
    }
)
"""Which fields of a brief stand together, in the order in which one reads them."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "client_name": "Name",
        "contact_email": "Contact e-mail",
        "kpi_targets": "KPI targets",
        "duration_weeks": "Duration",
        "focus_platforms": "Channels to focus on",
        "avoid_platforms": "Channels to avoid",
        "banned_words": "Words not used",
        "forbidden_claims": "Claims not made",
        "proof_assets": "Proof",
    }
)
"""The labels that aren't the field's name in words."""


def agreed_brief(brief: Brief) -> Chapter:
    """The brief in tables, a group each; fields without a value are left out."""
    return Chapter("The brief as agreed", tuple(_groups(brief)))


def _groups(brief: Brief) -> Iterator[Block]:
    for title, fields in GROUPS.items():
        rows = tuple(_rows(brief, fields))
        if rows:
            yield Heading(plain(title))
            yield Table((plain("Field"), plain("Agreed")), rows)


def _rows(brief: Brief, fields: Iterable[str]) -> Iterator[tuple[Text, Text]]:
    for field in fields:
        written = _written(brief, field)
        if written:
            yield strong(LABELS.get(field, field.replace("_", " ").capitalize())), plain(written)


def _written(brief: Brief, field: str) -> str:
    currency = brief.budget.currency if brief.budget else "USD"
    match field, getattr(brief, field):
        case "website", None:
            return "no website"
        case _, None:
            return ""
        case "industry", industry:
            return brief.industry_detail or industry.value.replace("_", " ")
        case "start_date", start:
            return day(start)
        case "duration_weeks", count:
            return weeks(count)
        case (("average_order_value" | "lifetime_value"), amount):
            return money(amount, currency)
        case "budget", budget:
            lowest = f"{money(budget.minimum, currency)} to " if budget.minimum < budget.maximum else ""
            return f"{lowest}{money(budget.maximum, currency)}"
        case "social_handles", handles:
            return "; ".join(f"{channel_name(channel)}: {handle}" for channel, handle in handles.items())
        case _, tuple() as entries:
            return "; ".join(_entry(entry) for entry in entries)
        case _, value:
            return str(value).capitalize() if field in ("objective", "risk_tolerance") else str(value)


def _entry(entry: object) -> str:
    match entry:
        case KpiTarget():
            start = "" if entry.baseline is None else f" (from {number(entry.baseline, entry.unit)})"
            return f"{entry.metric}: {number(entry.target, entry.unit)}{start}"
        case Attachment():
            return f"{entry.name} ({entry.url})"
        case Channel():
            return channel_name(entry)
        case _:
            return str(entry)
