"""May this version of a service go live beside the versions that are live? Asked as producer and as consumer."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path as File
from tempfile import TemporaryDirectory

from contract_pacts import files
from contract_pacts.files import Promise
from contract_pacts.live import Live, NoRecord
from contract_pacts.paths import text_of
from contract_pacts.schemas import knows

UPSTREAM = "upstream"


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that would break, with the service on the other side."""

    other: str
    text: str


Prove = Callable[[str, File], str]
"""Verifies a service's own messages against the pacts in a folder; gives what fails, nothing when all is well."""


def objections(service: str, live: Live, prove: Prove) -> list[Objection]:
    """What speaks against going live; nothing, if it may. Raises NoRecord where that can't be told."""
    return [*as_producer(service, live, prove), *as_consumer(service, live)]


def as_producer(service: str, live: Live, prove: Prove) -> Iterator[Objection]:
    """What live consumers would miss in the messages that this version really makes."""
    with TemporaryDirectory() as folder:
        for name, content in live.pacts_with(service):
            (File(folder) / name).write_bytes(content)
        if any(File(folder).iterdir()) and (failed := prove(service, File(folder))):
            yield Objection("its live consumers", failed)


def as_consumer(service: str, live: Live, where: File = files.FOLDER) -> Iterator[Objection]:
    """What this version needs and the live producers don't write yet."""
    for promise in files.promises(where, consumer=service):
        if promise.producer != UPSTREAM:
            yield from _missing(promise, live)


def _missing(promise: Promise, live: Live) -> Iterator[Objection]:
    try:
        schema = live.schema(promise.producer, promise.type)
    except NoRecord:
        # A producer that isn't there sends nothing; when it comes it will be held against this version's pact.
        return
    if schema is None:
        yield Objection(promise.producer, f"does not write {promise.type} yet: deploy {promise.producer} first")
        return
    for path in promise.needed:
        if not knows(schema, path):
            yield Objection(
                promise.producer,
                f"does not send {text_of(path)} of {promise.type}, which {promise.consumer} now reads: deploy "
                f"{promise.producer} first, or let {promise.consumer} do without it until then",
            )


def prove_by_tests(service: str, pacts: File) -> str:
    """Run the service's own producer test against these pacts, and say what it says."""
    root = files.FOLDER.parents[1]
    test = root / "services" / service / "tests" / "test_pacts.py"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-k", "publishes", "--tb=short", "-p", "no:cacheprovider", str(test)],
        env={**os.environ, files.FOLDER_VARIABLE: str(pacts)},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else _told(done.stdout) or done.stderr.strip()[-2000:]


def _told(output: str) -> str:
    """What pytest quotes of the error; nothing where it failed before any test."""
    return "\n".join(line[2:].strip() for line in output.splitlines() if line.startswith("E "))
