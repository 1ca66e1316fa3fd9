"""A walk over all run ids of a table, some pages a round, from where the last round stopped.

However many runs there are, a round reads a bounded number of index entries and holds no transaction for long.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from chassis.database import Database
from contracts.payload import RunId

PAGE = 1000
PAGES_A_ROUND = 5


@dataclass(slots=True)
class Walk:
    """Goes over `column`, which has an index; `beyond` is where the next round begins."""

    database: Database
    column: ColumnElement[Any]
    beyond: UUID | None = None

    async def pages(self) -> AsyncIterator[list[RunId]]:
        """The next pages, each id once, in their order; a page that its reader does not finish comes again."""
        for _ in range(PAGES_A_ROUND):
            runs = await self._page()
            if runs:
                yield runs
            self.beyond = runs[-1] if len(runs) == PAGE else None
            if self.beyond is None:
                return

    async def _page(self) -> list[RunId]:
        further = true() if self.beyond is None else self.column > self.beyond
        query = select(self.column.label("run")).where(further).distinct()
        async with self.database.reading() as tx:
            return [RunId(row["run"]) for row in await tx.execute(query.order_by(self.column).limit(PAGE))]
