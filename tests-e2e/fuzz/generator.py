"""The stream of fuzzed records: the same seed and the same seeds' bodies give the same records."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random  # noqa: TID251 - always made from the seed that the caller states
from types import MappingProxyType
from uuid import UUID

from contracts.registry import TYPES_BY_TOPIC
from fuzz.body_faults import BODY_FAULTS
from fuzz.envelope_faults import ENVELOPE_FAULTS
from fuzz.fuzzed import Fuzzed, Headers
from fuzz.huge import largest_body
from fuzz.oddities import ODDITIES
from fuzz.seeds import Body, read_topics, renamed

MOMENT = "2026-11-01T08:00:00+00:00"
HUGE_EVERY = 1_000
RARE: Mapping[str, float] = MappingProxyType({"header_name_not_utf8": 0.1, "deep": 0.2, "as_it_is": 0.3})
"""How often what is expensive to anyone is chosen, against 1 for the others."""

ODD_SHARE = 0.12
"""The share of records that may be valid: each such is work, or a run that has to end."""

RUN_KEY_SHARE = 0.1
"""The share of records that are keyed by their run: if parked, the run is told so, and has to end."""

HEAVY_BYTES = 20_000
HEAVY_WEIGHT = 0.05
KINDS = {**ENVELOPE_FAULTS, **BODY_FAULTS}


@dataclass(frozen=True, slots=True)
class Generator:
    """Makes records from bodies by type; `good` are runs under way, in whose name some broken records come."""

    bodies: Mapping[str, Body]
    good: Sequence[UUID] = ()

    def records(self, count: int, seed: int) -> Iterator[Fuzzed]:
        """That many records, over all topics that a service reads."""
        chance = Random(seed)
        sizes = {kind: len(json.dumps(body)) for kind, body in self.bodies.items()}
        for number in range(count):
            record = self._good(chance, sizes)
            yield _huge(record, chance) if number % HUGE_EVERY == HUGE_EVERY // 2 else self._spoilt(record, chance)

    def _good(self, chance: Random, sizes: Mapping[str, int]) -> Fuzzed:
        topic = chance.choice(read_topics()).name
        types = [model.type for model in TYPES_BY_TOPIC[topic]]
        weights = [HEAVY_WEIGHT if sizes[kind] > HEAVY_BYTES else 1.0 for kind in types]
        kind = chance.choices(types, weights)[0]
        run = new_run(chance)
        body = json.dumps(renamed(self.bodies[kind], run)).encode()
        headers: Headers = tuple((f"ce_{name}", value.encode()) for name, value in _attributes(kind, run, chance))
        return Fuzzed(topic, "good", _key(run, chance), headers, body, type=kind, run=run)

    def _spoilt(self, record: Fuzzed, chance: Random) -> Fuzzed:
        kinds = ODDITIES if chance.random() < ODD_SHARE else KINDS
        names = list(kinds)
        name = chance.choices(names, [RARE.get(each, 1.0) for each in names])[0]
        spoilt = replace(kinds[name](record, chance), kind=name)
        if spoilt.reason and self.good and chance.random() < 0.01:
            return replace(spoilt, key=str(chance.choice(self.good)).encode())
        return spoilt


def new_run(chance: Random) -> UUID:
    """A run's id of this seed's own."""
    return UUID(int=chance.getrandbits(128), version=4)


def _huge(record: Fuzzed, chance: Random) -> Fuzzed:
    """As large as the broker takes it, or nearly so; unreadable, or valid but for a field that nobody knows."""
    length = largest_body(record) - chance.choice([0, 0, 1, 1000, 100_000, 148_588])
    if chance.random() < 0.5:
        return replace(record, kind="huge_noise", body=b"\xfe" * length, reason="invalid_body")
    filled = b'{"filling": "' + b"f" * (length - len(record.body or b"") - 14) + b'",' + (record.body or b"{}")[1:]
    return replace(record, kind="huge_field", body=filled)


def _key(run: UUID, chance: Random) -> bytes | None:
    if chance.random() < RUN_KEY_SHARE:
        return str(run).encode()
    keys = [
        None,
        b"",
        b"\xff\xfe",
        b"not-a-run",
        b"k" * 3000,
        str(run).encode()[:-1],
        b"\x00" * 16,
        chance.randbytes(16),
    ]
    return chance.choice(keys)


def _attributes(kind: str, run: UUID, chance: Random) -> list[tuple[str, str]]:
    identity = str(UUID(int=chance.getrandbits(128), version=4))
    named = [("specversion", "1.0"), ("id", identity), ("source", "/fuzz"), ("type", kind), ("time", MOMENT)]
    return [*named, ("subject", str(run)), ("datacontenttype", "application/json")]
