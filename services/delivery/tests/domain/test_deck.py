"""The slides of a package: what their tables say is never broken within a word.

Mutant: the column of the roles as wide as one letter less needs -> the longest role.
"""

import pytest
from delivery_builders import a_passed_draft, a_strategy, an_order

from contracts.brief import Channel
from contracts.strategy import ChannelPlan
from delivery.domain.deck import Deck, deck_of
from delivery.domain.layouts import CELL_PADDING, SAFETY, Sheet
from delivery.domain.report import report_of
from delivery.domain.text_width import width_of

CHANNELS = (Channel.LINKEDIN, Channel.GOOGLE_MAPS, Channel.PINTEREST, Channel.INSTAGRAM, Channel.WEBINAR)


def a_deck(channels: int, reason: str) -> Deck:
    plans = tuple(
        ChannelPlan(
            channel=channel,
            role="secondary",
            reason=reason,
            budget_share_percent=20,
            budget_amount=1_980_000,
            kpi="visits",
        )
        for channel in CHANNELS[:channels]
    )
    event = a_passed_draft(strategy=a_strategy(channels=plans))
    return deck_of(event, report_of(an_order(event)))


@pytest.mark.parametrize("reason", ["Near.", "Whoever looks for this sees it there first. " * 6], ids=["short", "long"])
@pytest.mark.parametrize("channels", [1, 3, 5])
def test_no_word_of_the_channels_is_wider_than_its_column(channels: int, reason: str) -> None:
    sheets = [
        slide for slide in a_deck(channels, reason).slides if isinstance(slide, Sheet) and "Share" in slide.header
    ]
    assert sheets
    for sheet in sheets:
        for row in sheet.rows:
            for cell, width in zip(row, sheet.widths, strict=True):
                widest = max((width_of(word, sheet.size) for word in cell.split()), default=0.0)
                assert widest <= (width - CELL_PADDING) * SAFETY, (cell, sheet.size)
