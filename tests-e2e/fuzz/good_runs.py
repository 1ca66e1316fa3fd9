"""Good briefs beside the flood: half over Kafka, half over HTTP; each must be delivered, with one set of rows."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from e2e_briefs import light_brief, runs_refused_by
from e2e_line import Line
from e2e_tables import LIGHT


class GoodRuns:
    """Runs that every step lets pass, submitted one by one while bad records are sent."""

    def __init__(self, line: Line, count: int) -> None:
        self._line = line
        self.runs: Sequence[UUID] = runs_refused_by(None, count)
        self.submitted: list[UUID] = []
        """Those under way: earlier a bad record in a run's name would begin the run, and its deadline end it."""
        self._waiting: Iterator[tuple[int, UUID]] = enumerate(self.runs)

    async def submit(self, number: int) -> None:
        """Submit the next so many of them."""
        for _, (place, run) in zip(range(number), self._waiting, strict=False):
            if place % 2:
                await self._line.submit(light_brief(), run)
            else:
                await self._line.send(light_brief(), [run])
            self.submitted.append(run)

    async def submit_rest(self) -> None:
        """Submit those that are left."""
        await self.submit(len(self.runs))

    async def harmed(self) -> list[str]:
        """Those that did not end delivered, with exactly the rows of one run of the light package."""
        statuses = await self._line.databases.statuses(self.runs)
        rows = await self._line.databases.rows(self.runs)
        ill = [run for run in self.runs if statuses.get(run) != "COMPLETED" or rows[run] != LIGHT]
        return [f"good run {run} is {statuses.get(run)} with {rows[run]}" for run in ill]
