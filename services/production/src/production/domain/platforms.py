"""What each platform takes: its name as people write it, how long a text may be, how many hashtags, what to attach."""

from dataclasses import dataclass

from contracts.brief import Brief, Channel
from production.domain import text_messages

SHORT_LINK = 23
"""Characters that X counts for any link; the shortener of an SMS tool gives about as many."""

GOOGLE_HEADLINE = 30
GOOGLE_DESCRIPTION = 90
META_HEADLINE = 40
META_DESCRIPTION = 125


@dataclass(frozen=True, slots=True)
class Platform:
    """`characters` bounds hook, caption, call to action, link and hashtags together; `posts` is the most in 30 days.

    `longest_hook` and `longest_call` leave room for a caption where a post is short.
    """

    label: str
    medium: str
    characters: int
    hashtags: int
    assets: tuple[str, ...]
    posts: int = 30
    short_links: bool = False
    longest_hook: int = 130
    longest_call: int = 80


PLATFORMS = {
    Channel.LINKEDIN: Platform("LinkedIn", "social", 3000, 3, ("document carousel", "text post", "photo")),
    Channel.INSTAGRAM: Platform("Instagram", "social", 2200, 6, ("reel", "carousel", "story", "photo")),
    Channel.FACEBOOK: Platform("Facebook", "social", 2000, 3, ("photo", "short video", "link post")),
    Channel.X: Platform(
        "X", "social", 280, 1, ("text post", "photo"), short_links=True, longest_hook=90, longest_call=45
    ),
    Channel.TIKTOK: Platform("TikTok", "social", 2200, 4, ("vertical video",)),
    Channel.YOUTUBE: Platform("YouTube", "video", 4500, 3, ("short", "long video"), posts=12),
    Channel.PINTEREST: Platform("Pinterest", "social", 500, 3, ("pin", "idea pin")),
    Channel.EMAIL: Platform("E-mail", "email", 3000, 0, ("newsletter",), posts=8),
    Channel.SMS: Platform(
        "SMS",
        "sms",
        text_messages.LONGEST,
        0,
        ("text message",),
        posts=4,
        short_links=True,
        longest_hook=64,
        longest_call=20,
    ),
    Channel.WHATSAPP: Platform("WhatsApp", "messaging", 1000, 0, ("broadcast message",), posts=4),
    Channel.WEBINAR: Platform("Webinar", "webinar", 3000, 0, ("live session",), posts=2),
    Channel.GOOGLE_MAPS: Platform("Google Maps", "local", 1500, 0, ("business profile post",), posts=8),
    Channel.BLOG: Platform("Blog", "organic", 3000, 0, ("article",), posts=8),
}
"""The channels that carry posts; advertisements have their own formats."""

ADVERTISING = {Channel.GOOGLE_ADS: "Google Ads", Channel.META_ADS: "Meta Ads"}


def placed(channel: Channel, brief: Brief) -> str:
    """The channel's name, and of Meta Ads the one place that the client leaves them: `Meta Ads (Facebook alone)`."""
    is_bound = channel == Channel.META_ADS and len(brief.meta_places) == 1
    return f"{label(channel)} ({label(brief.meta_places[0])} alone)" if is_bound else label(channel)


def label(channel: Channel) -> str:
    """The channel's name as people write it."""
    return ADVERTISING[channel] if channel in ADVERTISING else PLATFORMS[channel].label
