"""May this version of a service go live beside the versions that are live? Asked as producer and as consumer."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path as File
from tempfile import TemporaryDirectory

from contract_pacts import files
from contract_pacts.files import Promise
from contract_pacts.live import Live, NoRecord
from contract_pacts.paths import text_of
from contract_pacts.schemas import knows
from contracts.flows import SENT
from contracts.registry import TYPES_BY_TOPIC
from contracts.topics import TOPICS, UPSTREAM, Topic
from contracts.versions import is_older


@dataclass(frozen=True, slots=True)
class Objection:
    """Something that would break, with the service on the other side."""

    other: str
    text: str


Prove = Callable[[str, File], str]
"""Verifies a service's own messages against the pacts in a folder; gives what fails, nothing when all is well."""


def objections(service: str, live: Live, prove: Prove) -> list[Objection]:
    """What speaks against going live; nothing, if it may. Raises NoRecord where that can't be told."""
    return [
        *as_producer(service, live, prove),
        *unknown_to_readers(service, live),
        *as_consumer(service, live),
        *unknown_here(service, live),
    ]


def as_producer(service: str, live: Live, prove: Prove) -> Iterator[Objection]:
    """What live consumers would miss in the messages that this version really makes."""
    with TemporaryDirectory() as folder:
        for name, content in live.pacts_with(service):
            (File(folder) / name).write_bytes(content)
        if any(File(folder).iterdir()) and (failed := prove(service, File(folder))):
            yield Objection("its live consumers", failed)


def unknown_to_readers(service: str, live: Live) -> Iterator[Objection]:
    """What this version sends and live readers would park."""
    for topic in _carrying_types(service, lambda topic: topic.written_by):
        sent = [model.type for model in TYPES_BY_TOPIC[topic.name] if model in SENT[service]]
        for reader in topic.read_by:
            for name in _parked(sent, partial(_known_to, live, reader)):
                remedy = f"deploy {reader} first, or send it beside a version that {reader} knows (Done.beside)"
                yield Objection(reader, f"does not know {name}, which {service} now sends on {topic.name}: {remedy}")


def unknown_here(service: str, live: Live) -> Iterator[Objection]:
    """What live producers send and this version would park: a type that was dropped too early, or a step back."""
    for topic in _carrying_types(service, lambda topic: topic.read_by):
        known = {model.type for model in TYPES_BY_TOPIC[topic.name]}
        for writer in topic.written_by:
            for name in _parked(_sent_by(live, writer, topic.name) or (), known.__contains__):
                remedy = f"deploy a {writer} that does not send it first, or keep the type"
                yield Objection(writer, f"sends {name} on {topic.name}, which {service} does not know: {remedy}")


def as_consumer(service: str, live: Live, where: File = files.FOLDER) -> Iterator[Objection]:
    """What this version needs and the live producers don't write yet."""
    stated = [each for each in files.promises(where, consumer=service) if each.producer != UPSTREAM]
    for promise in stated:
        others = [each.type for each in stated if each.is_other_version_of(promise)]
        yield from _missing(promise, others, live)


def _missing(promise: Promise, others: Sequence[str], live: Live) -> Iterator[Objection]:
    """What the producer lacks; not a version that may yet come, while it writes another that is read too."""
    producer = promise.producer
    try:
        schema = live.schema(producer, promise.type)
        written = {name for name in (promise.type, *others) if _writes(live, producer, name)}
    except NoRecord:
        # A producer that isn't there sends nothing; when it comes it will be held against this version's pact.
        return
    if schema is None or promise.type not in written:
        if not written:
            yield Objection(producer, f"does not write {promise.type} yet: deploy {producer} first")
        return
    for path in promise.needed:
        if not knows(schema, path):
            yield Objection(
                producer,
                f"does not send {text_of(path)} of {promise.type}, which {promise.consumer} now reads: deploy "
                f"{producer} first, or let {promise.consumer} do without it until then",
            )


def _carrying_types(service: str, parties: Callable[[Topic], tuple[str, ...]]) -> list[Topic]:
    return [topic for topic in TOPICS if topic.name in TYPES_BY_TOPIC and service in parties(topic)]


def _parked(sent: Iterable[str], known: Callable[[str], bool]) -> list[str]:
    """The types that a reader would park: unknown to it, and sent beside no older version that it knows."""
    types = list(sent)
    return [
        name for name in types if not known(name) and not any(is_older(each, name) and known(each) for each in types)
    ]


def _known_to(live: Live, reader: str, type_name: str) -> bool:
    """Whether a reader has the type in its registry; one that isn't live parks nothing, upstream ignores."""
    try:
        return reader == UPSTREAM or live.schema(reader, type_name) is not None
    except NoRecord:
        return True


def _sent_by(live: Live, producer: str, topic: str) -> frozenset[str] | None:
    """What a live producer sends on a topic; None where nothing tells."""
    try:
        return live.sends(producer, topic)
    except NoRecord:
        return None


def _writes(live: Live, producer: str, type_name: str) -> bool:
    """Whether a live producer sends a type; by the schemas that it has where no document of it tells."""
    topics = [topic.name for topic in TOPICS if producer in topic.written_by]
    told = [sent for topic in topics if (sent := _sent_by(live, producer, topic)) is not None]
    return any(type_name in sent for sent in told) if told else live.schema(producer, type_name) is not None


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
