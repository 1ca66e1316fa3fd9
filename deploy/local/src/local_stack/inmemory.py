"""The whole line in one process (`AICMO_PERSISTENCE_MODE=inmemory`): the same services, nothing kept."""

import asyncio
import os
from collections.abc import Sequence
from functools import partial

import delivery.app
import onboarding.app
import orchestrator.app
import production.app
import qc.app
import strategy.app
from chassis.memory import MemoryBroker
from chassis.objects import ObjectStore
from chassis.service import Service, until_signalled
from chassis.settings import PersistenceMode, ServiceSettings, read_settings, read_together
from chassis.telemetry import configure_logs
from contracts.topics import SERVICES
from delivery.settings import read_delivery_settings
from orchestrator.settings import read_orchestrator_settings
from qc.settings import read_qc_settings


def build_all(settings: dict[str, ServiceSettings]) -> tuple[list[Service], MemoryBroker]:
    """All six services on one broker and one object store in this process's memory."""
    broker, objects = MemoryBroker(), ObjectStore("memory:///")
    services = [
        onboarding.app.build(settings["onboarding"], broker),
        strategy.app.build(settings["strategy"], broker),
        production.app.build(settings["production"], broker, objects),
        qc.app.build(settings["qc"], read_qc_settings(), broker),
        delivery.app.build(settings["delivery"], read_delivery_settings(), broker, objects),
        orchestrator.app.build(settings["orchestrator"], read_orchestrator_settings(), broker),
    ]
    return services, broker


def read_all(first_port: int = 18080) -> dict[str, ServiceSettings]:
    """The settings of all six, in memory; addresses that are not set follow one another from `first_port`."""
    os.environ["AICMO_PERSISTENCE_MODE"] = PersistenceMode.INMEMORY.value
    for position, service in enumerate(SERVICES):
        os.environ.setdefault(f"{service.upper()}_HTTP_URL", f"http://127.0.0.1:{first_port + position}")
    common = [partial(read_settings, service) for service in SERVICES]
    # The services' own are read where they are used, and here too, so that all that is wrong is told at once.
    own = (read_qc_settings, read_delivery_settings, read_orchestrator_settings)
    return dict(zip(SERVICES, read_together("in memory", *common, *own), strict=False))


async def run_all(services: Sequence[Service], stop: asyncio.Event) -> None:
    """Run all until `stop` is set."""
    async with asyncio.TaskGroup() as group:
        for service in services:
            group.create_task(service.run(stop))


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    settings = read_all(int(os.environ.get("AICMO_HTTP_PORT", "18080")))
    configure_logs(settings["orchestrator"].log_level)

    asyncio.run(until_signalled(lambda stop: run_all(build_all(settings)[0], stop)))


if __name__ == "__main__":
    main()
