"""How channels, stages, numbers, money and dates are written for a client."""

from datetime import date

from contracts.brief import Channel
from contracts.english import unit_of

CHANNEL_NAMES = {
    Channel.LINKEDIN: "LinkedIn",
    Channel.X: "X",
    Channel.TIKTOK: "TikTok",
    Channel.YOUTUBE: "YouTube",
    Channel.EMAIL: "E-mail",
    Channel.SMS: "SMS",
    Channel.WHATSAPP: "WhatsApp",
    Channel.BLOG: "Blog",
    Channel.GOOGLE_ADS: "Google Ads",
    Channel.META_ADS: "Meta Ads",
    Channel.GOOGLE_MAPS: "Google Maps",
}
"""The channels whose name isn't their id in title case."""


def channel_name(channel: Channel) -> str:
    """The channel as it calls itself."""
    return CHANNEL_NAMES.get(channel, channel.value.replace("_", " ").title())


def number(value: float | None, unit: str = "") -> str:
    """A number with its unit: 12,500 members, 1 member, 7%, USD 40; None is what the client has yet to measure."""
    if value is None:
        return "to be measured"
    digits = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")
    if unit in ("%", "percent"):
        return f"{digits}%"
    return money(value, unit) if _is_currency(unit) else f"{digits} {unit_of(value, unit)}".strip()


def money(amount: float, currency: str) -> str:
    """An amount: USD 20,000."""
    return f"{currency} {amount:,.0f}" if amount == int(amount) else f"{currency} {amount:,.2f}"


def weeks(count: int) -> str:
    """A length: 12 weeks, 1 week."""
    return number(count, "weeks")


def day(value: date) -> str:
    """A date: 4 May 2026."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """A date in a table: Mon 4 May."""
    return f"{value:%a} {value.day} {value:%b}"


def month_day(value: date) -> str:
    """A date in a calendar's cell: 4 May."""
    return f"{value.day} {value:%b}"


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isascii() and unit.isalpha() and unit.isupper()
