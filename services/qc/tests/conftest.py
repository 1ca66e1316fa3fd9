from chassis.testing import database_fixture
from qc.store import METADATA

database = database_fixture("qc", METADATA)
