"""Runs as this process stored them last, so that the next event of a run need not read them again.

A guess: somebody else may have changed a run since. The store refuses what was decided on an old one (`save_at_once`).
"""

from collections.abc import Iterable

from msgspec.structs import replace

from contracts.payload import RunId
from orchestrator.domain.run import Run

REMEMBERED = 4_000
"""So many runs take about ten megabytes; a run is hardly ever heard of again once so many others have been."""


class RecentRuns:
    """The runs that have not ended, as they were stored."""

    def __init__(self, limit: int = REMEMBERED) -> None:
        self._limit = limit
        self._runs: dict[RunId, Run] = {}

    def among(self, runs: Iterable[RunId]) -> dict[RunId, Run]:
        """Those of these runs that are remembered."""
        return {run: self._runs[run] for run in runs if run in self._runs}

    def stored(self, runs: Iterable[Run]) -> None:
        """These have been stored, which has counted as one more change of each."""
        for run in runs:
            self._runs.pop(run.id, None)
            if not run.ended:
                self._runs[run.id] = replace(run, revision=run.revision + 1)
        for oldest in list(self._runs)[: -self._limit]:
            del self._runs[oldest]

    def forget(self, runs: Iterable[RunId]) -> None:
        """These are no longer as they are remembered."""
        for run in runs:
            self._runs.pop(run, None)
