"""The composition root of the qc service: the only wiring."""

from chassis.foundation import lay_foundation, offload
from chassis.memory import MemoryBroker
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from chassis.service import Service, run_service, step_service
from chassis.settings import ServiceSettings, read_both
from qc.api import routes
from qc.settings import QcSettings
from qc.step import PassMarks, step
from qc.store import METADATA


def build(settings: ServiceSettings, own: QcSettings, broker: MemoryBroker | None = None) -> Service:
    """The service, ready to run; with `broker`, within this process."""
    foundation = lay_foundation(settings, MESSAGING_METADATA, LEDGER_METADATA, METADATA, broker=broker)
    marks = PassMarks(own.pass_mark, own.pass_marks, own.revisions)
    declared = step(pass_marks=marks, offload=offload)
    return step_service(foundation, declared, routes(foundation.station.database))


def main() -> None:
    """Run until stopped."""
    settings, own = read_both("qc", QcSettings)
    run_service(settings, lambda: build(settings, own))
