"""The advertisements as a text file that an account manager can paste from."""

from collections.abc import Sequence

from contracts.brief import Brief
from contracts.draft import Advertisement
from production.domain.platforms import placed
from production.domain.wording import plain


def ad_copy(brief: Brief, advertisements: Sequence[Advertisement]) -> bytes:
    """Write the advertisements with the length of each line; says so where the plan has none."""
    client = plain(brief.client_name)
    if not advertisements:
        return f"{client}: no advertisements, as no channel that takes them is both planned and wanted.\n".encode()
    blocks = [
        _block(place, advert, placed(advert.platform, brief)) for place, advert in enumerate(advertisements, start=1)
    ]
    return "\n".join((f"Advertisements for {client}", "", *blocks)).encode()


def _block(place: int, advert: Advertisement, where: str) -> str:
    headline, description = advert.headline, advert.description
    return (
        f"{place}. {where}\n"
        f"   Headline ({len(headline)} characters): {headline}\n"
        f"   Description ({len(description)} characters): {description}\n"
    )
