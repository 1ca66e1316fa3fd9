from chassis.testing import database_fixture
from strategy.store import METADATA

database = database_fixture("strategy", METADATA)
