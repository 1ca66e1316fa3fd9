"""Dead letters over HTTP, the same in every service: list, show, edit, replay and discard, one or many."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query
from msgspec.structs import replace

from chassis import dead_letter_audit, dead_letter_changes, dead_letter_lists
from chassis.clock import Clock
from chassis.database import Database, Transaction
from chassis.dead_letter_audit import Action, Order
from chassis.dead_letter_changes import NotAMessage, Problem
from chassis.dead_letter_lists import Place, Wanted
from chassis.dead_letter_views import (
    Changed,
    DeadLetter,
    DeadLetterPage,
    DeadLetterSummary,
    Discarded,
    EditRequest,
    Replayed,
)
from chassis.problems import ProblemDetail, not_found

PATH = "/v1/dead-letters"
MAXIMUM_EDIT_BYTES = 2_500_000
"""A record of the largest size has this much room in a request that edits it."""

LONGEST_ACTOR = 200
STORABLE = r"^[^\x00]*$"
"""Text that PostgreSQL can keep: all but the character NUL."""


async def _wanted(
    reason: Annotated[str | None, Query(pattern=STORABLE)] = None,
    type: Annotated[str | None, Query(pattern=STORABLE)] = None,
    run: UUID | None = None,
) -> Wanted:
    return Wanted(reason=reason, type=type, run=run)


async def _actor(x_actor: Annotated[str, Header(description="Who asks, as text or UTF-8; for the audit.")] = "") -> str:
    """Headers arrive as Latin-1; what can't be shown or kept is left out."""
    try:
        said = x_actor.encode("latin-1").decode()
    except UnicodeError:
        said = x_actor
    return "".join(each for each in said if each.isprintable())[:LONGEST_ACTOR].strip() or "unknown"


Filters = Annotated[Wanted, Depends(_wanted)]
Actor = Annotated[str, Depends(_actor)]
Change = Callable[[Transaction, UUID, Order], Awaitable[str | None]]


def dead_letter_routes(database: Database, clock: Clock) -> APIRouter:
    """The routes under `/v1/dead-letters`."""
    router = APIRouter(prefix=PATH, tags=["dead letters"])
    _add_reading(router, database)
    _add_edit(router, database, clock)
    _add_one(router, database, clock)
    _add_many(router, database, clock)
    return router


def _add_reading(router: APIRouter, database: Database) -> None:
    @router.get("")
    async def list_dead_letters(
        wanted: Filters,
        status: Literal["parked", "retrying", "replayed", "discarded", "all"] = "parked",
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
        cursor: str | None = None,
    ) -> DeadLetterPage:
        """Records that could not be handled, newest first."""
        chosen = replace(wanted, status=None if status == "all" else status)
        async with database.transaction() as tx:
            found = await dead_letter_lists.listed(tx, chosen, limit=limit, after=_place(cursor))
        following = str(Place(found[-1]["created_at"], found[-1]["id"])) if len(found) == limit else None
        return DeadLetterPage(dead_letters=[DeadLetterSummary(**each) for each in found], next_cursor=following)

    @router.get("/{key}")
    async def show_dead_letter(key: UUID) -> DeadLetter:
        """One record with its headers and body, as a replay would use them, and what people did with it."""
        return await _shown(database, key)


def _add_edit(router: APIRouter, database: Database, clock: Clock) -> None:
    @router.post("/{key}/edit")
    async def edit_dead_letter(key: UUID, request: EditRequest, actor: Actor) -> DeadLetter:
        """Have a parked record say something else: checked as a message of its topic; what came is kept."""
        order = Order(actor, clock.now())
        try:
            change = request.edit()
            async with database.transaction() as tx:
                before = await dead_letter_changes.edit(tx, key, change, order, clock)
        except NotAMessage as error:
            raise _invalid("the record would be no message of its topic", error.problems) from error
        _require_parked(key, before)
        dead_letter_audit.log([key], "edit", replace(order, detail=str(change)))
        return await _shown(database, key)


def _add_one(router: APIRouter, database: Database, clock: Clock) -> None:
    async def change(key: UUID, actor: str, action: Action, apply: Change) -> None:
        order = Order(actor, clock.now())
        async with database.transaction() as tx:
            before = await apply(tx, key, order)
        _require_parked(key, before)
        dead_letter_audit.log([key], action, order)

    @router.post("/{key}/replay", status_code=202)
    async def replay_dead_letter(key: UUID, actor: Actor) -> Changed:
        """Try a parked record again at once; it stays here until that has succeeded."""
        await change(key, actor, "replay", dead_letter_changes.replay)
        return Changed(id=key, status="retrying")

    @router.post("/{key}/discard", status_code=202)
    async def discard_dead_letter(key: UUID, actor: Actor) -> Changed:
        """Give up on a parked record; it stays listed as discarded."""
        await change(key, actor, "discard", dead_letter_changes.discard)
        return Changed(id=key, status="discarded")


def _add_many(router: APIRouter, database: Database, clock: Clock) -> None:
    async def change(wanted: Wanted, actor: str, action: Action) -> int:
        order = Order(actor, clock.now(), f"all that are parked{wanted}")
        return await dead_letter_changes.change_many(database, action, wanted, order)

    @router.post("/replay", status_code=202)
    async def replay_dead_letters(wanted: Filters, actor: Actor) -> Replayed:
        """Try all parked records again that match, all of them where nothing is asked for; gives their number."""
        return Replayed(replayed=await change(wanted, actor, "replay"))

    @router.post("/discard", status_code=202)
    async def discard_dead_letters(wanted: Filters, actor: Actor) -> Discarded:
        """Give up on all parked records of a reason, which must be said; gives their number."""
        if wanted.reason is None:
            raise _invalid("what is given up must be said", [("reason", "is required")])
        return Discarded(discarded=await change(wanted, actor, "discard"))


async def _shown(database: Database, key: UUID) -> DeadLetter:
    async with database.transaction() as tx:
        found = await dead_letter_lists.find(tx, key)
    if found is None:
        raise not_found("dead letter", key)
    return DeadLetter(**found)


def _require_parked(key: UUID, status: str | None) -> None:
    if status is None:
        raise not_found("dead letter", key)
    if status != "parked":
        raise ProblemDetail(409, f"dead letter {key} is {status}; only a parked one can be changed")


def _place(cursor: str | None) -> Place | None:
    try:
        return Place.read(cursor) if cursor else None
    except ValueError as error:
        raise _invalid("the request is not valid", [("cursor", "is none that a page has given")]) from error


def _invalid(detail: str, problems: list[Problem] | tuple[Problem, ...]) -> ProblemDetail:
    named = [{"field": field, "message": message} for field, message in problems]
    return ProblemDetail(422, detail, {"problems": named})
