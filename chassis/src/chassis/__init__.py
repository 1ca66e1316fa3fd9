"""What every service does that is not its business: consume, ledger, outbox, publish, settings, telemetry."""
