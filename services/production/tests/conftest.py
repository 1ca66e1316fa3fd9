from chassis.testing import database_fixture
from production.store import METADATA

database = database_fixture("production", METADATA)
