"""A database that can't be migrated is told in one sentence."""

from pathlib import Path

import pytest

from local_stack.configuration import Database
from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK, free_port
from local_stack.provision.migrations import Migrations


def test_a_database_that_can_not_be_reached_is_named_by_its_variable(tmp_path: Path) -> None:
    url = f"postgresql://owner:secret@{LOOPBACK}:{free_port()}/qc"
    with pytest.raises(LocalStackError, match="QC_MIGRATION_DATABASE_URL") as refusal:
        Migrations(tmp_path / "migrations.json").upgrade(Database("qc", url, url, ours=False))
    assert "secret" not in str(refusal.value)
