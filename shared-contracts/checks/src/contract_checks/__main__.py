"""`python -m contract_checks <command>`: exits 1 where a check finds something."""

import argparse
import sys
from collections.abc import Sequence
from time import perf_counter

from contract_checks.commands import CHECKS, WRITERS
from contract_checks.examples import read_examples
from contract_checks.findings import Finding
from contract_checks.folders import Folders, here
from contract_checks.history import NothingReleased, release
from contract_checks.schemas import all_schemas


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    chosen, folders = _parser().parse_args(arguments), here()
    if chosen.command == "release":
        return _release(folders)
    if chosen.command == "all":
        return _run(list(CHECKS), folders)
    if chosen.command in WRITERS and not chosen.check:
        changed = WRITERS[chosen.command](folders)
        print("\n".join(f"wrote {name}" for name in changed) or "nothing has changed")
        return 0
    return _run([chosen.command], folders)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="contract_checks", description="Keeps the contracts true.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("all", help="run every check and show a summary")
    commands.add_parser("release", help="freeze the schemas that are not released yet, if the gate lets them")
    for name, check in CHECKS.items():
        command = commands.add_parser(name, help=(check.__doc__ or "").rstrip("."))
        if name in WRITERS:
            command.add_argument("--check", action="store_true", help="compare only, write nothing")
    return parser


def _run(names: Sequence[str], folders: Folders) -> int:
    rows, failed = [], False
    for name in names:
        started = perf_counter()
        findings = CHECKS[name](folders)
        _show(name, findings)
        failed |= bool(findings)
        verdict = f"{len(findings)} found" if findings else "ok"
        promise = (CHECKS[name].__doc__ or "").rstrip(".")
        rows.append(f"{name:14} {verdict:9} {perf_counter() - started:6.1f} s  {promise}")
    print("\n".join(rows))
    return int(failed)


def _show(name: str, findings: Sequence[Finding]) -> None:
    for finding in findings:
        print(f"{name}: {finding}\n")


def _release(folders: Folders) -> int:
    try:
        released = release(folders.history, all_schemas(), read_examples(folders.examples))
    except NothingReleased as error:
        print(f"nothing is released:\n{error}")
        return 1
    print("\n".join(f"released {name}" for name in released) or "everything is released already")
    return 0


if __name__ == "__main__":
    sys.exit(main())
