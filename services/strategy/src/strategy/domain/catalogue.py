"""What each channel is good for: its strength, content, the number to watch, when to stop, and moves for this brief.

Strengths and tactics hold the fields of `angles.Angles` in braces. Stop values and rates are planning assumptions, as
each plan says; the client's own averages replace them after the first review.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import Channel


@dataclass(frozen=True, slots=True)
class ChannelProfile:
    """A channel in plain words; `rate` is the share of people reached who react, `cost` weighs its budget."""

    name: str
    strength: str
    kpi: str
    rate: tuple[float, str]
    stop: str
    content: tuple[str, ...]
    tactics: tuple[str, ...]
    cost: int = 2


CATALOGUE: Mapping[Channel, ChannelProfile] = MappingProxyType(
    {
        Channel.LINKEDIN: ChannelProfile(
            "LinkedIn",
            "Here {audience} read under their own name and job, so “{pain}” can be discussed as a matter of work.",
            "comments and profile visits by the audience",
            (2, "% of viewers"),
            "fewer than 2 % of viewers react over 12 posts",
            ("expert post", "document carousel", "customer story"),
            ("One worked example a week, signed by a person of {client}, that starts at “{pain}”",
             "A document carousel on this: {difference}; whoever reacts gets a personal question"),
            3,
        ),
        Channel.INSTAGRAM: ChannelProfile(
            "Instagram",
            "A picture shows what a claim cannot: {difference}.",
            "saves and shares a post",
            (1.5, "% of reach saves or shares"),
            "saves stay under 1 % of reach over 12 posts",
            ("reel", "carousel", "story"),
            ("Reels of 20 seconds that open on “{pain}” and end with {offer} in use",
             "A question sticker each week on “{objection}”; the answers stay as a highlight"),
            2,
        ),
        Channel.FACEBOOK: ChannelProfile(
            "Facebook",
            "Groups and comments in {place} are where people ask each other about “{objection}”.",
            "event answers and shares",
            (1, "% of reach shares or answers"),
            "shares stay under 0.5 % of reach over 10 posts",
            ("event", "community post", "short video"),
            ("An event in {place} around {offer}; each comment is answered the same day",
             "Customers tell in their own words what became of “{pain}”; reposted with permission"),
            2,
        ),
        Channel.X: ChannelProfile(
            "X",
            "The argument about “{pain}” runs here in public, hour by hour.",
            "replies by the audience",
            (0.8, "% of viewers reply or repost"),
            "replies stay under 5 a week",
            ("thread", "reply", "short observation"),
            ("A reply within the hour wherever {audience} discuss “{pain}”",
             "One thread a week that takes this apart step by step: {difference}"),
            1,
        ),
        Channel.TIKTOK: ChannelProfile(
            "TikTok",
            "It shows a video to strangers who share the problem “{pain}” before they follow anybody.",
            "share of viewers who finish",
            (20, "% of viewers finish"),
            "under 20 % of viewers finish 10 videos in a row",
            ("short video", "reply video", "behind the scenes"),
            ("Three openings filmed for “{pain}”; the one that holds viewers longest is continued",
             "The team of {client} answers comments such as “{objection}” in reply videos"),
            2,
        ),
        Channel.YOUTUBE: ChannelProfile(
            "YouTube",
            "Whoever weighs {offer} against {rivals} watches a test to its end here.",
            "average share watched",
            (35, "% of a video watched"),
            "less than 35 % is watched on average over 4 videos",
            ("explainer", "demonstration", "customer interview"),
            ("One uncut demonstration from “{pain}” to this: {outcome}",
             "Three shorts from each long video, the first on “{objection}”, all linked back to it"),
            3,
        ),
        Channel.PINTEREST: ChannelProfile(
            "Pinterest",
            "People plan here weeks ahead and search for a result: {outcome}.",
            "outbound clicks a pin",
            (0.5, "% of impressions click out"),
            "outbound clicks stay under 0.3 % of impressions over 20 pins",
            ("idea pin", "product pin", "guide"),
            ("Guides under the words that lead to this: {outcome}",
             "Product pins with price and stock, so that a click lands on {offer}"),
            2,
        ),
        Channel.EMAIL: ChannelProfile(
            "E-mail",
            "The list belongs to {client}; nobody sells its reach, and “{objection}” can be answered at length.",
            "click rate a sending",
            (2.5, "% of recipients click"),
            "the click rate stays under 1 % over 4 sendings",
            ("welcome series", "newsletter", "reminder"),
            ("A series of mails: “{pain}”, then {difference}, then “{proof}”, then the offer",
             "One reminder after 5 days to those who did not open, with “{objection}” as its subject"),
            1,
        ),
        Channel.SMS: ChannelProfile(
            "SMS",
            "A text is read within minutes, which suits a decision with a deadline about {offer}.",
            "replies a sending",
            (4, "% of recipients reply"),
            "more than 2 % of recipients leave after a sending",
            ("reminder", "confirmation", "time-limited notice"),
            ("With consent, one text a day before {offer} asks for a decision; nothing else is sent",
             "A reply word, so that “{objection}” reaches a person of {client}"),
            1,
        ),
        Channel.WHATSAPP: ChannelProfile(
            "WhatsApp",
            "Before they decide, people in {place} ask somebody they can write to: “{objection}”.",
            "conversations answered in an hour",
            (30, "% of conversations lead to the next step"),
            "fewer than 10 conversations begin a week",
            ("answer to a question", "reminder", "catalogue entry"),
            ("A chat link under each post on {offer}; a person of {client} answers within the hour",
             "A written answer to “{objection}” at hand, with “{proof}” as attachment"),
            1,
        ),
        Channel.WEBINAR: ChannelProfile(
            "Webinar",
            "Forty minutes carry what a post cannot: {difference}.",
            "share of registrations that attend",
            (35, "% of registrations attend"),
            "under 30 % of registrations attend 2 sessions",
            ("live session", "recording", "follow-up notes"),
            ("A session of 40 minutes on “{pain}” with a guest whom {audience} know",
             "Within 24 hours the recording, one page on “{objection}” and a proposed time to talk"),
            3,
        ),
        Channel.GOOGLE_ADS: ChannelProfile(
            "Google Ads",
            "The search is typed in {place} at the moment when “{pain}” has become too much.",
            "cost a result",
            (4, "% of impressions click"),
            "click-through stays under 3 % over 2,000 impressions",
            ("search advertisement", "landing page"),
            ("Bids on searches that name the problem, “{pain}”, with a landing page of its own for each",
             "Searches for {rivals} kept in a campaign of their own; searches without intent excluded weekly",
             "Searches without intent excluded weekly; what is saved goes to the words that lead to {offer}"),
            4,
        ),
        Channel.META_ADS: ChannelProfile(
            "Meta Ads",
            "Bought reach finds {audience} by what they do and can be stopped on any evening.",
            "cost a result",
            (1.2, "% of impressions click"),
            "click-through stays under 0.8 % over 5,000 impressions",
            ("video advertisement", "carousel advertisement", "lead form"),
            ("Three openings against each other: “{pain}”, “{objection}”, and {difference}",
             "Visitors of the last 30 days see “{proof}”, at most three times a week"),
            4,
        ),
        Channel.GOOGLE_MAPS: ChannelProfile(
            "Google Maps",
            "Whoever looks for this in {place} sees ratings and the way before any website.",
            "calls and route requests",
            (5, "% of profile views call or ask the way"),
            "calls and route requests don't grow",
            ("profile post", "photograph", "answer to a review"),
            ("A complete profile in {place}: hours, prices, 20 own photographs, a weekly post on {offer}",
             "Each customer of {client} is asked for a review within 48 hours; each review gets an answer"),
            1,
        ),
        Channel.BLOG: ChannelProfile(
            "Blog and search",
            "What {audience} look up about “{pain}” is read for years and costs nothing more.",
            "visits from search",
            (3, "% of readers leave an address"),
            "no article gains impressions in search from week to week",
            ("guide", "comparison", "case study"),
            ("The guide to “{pain}”, with first-hand figures from {client}",
             "A fair comparison with {rivals} that shows this: {difference}",
             "An article that takes this apart for {audience}: {difference}"),
            2,
        ),
    }
)  # fmt: skip
"""One profile for every channel."""

LAST_RESORT: tuple[Channel, ...] = (
    Channel.EMAIL,
    Channel.BLOG,
    Channel.GOOGLE_ADS,
    Channel.META_ADS,
    Channel.YOUTUBE,
    Channel.FACEBOOK,
    Channel.INSTAGRAM,
    Channel.LINKEDIN,
    Channel.X,
    Channel.WHATSAPP,
    Channel.SMS,
    Channel.PINTEREST,
    Channel.WEBINAR,
    Channel.GOOGLE_MAPS,
    Channel.TIKTOK,
)
"""The order in which channels are tried when the brief avoids all that the tables suggest."""
