"""Reading the client's own targets: which stage each belongs to, and which one counts results that money buys."""

from dataclasses import dataclass
from typing import Literal

from contracts.brief import Brief, Channel, KpiTarget
from strategy.domain.wording import phrase, words

Stage = Literal["awareness", "engagement", "conversion", "retention"]

_STAGES: tuple[tuple[Stage, frozenset[str]], ...] = (
    (
        "retention",
        words(
            "churn retention repeat renewal renewals ltv lifetime loyalty referrals reviews rating nps returning "
            "active completion kept skipped cancelled won-back"
        ),
    ),
    (
        "engagement",
        words(
            "engagement click clicks click-through ctr comments shares saves likes open opens watch session sessions "
            "reactions attendance"
        ),
    ),
    (
        "awareness",
        words("reach reached impressions awareness recall views followers traffic visibility mentions visitors"),
    ),
)
_RATIOS = frozenset({"%"}) | words("percent x ratio rate times points stars")
_RATIO_METRICS = words(
    "roas roi cac cpa cpl aov ltv rate cost value price rating nps churn revenue turnover month monthly week weekly"
)


_OF_MAPS = words("maps rating review reviews")
_NAMES_OF = {
    Channel.LINKEDIN: words("linkedin"),
    Channel.INSTAGRAM: words("instagram"),
    Channel.FACEBOOK: words("facebook"),
    Channel.TIKTOK: words("tiktok"),
    Channel.YOUTUBE: words("youtube"),
    Channel.PINTEREST: words("pinterest"),
    Channel.EMAIL: words("email e-mail newsletter"),
    Channel.SMS: words("sms"),
    Channel.WHATSAPP: words("whatsapp"),
    Channel.WEBINAR: words("webinar webinars"),
    Channel.META_ADS: words("meta"),
    Channel.BLOG: words("blog seo"),
}


@dataclass(frozen=True, slots=True)
class Headline:
    """A count of results that the campaign is paid to bring: 200 members."""

    target: float
    noun: str
    more: bool = True

    @property
    def counted(self) -> str:
        """What is counted, and whether it comes on top of what there is: `more students`."""
        return f"more {self.noun}" if self.more else self.noun


def stage_of(metric: str) -> Stage:
    """Give the stage that a metric measures by its words; what names no other stage is a conversion."""
    said = words(metric)
    return next((stage for stage, marks in _STAGES if said & marks), "conversion")


def leading_target(brief: Brief) -> KpiTarget | None:
    """Give the target that counts most to the client: the one that the brief lists first."""
    return next(iter(brief.kpi_targets), None)


def measured_on(channel: Channel, metric: str) -> bool:
    """Say whether a metric counts something on this channel by name: `Instagram saves per post`, `Google reviews`."""
    said = words(metric)
    if channel is Channel.GOOGLE_MAPS:
        return "google" in said and bool(said & _OF_MAPS)
    return bool(said & _NAMES_OF.get(channel, frozenset()))


def headline(brief: Brief) -> Headline | None:
    """Give the leading target as additions to its baseline, if it counts results (no rate, price, ratio or pace)."""
    wanted = leading_target(brief)
    if wanted is None:
        return None
    added = wanted.target - (wanted.baseline or 0)
    if added <= 0 or not _counts(wanted, brief):
        return None
    return Headline(added, phrase(wanted.unit) or phrase(wanted.metric), more=bool(wanted.baseline))


def _counts(wanted: KpiTarget, brief: Brief) -> bool:
    currency = {brief.budget.currency.casefold()} if brief.budget else set()
    measured_in = {wanted.unit.strip().casefold(), *words(wanted.unit)}
    if measured_in & (_RATIOS | currency) or words(wanted.metric) & _RATIO_METRICS:
        return False
    return stage_of(wanted.metric) == "conversion"
