"""The composition root of the strategy service: the only wiring."""

from chassis.foundation import lay_foundation
from chassis.memory import MemoryBroker
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from chassis.service import Service, run_service, step_service
from chassis.settings import ServiceSettings, read_settings
from strategy.api import routes
from strategy.step import step
from strategy.store import METADATA


def build(settings: ServiceSettings, broker: MemoryBroker | None = None) -> Service:
    """The service, ready to run; with `broker`, within this process."""
    foundation = lay_foundation(settings, MESSAGING_METADATA, LEDGER_METADATA, METADATA, broker=broker)
    return step_service(foundation, step(), routes(foundation.station.database))


def main() -> None:
    """Run until stopped."""
    settings = read_settings("strategy")
    run_service(settings, lambda: build(settings))
