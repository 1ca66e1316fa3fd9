"""The orchestrator's composition root: the only wiring."""

from chassis.foundation import lay_foundation
from chassis.memory import MemoryBroker
from chassis.purging import purge_dead_letters
from chassis.schema import MESSAGING_METADATA
from chassis.service import Service, purging, run_service
from chassis.settings import ServiceSettings, read_both
from chassis.ticker import Ticker
from orchestrator.api import routes
from orchestrator.metrics import RunMetrics
from orchestrator.observer import Observer
from orchestrator.settings import OrchestratorSettings
from orchestrator.tables import METADATA


def build(settings: ServiceSettings, own: OrchestratorSettings, broker: MemoryBroker | None = None) -> Service:
    """The service, ready to run; with `broker`, within this process."""
    foundation = lay_foundation(settings, MESSAGING_METADATA, METADATA, broker=broker)
    observer = Observer(foundation.station, own.policy)
    metrics = RunMetrics(foundation.station)
    tickers = [
        Ticker("deadlines", observer.wake_due),
        Ticker("run_metrics", metrics.measure),
        *purging(foundation, observer.topics, (purge_dead_letters,)),
    ]
    return Service(foundation, observer, routes(observer), tickers)


def main() -> None:
    """Run until stopped."""
    settings, own = read_both("orchestrator", OrchestratorSettings)
    run_service(settings, lambda: build(settings, own))
