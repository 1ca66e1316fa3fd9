"""Migrations of the qc service's database."""

from chassis.migrations import environment
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from qc.store import METADATA

environment.run("qc", (LEDGER_METADATA, MESSAGING_METADATA, METADATA))
