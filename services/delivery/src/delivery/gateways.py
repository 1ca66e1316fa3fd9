"""What delivery asks of others: the assets' bytes from the object store."""

from asyncio import gather

from chassis.objects import Objects
from contracts.draft import Asset, Bundle
from delivery.domain.logo import decode_data_url


async def fetch_assets(objects: Objects, bundle: Bundle) -> tuple[bytes, ...]:
    """Fetch the assets' bytes in the bundle's order. Raises ObjectNotFound for one that isn't in the store.

    A `data:` URL that can't be decoded gives no bytes, which its checksum then refuses.
    """
    return tuple(await gather(*(_fetch(objects, asset) for asset in bundle.assets)))


async def _fetch(objects: Objects, asset: Asset) -> bytes:
    if asset.reference.startswith("data:"):
        return decode_data_url(asset.reference)
    return await objects.get(asset.reference)
