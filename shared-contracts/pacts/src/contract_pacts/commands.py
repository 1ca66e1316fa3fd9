"""The command line: `verify`, `write`, `may-go-live`, `went-live`."""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path as File

from contract_pacts import files
from contract_pacts.consumer import UPDATE_VARIABLE
from contract_pacts.going_live import objections, prove_by_tests
from contract_pacts.live import InFolder, InGit, Live, NoRecord, record, recorded
from contracts.topics import ORCHESTRATOR, SERVICES, STEP_SERVICES

ROOT = files.FOLDER.parents[1]
ENVIRONMENTS = ROOT / "deploy" / "environments"
UPSTREAM_TESTS = ROOT / "shared-contracts" / "upstream" / "tests" / "test_pacts.py"


def main() -> None:
    """Do what the command line says; ends with 1 where something is wrong."""
    arguments = _parser().parse_args()
    try:
        sys.exit(arguments.work(arguments))
    except NoRecord as error:
        sys.exit(f"can't tell: {error}")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m contract_pacts", description=__doc__)
    commands = parser.add_subparsers(required=True)
    verify = commands.add_parser("verify", help="hold code and pacts against each other, of one service or of all")
    verify.add_argument("service", nargs="?", choices=SERVICES)
    verify.set_defaults(work=_verify)
    commands.add_parser("write", help="write all pacts anew, as the code reads now").set_defaults(work=_write)
    may = commands.add_parser("may-go-live", help="may this version go live beside the versions that are live?")
    may.add_argument("service", choices=SERVICES)
    beside = may.add_mutually_exclusive_group(required=True)
    beside.add_argument("--environment", help="what deploy/environments/<name>.yaml says is live")
    beside.add_argument("--git", metavar="COMMIT", help="all services as they are in this commit")
    beside.add_argument("--folder", type=File, help="a folder with pacts/, schemas/ and asyncapi/ of the live versions")
    may.set_defaults(work=_may_go_live)
    went = commands.add_parser("went-live", help="record that a commit of a service is live")
    went.add_argument("service", choices=SERVICES)
    went.add_argument("--environment", required=True)
    went.add_argument("--git", metavar="COMMIT", required=True)
    went.set_defaults(work=_went_live)
    return parser


def tests_of(service: str | None) -> list[File]:
    """The tests that hold pacts and code against each other, consumers before those that they depend on."""
    chosen = [service] if service else [*reversed(STEP_SERVICES), ORCHESTRATOR]
    own = [ROOT / "services" / each / "tests" / "test_pacts.py" for each in chosen]
    return own if service else [UPSTREAM_TESTS, *own]


def _verify(arguments: Namespace) -> int:
    return _pytest(*map(str, tests_of(arguments.service)))


def _write(_: Namespace) -> int:
    """One after the other: what a service hands on depends on the pacts of those who read it."""
    os.environ[UPDATE_VARIABLE] = "1"
    return max(_pytest(str(each), "-k", "reads") for each in tests_of(None))


def _pytest(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


def _may_go_live(arguments: Namespace) -> int:
    live = _live(arguments)
    found = objections(arguments.service, live, prove_by_tests)
    for each in found:
        print(f"{each.other}: {each.text}")
    verdict = "may not go live" if found else "may go live"
    print(f"{arguments.service} {verdict}")
    return 1 if found else 0


def _live(arguments: Namespace) -> Live:
    if arguments.folder:
        if not (arguments.folder / "pacts").is_dir():
            raise NoRecord(f"{arguments.folder} has no folder pacts")
        return InFolder(arguments.folder)
    if arguments.git:
        return InGit(ROOT, dict.fromkeys((*SERVICES, "upstream"), arguments.git))
    commits = recorded(_environment(arguments))
    print(_compared_with(arguments, commits))
    return InGit(ROOT, commits)


def _compared_with(arguments: Namespace, commits: Mapping[str, str]) -> str:
    """Whom a verdict speaks of: a yes that nobody was asked for is worth nothing."""
    others = [f"{name} {commit}" for name, commit in commits.items() if name != arguments.service]
    if others:
        return f"compared with {', '.join(others)}"
    return f"nothing{' else' if commits else ''} is recorded as live in {arguments.environment}: compared with nobody"


def _went_live(arguments: Namespace) -> int:
    record(_environment(arguments), arguments.service, arguments.git)
    return 0


def _environment(arguments: Namespace) -> File:
    return ENVIRONMENTS / f"{arguments.environment}.yaml"
