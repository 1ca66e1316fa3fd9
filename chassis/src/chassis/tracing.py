"""Sends traces over OTLP. Imported only where traces are wanted: it would be a tenth of every service's start."""

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.settings import Seconds, read_own

EXPORT_SECONDS = 2.0
"""How long the last spans may keep a service that stops waiting, where the collector is away."""


class TracingSettings(BaseSettings):
    """`OTEL_EXPORTER_OTLP_TIMEOUT`, if it should be another time than EXPORT_SECONDS."""

    model_config = SettingsConfigDict(env_prefix="OTEL_EXPORTER_OTLP_", extra="ignore")

    timeout: Seconds = EXPORT_SECONDS


def tracing_to(exporter: SpanExporter | None, service: str) -> TracerProvider:
    """Start tracing to an exporter, or else to where OTEL_EXPORTER_OTLP_ENDPOINT says. Raises InvalidSettings."""
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    patience = read_own(service, TracingSettings).timeout
    provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter(timeout=patience)))
    return provider
