"""Migrations of the onboarding service's database."""

from chassis.migrations import environment
from chassis.schema import LEDGER_METADATA, MESSAGING_METADATA
from onboarding.store import METADATA

environment.run("onboarding", (LEDGER_METADATA, MESSAGING_METADATA, METADATA))
