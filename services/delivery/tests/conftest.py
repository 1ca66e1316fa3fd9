from chassis.testing import database_fixture
from delivery.store import METADATA

database = database_fixture("delivery", METADATA)
