"""Sends traces over OTLP. Imported only where traces are wanted: it would be a tenth of every service's start."""

import os

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

EXPORT_SECONDS = 2.0
"""How long the last spans may keep a service that stops waiting, where the collector is away."""


def tracing_to(exporter: SpanExporter | None, service: str) -> TracerProvider:
    """Start tracing to an exporter, or else to where OTEL_EXPORTER_OTLP_ENDPOINT says."""
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    patience = float(os.environ.get("OTEL_EXPORTER_OTLP_TIMEOUT", EXPORT_SECONDS))
    provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter(timeout=patience)))
    return provider
