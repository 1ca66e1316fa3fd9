"""The database that the store's tests run against: in memory and PostgreSQL."""

from chassis.testing import database_fixture
from onboarding.store import METADATA

database = database_fixture("onboarding", METADATA)
