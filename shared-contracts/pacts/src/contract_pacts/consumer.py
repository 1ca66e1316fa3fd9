"""The consumer's half: derives what a service reads of each message by having it work on one, and writes the pact."""

import os
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path as File

from msgspec.structs import replace
from sqlalchemy import MetaData

from chassis.step import Outcome, Received, Step
from contract_pacts import files
from contract_pacts.files import Reading
from contract_pacts.needs import handed_on, needs
from contract_pacts.paths import Path
from contract_pacts.reads import watching
from contract_pacts.workbench import a_command, a_record, workbench_of
from contracts.payload import Payload
from contracts.topics import commands_of

UPDATE = "python -m contract_pacts write"
UPDATE_VARIABLE = "AICMO_WRITE_PACTS"

Work = Callable[[], Awaitable[Iterable[Payload]]]
"""Has the consumer work on a message; gives the events that it answers with, as objects."""


class PactOutdated(AssertionError):
    """The committed pact says something else than the code reads."""


async def reading_of(consumer: str, example: Payload, work: Work) -> Reading:
    """What `consumer` needs of this message: found by watching `work`, with what its own consumers need handed on."""
    with watching(type(example)) as reads:
        answers = list(await work())
        passed = {path for event in answers for path in handed_on(event, _wanted(consumer, event), reads)}
    return Reading(example, frozenset(needs(example, reads.paths | passed)))


async def reading_at_start(step: Step, tables: MetaData, example: Payload) -> Reading:
    """What a service needs of the message that starts its step, or that prepares it."""
    events: list[Payload] = []
    record = a_record(example, step.revised_on.get(type(example), step.topic))

    async def perform(received: Received) -> Outcome:
        outcome = await step.perform(received)
        events.extend((outcome.event, *outcome.beside))
        return outcome

    async def work() -> Iterable[Payload]:
        await workbench_of(replace(step, perform=perform), tables).outbox_after(record)
        return events

    return await reading_of(step.service, example, work)


async def reading_of_command(step: Step, tables: MetaData) -> Reading:
    """What a service needs of the command to undo a run."""
    asked = a_command(step.service)
    record = a_record(asked, commands_of(step.service))

    async def work() -> Iterable[Payload]:
        await workbench_of(step, tables).outbox_after(record)
        return ()

    return await reading_of(step.service, asked, work)


def agree(consumer: str, producer: str, *readings: Reading) -> None:
    """Compare the committed pact with what the code reads. Raises PactOutdated, unless the file is to be written."""
    text = files.written(consumer, producer, readings)
    file = files.name_in(files.FOLDER, consumer, producer)
    if os.environ.get(UPDATE_VARIABLE):
        file.write_text(text, encoding="utf-8")
    elif _stored(file) != text:
        raise PactOutdated(
            f"{consumer} reads something else of {producer}'s messages than shared-contracts/pacts/{file.name} says: "
            f"run `{UPDATE}`, look at the difference, and commit it if you meant it"
        )


def _wanted(consumer: str, event: Payload) -> set[Path]:
    """What the consumers of this consumer's event need of it."""
    stated = files.promises(files.FOLDER, producer=consumer)
    return {path for promise in stated if promise.type == event.type for path in promise.needed}


def _stored(file: File) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
