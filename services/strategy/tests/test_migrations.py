"""The migrations of strategy, on a real and empty PostgreSQL database."""

from collections.abc import Callable

from chassis.testing import assert_no_drift, migrate
from local_stack.endpoints import ScratchDatabase


def test_migrations_go_up_from_empty_down_to_base_and_up_again_and_leave_no_drift(
    empty_database: Callable[[], ScratchDatabase],
) -> None:
    url = empty_database().owner_url
    migrate("strategy", url)
    assert_no_drift("strategy", url)
    migrate("strategy", url, "base")
    migrate("strategy", url)
    assert_no_drift("strategy", url)
