"""The client's colour, readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.brief import BrandKit
from delivery.domain.branding import DEFAULT_COLOUR, READABLE, WHITE, branding_for, contrast, readable_ink, tint_of


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)


@given(st.integers(0, 0xFFFFFF))
def test_every_brand_colour_gives_readable_text(colour: int) -> None:
    branding = branding_for(BrandKit(colours=(f"#{colour:06X}",)), "AICMO")
    assert branding.primary == f"#{colour:06x}"
    assert contrast(branding.on_primary, branding.primary) >= READABLE
    assert contrast(branding.ink, WHITE) >= READABLE


def test_a_readable_colour_is_left_as_it_is() -> None:
    assert branding_for(BrandKit(colours=("#0f766e",)), "AICMO").ink == "#0f766e"


@pytest.mark.parametrize("colours", [(), ("teal", "rgb(1,2,3)")])
def test_without_a_usable_colour_the_default_is_taken(colours: tuple[str, ...]) -> None:
    branding = branding_for(BrandKit(colours=colours), "AICMO")
    assert (branding.primary, branding.from_brand_kit) == (DEFAULT_COLOUR, False)


@pytest.mark.parametrize("colour", ["#ffd500", "#ffffff", "#7fdbca", "#0f766e", "#000000"])
def test_text_in_the_clients_colour_can_be_read_on_that_colours_tint(colour: str) -> None:
    assert contrast(readable_ink(colour), tint_of(colour)) >= READABLE
