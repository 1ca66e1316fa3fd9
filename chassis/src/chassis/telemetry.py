"""What a service lets others see of it: structured logs, Prometheus metrics, OpenTelemetry traces."""

import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from msgspec import Struct, field
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from structlog.tracebacks import ExceptionDictTransformer

from chassis.dead_letters import Fault
from chassis.records import Message
from contracts.payload import RunId

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_PROPAGATOR = TraceContextTextMapPropagator()


class Note(Struct, frozen=True):
    """Something worth a line in the log; `run_seconds` is how long the run took, where it ended by this."""

    event: str
    run: RunId
    about: Mapping[str, Any] = field(default_factory=dict)
    run_seconds: float | None = None


def note_of(event: str, message: Message, run_seconds: float | None = None) -> Note:
    """A note about what a message led to, with its id, type and trace."""
    trace = message.traceparent[3:35] if message.traceparent else None
    about = {"message_id": message.id, "trace_id": trace, "type": message.payload.type}
    return Note(event, message.run, about, run_seconds)


class Telemetry:
    """One service's metrics and traces. `registry` holds its metrics, so that services in one process don't mix."""

    def __init__(self, service: str, exporter: "SpanExporter | None" = None) -> None:
        self.service = service
        self.registry = CollectorRegistry()
        self.records = self._counter("aicmo_records", "Records by what became of them.", ("outcome",))
        self.batch_size = self._histogram(
            "aicmo_batch_records", "Records in a batch.", (1, 2, 5, 10, 25, 50, 100, 250, 500)
        )
        self.batch_seconds = self._histogram("aicmo_batch_seconds", "Seconds to handle a batch.", _BUCKETS)
        self.step_seconds = self._histogram("aicmo_step_seconds", "Seconds a step's own work takes.", _BUCKETS)
        self._one_step = self.step_seconds.labels(service)
        self.run_seconds = self._histogram(
            "aicmo_run_seconds", "Seconds from a run's start to its end.", _BUCKETS, ("event",)
        )
        self.outbox_depth = self._gauge("aicmo_outbox_messages", "Messages committed and not yet acknowledged.")
        self.outbox_age = self._gauge("aicmo_outbox_oldest_seconds", "Age of the oldest message in the outbox.")
        self.last_poll = self._gauge(
            "aicmo_consumer_last_poll_seconds", "Seconds since the broker was last asked for records."
        )
        self.orphan_rows = self._counter("aicmo_orphan_rows", "Rows of runs that nobody knows, removed.")
        self.lag = Gauge(
            "aicmo_consumer_lag_records", "Records not fetched yet.", ("service", "topic"), registry=self.registry
        )
        self._provider = _provider(service, exporter)
        self._tracer = self._provider.get_tracer("chassis") if self._provider else None
        self._log = structlog.get_logger(service)

    def count(self, outcomes: Mapping[str, int]) -> None:
        """Count records by outcome: done, failed, duplicate, tombstoned, compensated, parked, …"""
        for outcome, number in outcomes.items():
            self.records.labels(self.service, outcome).inc(number)

    def log(self, notes: Sequence[Note]) -> None:
        """Say what became of runs and messages, and measure the runs that ended."""
        # Bound once: a logger that isn't yet is bound anew for each line, which takes a quarter of the line's time.
        lines = self._log.bind()
        for note in notes:
            if note.run_seconds is not None:
                self.run_seconds.labels(self.service, note.event).observe(note.run_seconds)
            lines.info(note.event, run=str(note.run), **note.about)

    def fault(self, fault: Fault) -> None:
        """Say that a record could not be handled."""
        self._log.warning(
            "record_retrying" if fault.retry_at else "record_parked",
            run=str(fault.run),
            dead_letter_id=str(fault.id),
            topic=fault.record.topic,
            offset=fault.record.offset,
            reason=fault.reason,
            error=fault.error,
            attempts=fault.attempts,
        )

    @contextmanager
    def step(self, message: Message) -> Iterator[str | None]:
        """Time one step's work, within a span that continues the message's trace; gives the trace parent to pass on."""
        started = perf_counter()
        with self.span(message) as traceparent:
            yield traceparent
        self._one_step.observe(perf_counter() - started)

    @contextmanager
    def span(self, message: Message) -> Iterator[str | None]:
        """A span for handling a message; without an exporter it only passes the trace parent on."""
        if self._tracer is None:
            yield message.traceparent
            return
        parent = _PROPAGATOR.extract({"traceparent": message.traceparent}) if message.traceparent else None
        about = {"aicmo.run": str(message.run), "messaging.message.id": message.id}
        with self._tracer.start_as_current_span(f"{self.service} {message.payload.type}", parent, attributes=about):
            carrier: dict[str, str] = {}
            _PROPAGATOR.inject(carrier)
            yield carrier.get("traceparent")

    def close(self) -> None:
        """Send the last spans."""
        if self._provider:
            self._provider.shutdown()

    def _counter(self, name: str, text: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(name, text, ("service", *labels), registry=self.registry)

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(name, text, ("service",), registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...], labels: tuple[str, ...] = ()) -> Histogram:
        return Histogram(name, text, ("service", *labels), buckets=buckets, registry=self.registry)


def configure_logs(level: str) -> None:
    """One JSON object a line on standard output; third-party loggers from warnings up."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Without the frames' variables: a database's URL with its password is among them, and clients' data.
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(serializer=_serialised),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stdout, format='{"level":"%(levelname)s","logger":"%(name)s"}'
    )
    logging.getLogger().handlers[0].setFormatter(_JsonFormatter())


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        about: dict[str, Any] = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.exc_info:
            about["exception"] = self.formatException(record.exc_info)
        return _serialised(about).decode()


def _serialised(value: Any, **_: Any) -> bytes:
    return orjson.dumps(value, default=str)


def _provider(service: str, exporter: "SpanExporter | None") -> "TracerProvider | None":
    if exporter is None and not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return None
    from chassis.tracing import tracing_to

    return tracing_to(exporter, service)
