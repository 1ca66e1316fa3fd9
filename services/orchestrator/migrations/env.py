"""Migrations of the orchestrator service's database."""

from chassis.migrations import environment
from chassis.schema import MESSAGING_METADATA
from orchestrator.tables import METADATA

environment.run("orchestrator", (MESSAGING_METADATA, METADATA))
