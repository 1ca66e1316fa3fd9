"""Where the client's logo comes from, and that nothing is fetched for it."""

import pytest
from delivery_builders import a_brief, a_bundle, a_passed_draft, an_asset, an_order

from contracts.brief import BrandKit
from delivery.domain.logo import decode_data_url, logo_of


def order_with(logo: str | None) -> bytes | None:
    asset = an_asset("Logo.png", b"png", media_type="image/png")
    brief = a_brief(brand_kit=BrandKit(logo=logo))
    return logo_of(an_order(a_passed_draft(brief=brief, bundle=a_bundle(asset)), b"png"))


@pytest.mark.parametrize(
    ("logo", "content"),
    [
        (None, None),
        ("data:image/png;base64,YSBi", b"a b"),
        ("data:image/png;base64,YS*", None),
        ("https://client.example/brand/Logo.png?v=2", b"png"),
        ("Logo.png", b"png"),
        ("https://client.example/brand/other.png", None),
    ],
)
def test_the_logo_is_inline_or_in_the_bundle_or_the_clients_name_stands_instead(
    logo: str | None, content: bytes | None
) -> None:
    assert order_with(logo) == content


def test_a_file_that_is_no_picture_is_no_logo() -> None:
    asset = an_asset("logo.txt", b"txt", media_type="text/plain")
    brief = a_brief(brand_kit=BrandKit(logo="logo.txt"))
    assert logo_of(an_order(a_passed_draft(brief=brief, bundle=a_bundle(asset)), b"txt")) is None


@pytest.mark.parametrize(
    ("url", "content"),
    [
        ("data:text/plain,a%20b", b"a b"),
        ("data:text/plain;base64,YSBi", b"a b"),
        ("data:;base64,YS*", b""),
        ("data:", b""),
    ],
)
def test_an_inline_asset_is_decoded_and_a_malformed_one_is_empty(url: str, content: bytes) -> None:
    assert decode_data_url(url) == content
