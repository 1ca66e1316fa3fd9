"""What platforms take: texts on either side of each limit, links and hashtags that work and that don't."""

from qc_builders import a_brief, a_calendar, a_draft, a_post, an_email, produced
from qc_case import WARN, Case, advertising, draft, posting, saying

from contracts.brief import META_PLACES, Channel
from contracts.draft import Advertisement
from contracts.messages import DraftProduced

LONG = "x" * 281
LINK = "https://calmskinlab.com/set?utm_source=x&utm_medium=social&utm_campaign=short"


def posting_only(platform: Channel, text: str) -> Case:
    """A post of this text and nothing else."""
    parts = {"hook": text[:30], "call_to_action": text[-30:], "caption": text, "hashtags": (), "utm_link": None}
    return Case("platform_limits", posting(platform=platform, **parts), text[:40])


def texting(text: str) -> Case:
    """An SMS."""
    return posting_only(Channel.SMS, text)


def tweeting(text: str) -> Case:
    """A post on X."""
    return posting_only(Channel.X, text)


def saying_to_meta() -> DraftProduced:
    """An advertisement for Meta, both of whose places the client avoids."""
    advert = Advertisement(platform=Channel.META_ADS, headline="Use less", description="Three")
    return produced(brief=a_brief(avoid_platforms=META_PLACES), draft=a_draft(advertisements=(advert,), calendar=()))


CASES = (
    Case("platform_limits", posting(platform=Channel.X, caption=LONG), LONG[:200]),
    Case("platform_limits", posting(platform=Channel.X, caption="x" * 270), "x" * 200),
    Case("platform_limits", posting(platform=Channel.LINKEDIN, caption="x" * 3_001), "xxx"),
    Case("platform_limits", posting(platform=Channel.INSTAGRAM, caption="x" * 2_201), "xxx"),
    texting("Seven bottles, one rash. " * 7),
    texting("敏感肌は短いルーティンで落ち着きます。" * 4),
    texting("Seven bottles, one rash – " * 3),
    tweeting("Three bottles of calm. " * 12 + "See https://calmskinlab.com/a/set"),
    Case("platform_limits", posting(hashtags=tuple(f"#Skin{n}" for n in range(31))), "#Skin30"),
    Case("platform_limits", posting(caption=" ".join(f"#Skin{n}" for n in range(30))), "#CalmSkinLab"),
    Case("platform_limits", advertising(Channel.GOOGLE_ADS, headline="h" * 31), "h" * 31),
    Case("platform_limits", advertising(Channel.GOOGLE_ADS, headline="敏" * 16), "敏" * 16),
    Case("platform_limits", advertising(Channel.GOOGLE_ADS, description="d" * 91), "d" * 91),
    Case("platform_limits", advertising(Channel.BLOG, headline="h" * 61), "h" * 61),
    Case("platform_limits", saying(f"Meta description: {'d' * 161}"), "d" * 161),
    Case("platform_limits", saying(f"- **Meta title:** {'t' * 61}"), "t" * 61),
    Case("platform_limits", saying(f"| Meta title | {'t' * 61} |"), "t" * 61),
    Case("avoided_platforms", posting(platform=Channel.TIKTOK), a_post(1).hook),
    Case("avoided_platforms", advertising(Channel.TIKTOK, headline="Use less"), "Use less"),
    Case("avoided_platforms", lambda: produced(brief=a_brief(avoid_platforms=(Channel.EMAIL,))), an_email().subject),
    Case("avoided_platforms", saying_to_meta, "Use less"),
    Case("avoided_content", saying("### TikTok\n\n- Opening: seven bottles, one rash."), "seven bottles, one rash"),
    Case("avoided_content", saying("- TikTok: seven bottles, one rash – use less."), "seven bottles, one rash"),
    Case("avoided_content", saying("- Meta Ads: use less.", avoid_platforms=(Channel.META_ADS,)), "use less"),
    Case("avoided_content", saying("| Channel | Text |\n|---|---|\n| TikTok | use less |"), "use less"),
    Case("links", saying("See https://calmskinlab for more."), "https://calmskinlab"),
    Case("links", saying("See http//calmskinlab.com for more."), "http//calmskinlab.com"),
    Case("links", saying("See https:/calmskinlab.com for more."), "https:/calmskinlab.com"),
    Case("links", saying("See [the set](javascript:alert(1)) for more."), "javascript:alert"),
    Case("links", saying("See https://www.yourbrand.com/set for more."), "https://www.yourbrand.com/set"),
    Case("links", saying("See [the set]() for more."), "See [the set]() for more."),
    Case("links", posting(utm_link="calm skin lab/set"), "calm skin lab/set"),
    Case("links", posting(utm_link=f"{LINK[:-5]}"), LINK[:-5]),
    Case("links", posting(utm_link=LINK.replace("calmskinlab", "calmerskin")), "calmerskin"),
    Case(
        "links",
        posting(utm_link="https://calmskinlab.com/set?utm_source=x"),
        "https://calmskinlab.com/set?utm_source=x",
    ),
    Case("links", posting(4, utm_link=None), "days 4", WARN),
    Case("hashtags", posting(hashtags=("#Calm Skin",)), "#Calm Skin"),
    Case("hashtags", posting(hashtags=("#calm-skin",)), "#calm-skin"),
    Case("hashtags", posting(hashtags=("#2026",)), "#2026"),
    Case("hashtags", draft(hashtags=("#Love",)), "#Love"),
    Case("hashtags", posting(hashtags=("#CalmSkinLab", "#calmskinlab")), "#calmskinlab"),
    Case("hashtags", posting(caption="Calm Skin Lab on a winter walk #love"), "#love"),
    Case("email_unsubscribe", draft(emails=(an_email(body="Calm Skin Lab mixes three."),)), "mixes three."),
)

ALLOWED = (
    texting("Seven bottles, one rash. Calm Skin Lab has three. " * 3),
    texting("敏感肌は短いルーティンで落ち着きます。" * 3),
    tweeting("Three bottles of calm. " * 10 + "https://calmskinlab.com/a/very/long/path/that/counts/as/twenty-three"),
    Case("platform_limits", advertising(Channel.GOOGLE_ADS, headline="h" * 30, description="d" * 90), ""),
    Case("platform_limits", saying(f"Meta title: {'t' * 60}\nMeta description: {'d' * 160}"), ""),
    Case("avoided_content", saying("### TikTok\n\n- Not used: the brief asks to avoid it.\n- No clip is cut."), ""),
    Case("avoided_content", saying("- TikTok: the brief asks to avoid it.\n- Hours lost on TikTok: too many."), ""),
    Case("avoided_content", saying("### SMS\n\n- Reminder: seven bottles, one rash."), ""),
    Case("links", saying("See https://shop.calmskinlab.com:8443/a and [mail](mailto:hello@calmskinlab.com)."), ""),
    Case("links", saying("The ftp, [the set](https://calmskinlab.com/set) and https://calmskinlab.com."), ""),
    Case("links", posting(utm_link=LINK.replace("calmskinlab", "shop.calmskinlab")), ""),
    Case(
        "links",
        lambda: produced(brief=a_brief(website=None), draft=a_draft(calendar=a_calendar(a_post(4, utm_link=None)))),
        "",
    ),
    Case("hashtags", draft(hashtags=("#সংবেদনশীলত্বক", "BarrierRoutine", "#Été2026")), ""),
    Case("email_unsubscribe", draft(emails=(an_email(body="Calm Skin Lab. To opt out, reply STOP."),)), ""),
)
