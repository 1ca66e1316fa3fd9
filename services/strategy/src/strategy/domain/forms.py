"""How a thing is sold where that says more than its industry does: an app and a subscription earn in their own way."""

from dataclasses import replace

from contracts.brief import Brief, Channel
from strategy.domain.industries import PROFILES, IndustryProfile, KpiSet, Reach
from strategy.domain.wording import words

_APP = words("app apps")
_SUBSCRIPTION = words("subscription subscriptions subscribers membership-box")


def profile_of(brief: Brief) -> IndustryProfile:
    """Give what is known of the brief's industry, with what its form of selling changes about it."""
    known, said = PROFILES[brief.industry], words(brief.industry_detail)
    if known.to_business:
        return known
    if said & _APP:
        return _as_app(known)
    return _as_subscription(known) if said & _SUBSCRIPTION else known


def _as_app(known: IndustryProfile) -> IndustryProfile:
    return replace(
        known,
        name=f"{known.name} apps",
        reach=Reach(
            (Channel.TIKTOK, Channel.INSTAGRAM), (Channel.META_ADS, Channel.YOUTUBE, Channel.EMAIL), (Channel.LINKEDIN,)
        ),
        kpis=KpiSet.APP,
        model="gives the first days away and earns from those who keep using it once the free days end",
        revenue=("monthly subscriptions", "annual subscriptions"),
        constraint="an installation costs nothing to undo, and most are undone within a month",
        maturity="crowded in the stores: rank follows ratings, ratings follow the first week of use",
        hollow="screens without a hand, and streaks that punish whoever has a life",
        trust="ratings in the store, and what the app reads from the phone, said before it asks",
        local=False,
    )


def _as_subscription(known: IndustryProfile) -> IndustryProfile:
    return replace(
        known,
        reach=Reach((Channel.EMAIL, Channel.INSTAGRAM), (Channel.SMS, Channel.WHATSAPP), known.reach.avoid),
        kpis=KpiSet.SUBSCRIPTION,
        model="earns from the third delivery on; the first two pay for winning the customer",
        revenue=("recurring deliveries", "single orders and gifts"),
        constraint="every delivery is a new decision to stay",
        maturity="crowded at the first order and empty after it: few senders write between two deliveries",
        hollow="a discount for starting and a maze for leaving",
        trust="freshness that can be checked on the parcel, and a cancellation that takes one message",
        local=False,
    )
