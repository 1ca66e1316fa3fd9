"""Copy for paid placements, each line within what Google or Meta shows of it."""

from collections.abc import Iterable

from contracts.brief import Channel
from contracts.draft import Advertisement
from production.domain.calls import call_to_action
from production.domain.material import Material
from production.domain.platforms import GOOGLE_DESCRIPTION, GOOGLE_HEADLINE, META_DESCRIPTION, META_HEADLINE
from production.domain.wording import fitting, gist, opened, plain, sentence

GOOGLE_ADVERTISEMENTS = 3
META_ADVERTISEMENTS = 2
META_WITH_DISCLAIMER = 160


def advertisements(material: Material) -> tuple[Advertisement, ...]:
    """Write up to three advertisements for Google and two for Meta, none for a platform that the client avoids."""
    written = (*_google(material), *_meta(material))
    return tuple(advert for advert in written if advert.platform not in material.brief.avoid_platforms)


def _google(material: Material) -> list[Advertisement]:
    subjects = (material.product, *material.outcomes, *material.differentiators, material.client)
    headlines = _headlines(material, subjects, GOOGLE_HEADLINE)
    descriptions = _descriptions(material, GOOGLE_DESCRIPTION)
    pairs = list(zip(headlines, descriptions, strict=False))[:GOOGLE_ADVERTISEMENTS]
    return [Advertisement(platform=Channel.GOOGLE_ADS, headline=line, description=text) for line, text in pairs]


def _meta(material: Material) -> list[Advertisement]:
    subjects = (*material.pains, *material.outcomes, material.promise, material.product, material.client)
    headlines = _headlines(material, subjects, META_HEADLINE)
    descriptions = _descriptions(material, META_DESCRIPTION)[::-1]
    pairs = list(zip(headlines, descriptions, strict=False))[:META_ADVERTISEMENTS]
    return [
        Advertisement(platform=Channel.META_ADS, headline=line, description=_with_disclaimers(material, text))
        for line, text in pairs
    ]


def _headlines(material: Material, subjects: Iterable[str], limit: int) -> list[str]:
    gists = dict.fromkeys(opened(gist(subject, limit)) for subject in subjects)
    return [*material.guard.allowed(gists)] or [fitting([material.client], limit)]


def _descriptions(material: Material, limit: int) -> list[str]:
    """Give sentences within the limit, all different; the last resort is the client's name with a call."""
    client, call = material.client, call_to_action(material, 0)
    subjects = (material.product, material.promise, *material.differentiators, *material.proofs, *material.outcomes)
    wordings = [
        text
        for subject in subjects
        for text in (f"{client}: {sentence(subject)} {call}.", f"{client}: {sentence(subject)}", sentence(subject))
    ]
    fit = [text for text in material.guard.allowed(wordings) if len(text) <= limit]
    return _one_a_subject(fit, subjects) or [fitting((f"{client}. {call}.", client), limit)]


def _one_a_subject(wordings: Iterable[str], subjects: Iterable[str]) -> list[str]:
    chosen = {subject: next((text for text in wordings if sentence(subject) in text), "") for subject in subjects}
    return [text for text in dict.fromkeys(chosen.values()) if text]


def _with_disclaimers(material: Material, text: str) -> str:
    for disclaimer in material.brief.required_disclaimers:
        longer = f"{text} {sentence(plain(disclaimer))}"
        text = longer if len(longer) <= META_WITH_DISCLAIMER else text
    return text
