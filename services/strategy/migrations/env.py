"""Migrations of the strategy service's database."""

from chassis.migrations import environment
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from strategy.store import METADATA

environment.run("strategy", (LEDGER_METADATA, MESSAGING_METADATA, METADATA))
