"""Migrations of the delivery service's database."""

from chassis.migrations import environment
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from delivery.store import METADATA

environment.run("delivery", (LEDGER_METADATA, MESSAGING_METADATA, METADATA))
