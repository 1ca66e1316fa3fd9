"""What became of each record is counted, and a run's trace goes on through every step.

Mutants: the trace parent not passed on -> the traces; outcomes counted before the commit -> the counts.
"""

import json
import subprocess
import sys
from time import monotonic

import pytest
from chassis_builders import (
    SERVICE,
    a_command,
    a_message,
    a_run,
    a_signature,
    a_station,
    a_step,
    a_submission,
    with_header,
)
from chassis_doubles import Letterbox, SetClock, TroubledDatabase, connection_lost
from msgspec.structs import replace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chassis.database import Database
from chassis.handler import StepHandler
from chassis.postgres import PostgresDatabase
from chassis.relay import Relay
from chassis.settings import InvalidSettings
from chassis.station import Station
from chassis.telemetry import Telemetry
from chassis.tracing import EXPORT_SECONDS

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"


def count(station: Station, outcome: str) -> float:
    """How many records had this outcome."""
    labels = {"service": SERVICE, "outcome": outcome}
    return station.telemetry.registry.get_sample_value("aicmo_records_total", labels) or 0.0


def traced_station(database: Database, exporter: InMemorySpanExporter) -> Station:
    clock = SetClock()
    return Station(SERVICE, database, Relay(database, Letterbox(), clock), clock, Telemetry(SERVICE, exporter))


async def test_records_are_counted_by_what_became_of_them(database: Database) -> None:
    station = a_station(database)
    handler = StepHandler(a_step(), station)
    done, refused, undone = a_run(), a_run(), a_run()
    await handler.handle(
        [a_submission(done), a_submission(done), a_submission(refused, refuse="no"), a_command(undone)]
    )
    await handler.handle([a_submission(done), a_submission(undone), a_signature(undone), a_signature(a_run())])
    await handler.handle([a_submission(a_run(), fail="no model"), replace(a_submission(a_run()), body=None)])
    counted = {name: count(station, name) for name in ("done", "failed", "duplicate", "compensated", "opened")}
    assert counted == {"done": 1, "failed": 1, "duplicate": 2, "compensated": 1, "opened": 1}
    assert {name: count(station, name) for name in ("tombstoned", "retrying", "parked")} == {
        "tombstoned": 2,
        "retrying": 1,
        "parked": 1,
    }


async def test_what_is_rolled_back_is_not_counted(database: Database) -> None:
    station = a_station(TroubledDatabase(database, before=[None, connection_lost]))
    await StepHandler(a_step(), station).handle([a_submission(a_run()), a_submission(a_run(), title="forbidden")])
    assert (count(station, "done"), count(station, "retrying")) == (1, 1)


async def test_without_an_exporter_the_trace_parent_is_passed_on_as_it_is(postgres: PostgresDatabase) -> None:
    handler = StepHandler(a_step(), a_station(postgres))
    entry = await handler.perform_now(a_message(with_header(a_submission(a_run()), "ce_traceparent", PARENT.encode())))
    assert dict(entry.messages[0].headers)["ce_traceparent"] == PARENT.encode()


async def test_a_span_continues_the_messages_trace_and_the_event_continues_the_span(postgres: PostgresDatabase) -> None:
    exporter, run = InMemorySpanExporter(), a_run()
    station = traced_station(postgres, exporter)
    handler = StepHandler(a_step(), station)
    entry = await handler.perform_now(a_message(with_header(a_submission(run), "ce_traceparent", PARENT.encode())))
    station.telemetry.close()
    [span] = exporter.get_finished_spans()
    assert span.context and span.parent and span.attributes
    assert (f"{span.context.trace_id:032x}", f"{span.parent.span_id:016x}") == (TRACE, "b7ad6b7169203331")
    assert span.attributes["aicmo.run"] == str(run)
    said = dict(entry.messages[0].headers)["ce_traceparent"]
    assert said == f"00-{TRACE}-{span.context.span_id:016x}-01".encode()


async def test_a_message_without_a_trace_begins_one(postgres: PostgresDatabase) -> None:
    exporter = InMemorySpanExporter()
    station = traced_station(postgres, exporter)
    entry = await StepHandler(a_step(), station).perform_now(a_message(a_submission(a_run())))
    station.telemetry.close()
    [span] = exporter.get_finished_spans()
    assert span.context
    assert f"{span.context.trace_id:032x}".encode() in (dict(entry.messages[0].headers)["ce_traceparent"] or b"")


async def test_a_trace_parent_that_is_none_harms_nothing(postgres: PostgresDatabase) -> None:
    station = traced_station(postgres, InMemorySpanExporter())
    record = with_header(a_submission(a_run()), "ce_traceparent", b"00-nonsense\0")
    await StepHandler(a_step(), station).handle([record])
    assert count(station, "done") == 1


async def test_each_service_in_a_process_has_metrics_of_its_own() -> None:
    first, second = Telemetry("qc"), Telemetry("delivery")
    first.count({"done": 3})
    assert second.registry.get_sample_value("aicmo_records_total", {"service": "qc", "outcome": "done"}) is None


def test_a_collector_that_is_away_keeps_no_service_from_stopping(
    monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{unused_tcp_port}")
    telemetry = Telemetry(SERVICE)
    message = a_message(a_submission(a_run()))
    with telemetry.span(message) as traceparent:
        assert traceparent != message.traceparent
    started = monotonic()
    telemetry.close()
    assert monotonic() - started < 2.5 * EXPORT_SECONDS


@pytest.mark.parametrize("patience", ["soon", "nan", "inf", "-1", "0"])
def test_a_patience_with_the_collector_that_can_not_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, patience: str
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", patience)
    with pytest.raises(InvalidSettings, match="\n  OTEL_EXPORTER_OTLP_TIMEOUT: "):
        Telemetry(SERVICE)


def test_an_error_is_logged_with_its_trace_and_without_the_variables_of_its_frames() -> None:
    program = """if True:
        import structlog
        from chassis.telemetry import configure_logs

        def connect(url: str) -> None:
            raise ConnectionError("refused")

        configure_logs("info")
        try:
            connect("postgresql://qc_app:secret@database/qc")
        except ConnectionError:
            structlog.get_logger().exception("batch_failed")
    """
    logged = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    [error] = json.loads(logged)["exception"]
    assert (error["exc_type"], error["exc_value"]) == ("ConnectionError", "refused")
    assert [frame["name"] for frame in error["frames"]] == ["<module>", "connect"]
    assert "secret" not in logged


def test_a_service_that_sends_no_traces_starts_without_what_sends_them() -> None:
    program = (
        "import chassis.service, sys; print([name for name in sys.modules if name.startswith('opentelemetry.sdk')])"
    )
    imported = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert imported.stdout.strip() == "[]"
