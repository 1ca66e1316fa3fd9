"""Pact files: one for each consumer and producer, `<consumer>-<producer>.json`, written the same way every time."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as File
from tempfile import TemporaryDirectory
from typing import Any

from pact import Pact, match

from contract_pacts.expectations import expected
from contract_pacts.paths import Path, path_of, text_of
from contracts.payload import Payload
from contracts.versions import event_of

FOLDER = File(__file__).parents[2]
"""Where the pacts of this version lie."""

FOLDER_VARIABLE = "AICMO_PACTS"
"""Names another folder to take the consumers' pacts from: those of the versions that are live."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one consumer needs of one message type; `example` is a valid message that has all of it."""

    example: Payload
    needed: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Promise:
    """What a pact says about one message type."""

    consumer: str
    producer: str
    type: str
    needed: tuple[Path, ...]

    def is_other_version_of(self, other: "Promise") -> bool:
        """Whether the same consumer reads the same producer's event in another version: one of them is enough."""
        parties = (self.consumer, self.producer) == (other.consumer, other.producer)
        return parties and event_of(self.type) == event_of(other.type) and self.type != other.type


def written(consumer: str, producer: str, readings: Iterable[Reading]) -> str:
    """The text of the pact file."""
    pact = Pact(consumer, producer).with_specification("V4")
    for reading in readings:
        _add(pact, reading)
    with TemporaryDirectory() as folder:
        pact.write_file(folder)
        stored: dict[str, Any] = json.loads(name_in(File(folder), consumer, producer).read_bytes())
    # What wrote the file is no part of what was agreed.
    stored["metadata"] = {"pactSpecification": stored["metadata"]["pactSpecification"]}
    stored["interactions"].sort(key=lambda each: str(each["description"]))
    return json.dumps(stored, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _add(pact: Pact, reading: Reading) -> None:
    body = expected(reading.example, set(reading.needed))
    metadata = {"ce_type": reading.example.type, "ce_id": match.like("0199c0de"), "ce_source": match.like("/aicmo")}
    interaction = pact.upon_receiving(reading.example.type, "Async")
    interaction.with_body(body, "application/json").with_metadata(metadata)
    interaction.set_comment("reads", sorted(map(text_of, reading.needed)))


def folder() -> File:
    """Where the consumers' pacts are taken from."""
    return File(os.environ.get(FOLDER_VARIABLE) or FOLDER)


def name_in(where: File, consumer: str, producer: str) -> File:
    """The file of one pact."""
    return where / f"{consumer}-{producer}.json"


def promises(where: File, *, consumer: str = "*", producer: str = "*") -> Iterator[Promise]:
    """What the pacts in a folder say, in the order of their names."""
    for file in sorted(where.glob(f"{consumer}-{producer}.json")):
        stored = json.loads(file.read_bytes())
        for each in stored["interactions"]:
            needed = tuple(map(path_of, each["comments"]["reads"]))
            yield Promise(stored["consumer"]["name"], stored["provider"]["name"], each["description"], needed)
