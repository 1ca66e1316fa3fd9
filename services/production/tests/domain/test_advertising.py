"""Advertisements and the e-mail: within limits, different from each other, with a way out."""

from collections import Counter

import pytest
from production_builders import a_brief, a_channel, a_strategy, material

from contracts.brief import Brief, Channel, PackageName
from contracts.strategy import Messaging, ValueArchitecture
from production.domain.advertising import FORMATS, advertisements
from production.domain.mail import first_email

ON_GOOGLE = a_strategy(channels=(a_channel(Channel.GOOGLE_ADS, 100),))
LIMITS = {Channel.GOOGLE_ADS: (30, 90), Channel.META_ADS: (40, 160)}
LONG = a_brief(
    client_name="The Harbour and Vineyard Coffee Roasting Company of Greater Bristol",
    primary_offer="Subscription " * 40,
    pain_points=("Pneumonoultramicroscopicsilicovolcanoconiosis" * 3,),
    desired_outcomes=("Enjoyment " * 60,),
)


@pytest.mark.parametrize("brief", [a_brief(), LONG], ids=["usual", "long words"])
def test_headlines_and_descriptions_fit(brief: Brief) -> None:
    for advert in advertisements(material(brief)):
        headline, description = LIMITS[advert.platform]
        assert 0 < len(advert.headline) <= headline
        assert 0 < len(advert.description) <= description


def test_advertisements_are_written_for_both_platforms_and_differ() -> None:
    written = advertisements(material())
    assert [advert.platform for advert in written] == [Channel.GOOGLE_ADS] * 3 + [Channel.META_ADS] * 2
    assert len({advert.headline for advert in written if advert.platform == Channel.GOOGLE_ADS}) == 3


def test_a_headline_is_a_whole_phrase_of_the_briefs_or_one_up_to_its_first_addition() -> None:
    brief = a_brief(pricing="C$38 a delivery, postage included", pain_points=("Bags pile up, as nobody asked",))
    headlines = [advert.headline for advert in advertisements(material(brief))]
    assert headlines[:2] == ["Coffee subscription", "C$38 a delivery"]
    assert "Bags pile up?" in headlines
    assert not any(headline.endswith((" with", " of", " the", "…")) or headline == "?" for headline in headlines)


def test_no_sentence_of_a_brief_that_has_few_stands_in_two_advertisements() -> None:
    channels = tuple(a_channel(channel, 25) for channel in (Channel.GOOGLE_ADS, Channel.LINKEDIN, Channel.YOUTUBE))
    silent = {"messaging": Messaging(core_promise=""), "value": ValueArchitecture(core_promise="")}
    strategy = a_strategy(channels=channels, **silent)
    brief = a_brief(
        primary_offer="A pebble from the beach at Bexhill", desired_outcomes=("Having a pebble in the pocket at last",),
        differentiators=(), proof_assets=(), required_disclaimers=(), package=PackageName.FULL_FUNNEL_GROWTH,
    )  # fmt: skip
    written = [advert.description for advert in advertisements(material(brief, strategy))]
    told = Counter(sentence.rstrip(".") for text in written for sentence in text.split(". ") if "pebble" in sentence)
    assert len(written) > len(channels)
    assert {text: times for text, times in told.items() if times > 1} == {}


def test_a_number_is_not_cut_at_its_comma() -> None:
    brief = a_brief(
        pricing="Jackets SEK 1,895, tights SEK 1,195",
        proof_assets=("4,310 repairs in 2026, mean waiting time nine days",),
        package=PackageName.FULL_FUNNEL_GROWTH,
    )
    headlines = [advert.headline for advert in advertisements(material(brief, ON_GOOGLE))]
    assert "Jackets SEK 1,895" in headlines
    assert "4,310 repairs in 2026" in headlines


def test_larger_packages_advertise_on_every_paid_channel_of_the_strategy_and_on_no_other() -> None:
    channels = (a_channel(Channel.LINKEDIN, 40), a_channel(Channel.GOOGLE_ADS, 40), a_channel(Channel.EMAIL, 20))
    brief = a_brief(package=PackageName.FULL_FUNNEL_GROWTH)
    written = advertisements(material(brief, a_strategy(channels=channels)))
    assert {advert.platform for advert in written} == {Channel.GOOGLE_ADS, Channel.LINKEDIN}
    assert len(written) > len(advertisements(material()))
    for advert in written:
        form = FORMATS[advert.platform]
        assert len(advert.headline) <= form.headline
        assert len(advert.description) <= (160 if advert.platform == Channel.META_ADS else form.description)


def test_an_avoided_platform_gets_no_advertisement() -> None:
    written = advertisements(material(a_brief(avoid_platforms=(Channel.META_ADS,))))
    assert {advert.platform for advert in written} == {Channel.GOOGLE_ADS}


def test_the_email_can_be_unsubscribed_from_at_the_clients_own_address() -> None:
    body = first_email(material()).body
    assert body.endswith("To unsubscribe, write unsubscribe to hello@harbourvine.example; one line is enough.")
    assert "reply with the word unsubscribe" in first_email(material(a_brief(contact_email=None))).body


def test_the_email_has_one_tracked_link_or_asks_for_a_reply() -> None:
    assert first_email(material()).body.count("utm_source=email") == 1
    without = first_email(material(a_brief(website=None))).body
    assert "http" not in without
    assert "A reply to this e-mail reaches us." in without


@pytest.mark.parametrize("brief", [a_brief(), LONG], ids=["usual", "long words"])
def test_subject_and_preheader_are_short_enough_to_be_shown(brief: Brief) -> None:
    email = first_email(material(brief))
    assert 0 < len(email.subject) <= 60
    assert 0 < len(email.preheader) <= 90
