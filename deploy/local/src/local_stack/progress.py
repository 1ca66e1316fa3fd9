"""What a person sees while the stack works: one line a stage, with the time it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape


class Progress:
    """Writes the lines: coloured on a terminal, plain elsewhere."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)

    @contextmanager
    def stage(self, name: str) -> Iterator[list[str]]:
        """Say what was done and how long it took, once the block ends; the block may add details to the list."""
        started = time.monotonic()
        details: list[str] = []
        try:
            yield details
        except BaseException:
            self._line("red", "failed", name, time.monotonic() - started)
            raise
        self._line("green", "ok", ", ".join([name, *details]), time.monotonic() - started)

    def say(self, text: str) -> None:
        """Write a line as it is."""
        self._console.print(escape(text))

    def warn(self, text: str) -> None:
        """Write a line that should be noticed."""
        self._console.print(f"[yellow]{escape(text)}[/]")

    def _line(self, colour: str, mark: str, text: str, seconds: float) -> None:
        self._console.print(f"[{colour}]{mark:>6}[/]  {escape(text)} [dim]{seconds:.1f} s[/]")
