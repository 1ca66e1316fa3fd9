"""What was submitted, how, and what the system answered: the ledger that the tables are checked against."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID


class Answer(Enum):
    """What the submitter knows of its submission."""

    ACCEPTED = "acknowledged by Kafka, or answered 2xx"
    REFUSED = "answered 422: no run may come of it"
    UNKNOWN = "no answer that settles it: it may have arrived or not"


class End(Enum):
    """How a run has to end."""

    COMPLETED = "COMPLETED"
    COMPENSATED = "COMPENSATED"
    EITHER = "one or the other"

    def allows(self, status: str) -> bool:
        """Whether a run that ended with this status has ended as it should."""
        return self is End.EITHER or self.value == status


@dataclass(slots=True)
class Submission:
    """One brief: its run, how the run has to end, and what became of submitting it."""

    run: UUID
    end: End
    answer: Answer = Answer.UNKNOWN


@dataclass(slots=True)
class Journal:
    """Every submission by its run."""

    entries: dict[UUID, Submission] = field(default_factory=dict)

    def open(self, run: UUID, end: End) -> Submission:
        """Note a brief before it is submitted."""
        entry = self.entries[run] = Submission(run, end)
        return entry

    def __iter__(self) -> Iterator[Submission]:
        return iter(self.entries.values())

    def with_answer(self, answer: Answer) -> list[UUID]:
        """The runs whose submitter got this answer."""
        return [entry.run for entry in self if entry.answer is answer]

    @property
    def accepted(self) -> list[UUID]:
        """The runs that the system has promised to bring to an end."""
        return self.with_answer(Answer.ACCEPTED)
