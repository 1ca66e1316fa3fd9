"""What delivery asks of others: the assets' bytes from the object store."""

from asyncio import gather

from chassis.objects import Objects
from contracts.draft import Asset, Bundle
from delivery.domain.logo import decode_data_url


async def fetch_assets(objects: Objects, bundle: Bundle) -> tuple[bytes, ...]:
    """Fetch the assets' bytes in the bundle's order. Raises ObjectNotFound for one that isn't in the store.

    A `data:` URL that can't be decoded gives no bytes, which its checksum then refuses.
    """
    stored = {asset.reference for asset in bundle.assets if not _is_inline(asset)}
    contents = dict(zip(stored, await gather(*map(objects.get, stored)), strict=True))
    return tuple(
        decode_data_url(asset.reference) if _is_inline(asset) else contents[asset.reference] for asset in bundle.assets
    )


def _is_inline(asset: Asset) -> bool:
    return asset.reference.startswith("data:")
