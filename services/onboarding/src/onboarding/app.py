"""The composition root of the onboarding service: the only wiring."""

from chassis.foundation import lay_foundation
from chassis.memory import MemoryBroker
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from chassis.service import Service, run_service, step_service
from chassis.settings import ServiceSettings, read_settings
from onboarding.api import routes
from onboarding.intake import Intake, intake_routes
from onboarding.step import step
from onboarding.store import METADATA


def build(settings: ServiceSettings, broker: MemoryBroker | None = None) -> Service:
    """The service, ready to run; with `broker`, within this process."""
    foundation = lay_foundation(settings, MESSAGING_METADATA, LEDGER_METADATA, METADATA, broker=broker)
    station = foundation.station
    router = routes(station.database)
    router.include_router(intake_routes(Intake(step(), station)))
    return step_service(foundation, step(), router)


def main() -> None:
    """Run until stopped."""
    settings = read_settings("onboarding")
    run_service(settings, lambda: build(settings))
