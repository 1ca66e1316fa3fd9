"""`python -m aicmo`, and the console script `aicmo`."""

import io
import sys
from typing import TextIO

from aicmo.app import build_app


def main() -> None:
    """Run the command that the arguments name and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_character(stream)
    build_app()(prog_name="aicmo")


def _never_fail_on_a_character(stream: TextIO) -> None:
    """Write what the stream's encoding lacks as an escape: a client's name must not end a command."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
