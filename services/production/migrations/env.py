"""Migrations of the production service's database."""

from chassis.migrations import environment
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from production.store import METADATA

environment.run("production", (LEDGER_METADATA, MESSAGING_METADATA, METADATA))
