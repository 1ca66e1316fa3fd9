"""What a service says about itself: the event that starts its step, the step, its tables, and undoing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from msgspec import Struct, field
from sqlalchemy import Column, ColumnElement, Table

from chassis.database import Transaction
from contracts.payload import Payload, RunId


class Rows(Struct, frozen=True):
    """Rows to store in `table`, by column name; a row with the same primary key is replaced.

    `children_of` = (column, id): these are all the rows that the parent has, so older ones of that parent go first.
    `created_at` and `updated_at` are set by the chassis.
    """

    table: Table
    rows: tuple[Mapping[str, Any], ...]
    children_of: tuple[str, UUID] | None = None


class Done(Struct, frozen=True):
    """The step did its part: store these rows and announce this event, `beside` it the same in newer versions."""

    event: Payload
    rows: tuple[Rows, ...] = ()
    beside: tuple[Payload, ...] = ()


class Refused(Struct, frozen=True):
    """The business refuses: store these rows and announce this failure, which undoes the run."""

    event: Payload
    rows: tuple[Rows, ...] = ()
    beside: tuple[Payload, ...] = ()


Outcome = Done | Refused


class Received(Struct, frozen=True):
    """A valid message that starts a step, with what its envelope says.

    `at` is the message's time (aware, UTC), the only clock that a step may read; `loaded` is what `Step.load` read;
    `attempts` is how often the step, or storing what it made, has failed on this message.
    """

    message: Any
    run: RunId
    at: datetime
    message_id: str
    traceparent: str | None = None
    loaded: Any = None
    attempts: int = 0


Perform = Callable[[Received], Awaitable[Outcome]]
Load = Callable[[Transaction, Sequence[Received]], Awaitable[Any]]
Undo = Callable[[RunId], Awaitable[None]]
ResultT = TypeVar("ResultT")


class Offload(Protocol):
    """Runs work that takes processor time away from the event loop."""

    def __call__(self, work: Callable[[], ResultT], /) -> Awaitable[ResultT]: ...


async def at_once(work: Callable[[], ResultT], /) -> ResultT:
    """Do work here and now: for what takes less than handing it over would."""
    return work()


Refuse = Callable[[RunId, str], Payload]


def first_revision(_message: Any) -> int:
    """Every message is of the run's first revision: the step is performed once a run."""
    return 1


def always(_message: Any) -> bool:
    """For every message."""
    return True


def never(_message: Any) -> bool:
    """For no message."""
    return False


async def nothing_to_undo(run: RunId) -> None:
    """Deleting the run's rows is all of it."""


class Step(Struct, frozen=True):
    """A service's part in a run.

    `starts_on` is the message type that starts it, arriving on `topic`, `or_on` its other versions: whichever comes
    first starts the run, the others are repeats. `perform` turns it into an outcome and writes nothing but files
    under the run's own prefix; `tables` are the service's own, parents first, each with a `workflow_run_id` column.
    `revised_on` are the messages, each with its topic, that start it once more, for a later revision of the run:
    `revision_of` tells which one a message asks for, and the run's rows are then replaced. What else such a topic
    carries passes this service by. `load` reads once a batch what `perform` needs of the service's own rows, if it has
    a message that `needs_load`; a step that does without must have its rows refused where it should not have. `undo`
    removes what is not in the tables (repeatable). `refuse` words a refusal that the chassis itself decides on
    (injected faults). On a message that it `looks_first` for, a step is performed only where the ledger does not
    know the run's revision yet; work that costs less than this question, and leaves no files, may do with the
    commit's answer, and is done one message after the other, the other messages' side by side. An `irrevocable` step,
    once done, refuses its compensation: it is the pivot. `openings` only prepare a run: rows, no event. `opened` tells,
    of a row of the first table, that only an opening has written it: such rows have no ledger entry and are no orphans.
    `opened_at` is that table's column in which an opening enters the time of its message: one sent before that time
    changes nothing any more.
    """

    service: str
    topic: str
    starts_on: type[Payload]
    perform: Perform
    refuse: Refuse
    tables: tuple[Table, ...]
    load: Load | None = None
    needs_load: Callable[[Received], bool] = always
    undo: Undo = nothing_to_undo
    looks_first: Callable[[Any], bool] = always
    irrevocable: bool = False
    revised_on: Mapping[type[Payload], str] = field(default_factory=dict)
    revision_of: Callable[[Any], int] = first_revision
    openings: Mapping[type[Payload], Callable[[Received], tuple[Rows, ...]]] = field(default_factory=dict)
    opened: ColumnElement[bool] | None = None
    opened_at: Column[Any] | None = None
    or_on: tuple[type[Payload], ...] = ()

    @property
    def starting(self) -> tuple[type[Payload], ...]:
        """Every type that starts the step, the first time or once more."""
        return (self.starts_on, *self.or_on, *self.revised_on)

    @property
    def topics(self) -> tuple[str, ...]:
        """Where what starts it, or prepares a run, arrives."""
        return tuple(dict.fromkeys((self.topic, *self.revised_on.values())))
