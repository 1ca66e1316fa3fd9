"""Deterministic simulation: the services' own code over simulated time, broker, databases and processes."""
