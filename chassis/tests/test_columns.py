"""A JSON column takes pydantic models wherever they stand in a value, and gives them back as plain JSON.

Mutants: the longer way without `default` -> beside a large number; `_model` lets everything pass -> what is no JSON.
"""

from datetime import date
from typing import Any

import pytest
from chassis_builders import a_brief, a_run, parent_of
from chassis_doubles import START
from chassis_tables import PARENT
from sqlalchemy import select

from chassis.columns import json_text
from chassis.database import Database
from chassis.rows import write
from chassis.step import Rows

BRIEF = a_brief()
DUMPED = BRIEF.model_dump(mode="json")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (BRIEF, DUMPED),
        ((BRIEF, BRIEF), [DUMPED, DUMPED]),
        ({"deep": [{"brief": BRIEF}], "text": "ü☕"}, {"deep": [{"brief": DUMPED}], "text": "ü☕"}),
        ({"brief": BRIEF, "large": 2**70}, {"brief": DUMPED, "large": 2**70}),
    ],
    ids=["model", "tuple", "deep", "beside a large number"],
)
async def test_models_are_kept_as_what_they_say(database: Database, given: Any, kept: Any) -> None:
    run = a_run()
    row = {"workflow_run_id": run, "parent_id": parent_of(run), "title": "Acme", "extra": given}
    async with database.transaction() as tx:
        await write(tx, [Rows(PARENT, (row,))], START)
        assert [each["extra"] for each in await tx.execute(select(PARENT))] == [kept]


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError, match="complex has no place in JSON"):
        json_text({"number": 1j, "day": date(2030, 1, 1)})
