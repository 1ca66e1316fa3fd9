"""What each channel is good for: its content, the number to watch, when to stop, and moves in the brief's own words.

Tactics hold the fields of `angles.Angles` in braces. The stop values are planning assumptions, as each plan says; the
client's own averages replace them after the first review.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from contracts.brief import Channel


@dataclass(frozen=True, slots=True)
class ChannelProfile:
    """A channel in plain words; `cost` weighs its share of the budget, 2 being ordinary and 4 bought reach."""

    name: str
    kpi: str
    stop: str
    content: tuple[str, ...]
    tactics: tuple[str, ...]
    cost: int = 2


CATALOGUE: Mapping[Channel, ChannelProfile] = MappingProxyType(
    {
        Channel.LINKEDIN: ChannelProfile(
            "LinkedIn", "comments and profile visits by the audience", "fewer than 2 % of viewers react over 12 posts",
            ("expert post", "document carousel", "customer story"),
            ("Post as the people behind {client}: one worked example a week that starts at “{pain}”",
             "Send a document carousel on “{difference}” to those who reacted, with a personal question"),
            3,
        ),
        Channel.INSTAGRAM: ChannelProfile(
            "Instagram", "saves and shares a post", "saves stay under 1 % of reach over 12 posts",
            ("reel", "carousel", "story"),
            ("Show {offer} in use in reels of 20 seconds that open on “{pain}”",
             "Answer one objection a week in stories with a question sticker; keep the answers as a highlight"),
        ),
        Channel.FACEBOOK: ChannelProfile(
            "Facebook", "event answers and shares", "shares stay under 0.5 % of reach over 10 posts",
            ("event", "community post", "short video"),
            ("Run a local event page for {offer} in {place} and answer every comment the same day",
             "Ask customers for their own account of “{outcome}” and repost it with permission"),
        ),
        Channel.X: ChannelProfile(
            "X", "replies by the audience", "replies stay under 5 a week",
            ("thread", "reply", "short observation"),
            ("Reply within the hour where {audience} discuss “{pain}”",
             "Publish one thread a week that explains “{difference}” step by step"),
            1,
        ),
        Channel.TIKTOK: ChannelProfile(
            "TikTok", "share of viewers who finish", "under 20 % of viewers finish 10 videos in a row",
            ("short video", "reply video", "behind the scenes"),
            ("Film three openings for each video about “{pain}” and continue with the one that holds viewers longest",
             "Let the team of {client} answer real comments in reply videos"),
        ),
        Channel.YOUTUBE: ChannelProfile(
            "YouTube", "average share watched", "less than 35 % is watched on average over 4 videos",
            ("explainer", "demonstration", "customer interview"),
            ("Record one demonstration of {offer} that goes from “{pain}” to “{outcome}” without a cut",
             "Cut each long video into three shorts that link back to it"),
            3,
        ),
        Channel.PINTEREST: ChannelProfile(
            "Pinterest", "outbound clicks a pin", "outbound clicks stay under 0.3 % of impressions over 20 pins",
            ("idea pin", "product pin", "guide"),
            ("Pin guides under the words that {audience} search when they want “{outcome}”",
             "Tag every product pin with price and stock so that clicks arrive at {offer}"),
        ),
        Channel.EMAIL: ChannelProfile(
            "E-mail", "click rate a sending", "the click rate stays under 1 % over 4 sendings",
            ("welcome series", "newsletter", "reminder"),
            ("Send a welcome series of four: “{pain}”, “{difference}”, “{proof}”, then the offer",
             "Write again to non-openers after 5 days with another subject, once"),
            1,
        ),
        Channel.SMS: ChannelProfile(
            "SMS", "replies a sending", "more than 2 % of recipients leave after a sending",
            ("reminder", "confirmation", "time-limited notice"),
            ("Remind people with consent one day ahead of an appointment or delivery, nothing else",
             "Offer a reply word so that questions about {offer} reach a person"),
            1,
        ),
        Channel.WHATSAPP: ChannelProfile(
            "WhatsApp", "conversations answered in an hour", "fewer than 10 conversations begin a week",
            ("answer to a question", "reminder", "catalogue entry"),
            ("Put a chat link under every post and answer questions on {offer} within the hour",
             "Keep written answers to the objections of {audience} ready for the team"),
            1,
        ),
        Channel.WEBINAR: ChannelProfile(
            "Webinar", "share of registrations that attend", "under 30 % of registrations attend 2 sessions",
            ("live session", "recording", "follow-up notes"),
            ("Hold a 40-minute session on “{pain}” with one guest whom {audience} know",
             "Send the recording with a one-page summary and an offer to talk within 24 hours"),
            3,
        ),
        Channel.GOOGLE_ADS: ChannelProfile(
            "Google Ads", "cost a result", "click-through stays under 3 % over 2,000 impressions",
            ("search advertisement", "landing page"),
            ("Bid on searches that name the problem, “{pain}”, in {place}, with a landing page of its own for each",
             "Exclude searches without intent to act every week and move their budget to the words that bring results"),
            4,
        ),
        Channel.META_ADS: ChannelProfile(
            "Meta Ads", "cost a result", "click-through stays under 0.8 % over 5,000 impressions",
            ("video advertisement", "carousel advertisement", "lead form"),
            ("Test three openings against each other: “{pain}”, “{outcome}”, “{difference}”",
             "Speak again only to visitors of the last 30 days, with “{proof}”"),
            4,
        ),
        Channel.GOOGLE_MAPS: ChannelProfile(
            "Google Maps", "calls and route requests", "calls and route requests don't grow",
            ("profile post", "photograph", "answer to a review"),
            ("Complete the profile in {place}: hours, prices, 20 own photographs, one post a week on {offer}",
             "Ask every satisfied customer for a review within 48 hours and answer each one"),
            1,
        ),
        Channel.BLOG: ChannelProfile(
            "Blog and search", "visits from search", "no article gains impressions in search from week to week",
            ("guide", "comparison", "case study"),
            ("Write the guide that {audience} search for about “{pain}”, with first-hand figures",
             "Publish a fair comparison with the alternatives that shows “{difference}”"),
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
