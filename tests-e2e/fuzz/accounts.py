"""The account: every record that was sent against what each reader has kept of it. Pure, so it is tested by itself."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from uuid import UUID

from fuzz.fuzzed import Fate, Place, Sent


@dataclass(frozen=True, slots=True)
class Parked:
    """A dead letter as a reader's database holds it."""

    id: UUID
    place: Place
    reason: str
    status: str
    run: UUID | None
    key: bytes | None
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What one reader has: its dead letters, the runs that it knows, and those that its step has performed."""

    parked: Mapping[Place, Parked]
    known: Set[UUID]
    performed: Set[UUID]


@dataclass(slots=True)
class Account:
    """What was found; `lost` records are neither parked nor acted on."""

    parked: Counter[str] = field(default_factory=Counter)
    handled: int = 0
    lost: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.lost and not self.violations


def audit(sent: Iterable[Sent], kept: Mapping[str, Kept], excused: Set[UUID]) -> Account:
    """Hold records against what their readers keep; dead letters of `excused` runs follow from valid forgeries."""
    account = Account()
    places: dict[str, set[Place]] = {reader: set() for reader in kept}
    for record in sent:
        for reader, fate in record.fates.items():
            places[reader].add(record.place)
            _judge(account, record, fate, reader, kept[reader])
    for reader, holding in kept.items():
        for place in holding.parked.keys() - places[reader]:
            letter = holding.parked[place]
            if letter.run not in excused:
                account.violations.append(f"{reader} parked a good record: {letter}")
    return account


def _judge(account: Account, record: Sent, fate: Fate, reader: str, kept: Kept) -> None:
    letter = kept.parked.get(record.place)
    about = f"{reader}: {record.kind} at {record.place}"
    if letter:
        account.parked[letter.reason] += 1
        account.violations += [f"{about} {wrong}" for wrong in _wrongs(letter, record, fate, reader, kept)]
    elif not fate.may_act or (fate.trace and record.run not in kept.known):
        account.lost.append(f"{about} is neither parked nor acted on (run {record.run})")
    else:
        account.handled += 1


def _wrongs(letter: Parked, record: Sent, fate: Fate, reader: str, kept: Kept) -> list[str]:
    found = []
    if letter.status != "parked":
        found.append(f"is {letter.status}")
    if letter.reason not in fate.reasons:
        found.append(f"is parked for {letter.reason}, allowed: {sorted(fate.reasons) or 'none'}")
    if (letter.key, letter.digest) != (record.key, record.digest):
        found.append("is kept with other bytes than were sent")
    if record.run in kept.performed:
        found.append(f"is parked and its run {record.run} is performed")
    return found
