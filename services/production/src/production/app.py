"""The composition root of the production service: the only wiring."""

from chassis.foundation import lay_foundation, offload
from chassis.memory import MemoryBroker
from chassis.objects import Objects, ObjectStore
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from chassis.service import Service, run_service, step_service
from chassis.settings import ServiceSettings, read_settings
from production.api import routes
from production.step import step
from production.store import METADATA


def build(settings: ServiceSettings, broker: MemoryBroker | None = None, objects: Objects | None = None) -> Service:
    """The service, ready to run; with `broker`, within this process; with `objects`, on that store."""
    foundation = lay_foundation(settings, MESSAGING_METADATA, LEDGER_METADATA, METADATA, broker=broker)
    objects = objects or ObjectStore(settings.object_store_url)
    declared = step(objects=objects, offload=offload)
    return step_service(foundation, declared, routes(foundation.station.database), objects)


def main() -> None:
    """Run until stopped."""
    settings = read_settings("production")
    run_service(settings, lambda: build(settings))
