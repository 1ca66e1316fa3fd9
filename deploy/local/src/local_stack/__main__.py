"""python -m local_stack up|down|clean|demo|status: the local system from the command line."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

from local_stack.demo import Client, in_memory, next_steps, run_brief, stay
from local_stack.errors import LocalStackError
from local_stack.lock import exclusive
from local_stack.progress import Progress
from local_stack.stack import Stack
from local_stack.state import State, state_directory
from local_stack.status import show_status

_INTERRUPTED = 130
_MODES = ("db", "inmemory")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 failed with the reason on stderr, 130 interrupted."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    stack = Stack(State(state_directory()), dict(os.environ), Progress())
    try:
        return _COMMANDS[options.command](stack, options)
    except LocalStackError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


def _up(stack: Stack, options: argparse.Namespace) -> int:
    with _undone_on_interrupt(stack), _locked(stack):
        stack.up(options.replicas)
    stack.progress.say(f"Ready. Addresses: {stack.state.environment_file}  logs: {stack.state.root / 'logs'}")
    return 0


def _down(stack: Stack, _: argparse.Namespace) -> int:
    with _locked(stack):
        stack.down()
    return 0


def _clean(stack: Stack, _: argparse.Namespace) -> int:
    if stack.state.root.exists():
        with _locked(stack):
            stack.clean()
    return 0


def _status(stack: Stack, _: argparse.Namespace) -> int:
    return 0 if show_status(stack) else 1


def _demo(stack: Stack, options: argparse.Namespace) -> int:
    # argparse lets a wrong default pass; and a MODE that means something else must not keep `down` from its work.
    if options.mode not in _MODES:
        raise LocalStackError(f"MODE={options.mode} is no mode of the demonstration: must be {' or '.join(_MODES)}.")
    if options.mode == "inmemory":
        return _demo_in_memory(stack)
    with _undone_on_interrupt(stack), _locked(stack):
        stack.up(options.replicas)
    keep = os.environ.get("DEMO_KEEP") == "1"
    try:
        client = Client({**stack.caller, **stack.configuration.variables()})
        run = run_brief(client, stack.state.packages, stack.progress)
        if keep or sys.stdout.isatty():
            stack.progress.say(next_steps(stack, run))
        if sys.stdout.isatty() and not keep:
            stay(stack.progress)
    finally:
        if not keep:
            _stop_started(stack)
    return 0


def _demo_in_memory(stack: Stack) -> int:
    with in_memory(stack) as client:
        run_brief(client, stack.state.packages, stack.progress)
        if sys.stdout.isatty():
            stay(stack.progress)
    return 0


def _stop_started(stack: Stack) -> None:
    # A second Ctrl-C out of impatience must not leave half of it running.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stack.progress.say("Stopping what this call has started.")
    with _locked(stack):
        stack.stop_started()


def _locked(stack: Stack) -> AbstractContextManager[None]:
    return exclusive(
        stack.state.lock_file, lambda: stack.progress.warn("Another call is at work here: waiting for it.")
    )


@contextmanager
def _undone_on_interrupt(stack: Stack) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        stack.progress.warn("Interrupted.")
        _stop_started(stack)
        raise


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m local_stack", description="Run the production line on this machine."
    )
    parser.add_argument("command", choices=sorted(_COMMANDS))
    parser.add_argument("--replicas", type=_count, default=os.environ.get("REPLICAS") or "1")
    parser.add_argument("--mode", choices=_MODES, default=os.environ.get("MODE") or "db")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 9:
        raise argparse.ArgumentTypeError(f"{text} is not a number of replicas between 1 and 9")
    return int(text)


_COMMANDS: dict[str, Callable[[Stack, argparse.Namespace], int]] = {
    "up": _up,
    "down": _down,
    "clean": _clean,
    "demo": _demo,
    "status": _status,
}

if __name__ == "__main__":
    sys.exit(main())
