"""`aicmo download`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.filesize import decimal
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from aicmo.archive import Package, download, fetch_package, target_of
from aicmo.commands.arguments import RunArgument
from aicmo.service import connect
from aicmo.views.screen import messages, print_line, say

OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE|DIR", help="Where to; else here, as aicmo-RUN.zip.", show_default=False
    ),
]


def download_package(run: RunArgument, output: OutputOption = None) -> None:
    """Fetch a run's package, verify its SHA-256, and print the file's name on the last line of stdout."""
    target = target_of(output, run)
    with connect("delivery") as delivery:
        package = fetch_package(delivery, run)
        with _progress(package.size) as advance:
            download(delivery, run, package, target, advance)
    _say_contents(package)
    print_line(str(target))


def _say_contents(package: Package) -> None:
    width = max((len(artifact.name) for artifact in package.artifacts), default=0)
    for artifact in package.artifacts:
        say(f"  {artifact.name:<{width}}  {artifact.format:<5}  {decimal(artifact.size):>9}", "dim")
    say(f"✔ SHA-256 verified: {package.sha256}", "green")


@contextmanager
def _progress(size: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("downloading"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    console = messages()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("download", total=size or None)
        yield lambda received: progress.advance(task, received)
