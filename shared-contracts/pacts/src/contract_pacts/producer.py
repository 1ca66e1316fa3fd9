"""The producer's half: its real messages are held against the pacts of all who read them."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from pact import Verifier
from sqlalchemy import MetaData

from chassis.records import Outgoing
from chassis.step import Step
from contract_pacts import files
from contract_pacts.files import Promise
from contract_pacts.paths import lacks, text_of
from contract_pacts.workbench import a_command, a_record, type_of, workbench_of
from contracts.payload import Payload
from contracts.topics import commands_of, events_of
from contracts.versions import ALSO_SENT_AS, is_older

Messages = Mapping[str, Outgoing]
"""A message of each type that a producer publishes."""


@dataclass(frozen=True, slots=True)
class Break:
    """Something in a message that its consumer will miss."""

    consumer: str
    type: str
    what: str


class PromiseBroken(AssertionError):
    """A producer's messages no longer have what a consumer reads."""

    def __init__(self, producer: str, breaks: Sequence[Break]) -> None:
        self.breaks = tuple(breaks)
        lines = [f"  {each.consumer} reads {each.type}: {each.what}" for each in breaks]
        advice = "Keep the field until no live consumer reads it, or publish a new major type beside this one."
        super().__init__("\n".join([f"{producer} breaks what its consumers rely on:", *lines, advice]))


async def published(step: Step, tables: MetaData, *starts: Payload) -> Messages:
    """One message of each type that a step service publishes: after these starts, undone, asked late, and parked."""
    bench, commands = workbench_of(step, tables), commands_of(step.service)
    sent: list[Outgoing] = []
    for start in starts:
        undo = a_record(a_command(step.service, workflow_run_id=str(start.run)), commands)
        topic = step.revised_on.get(type(start), step.topic)
        sent += await bench.outbox_after(a_record(start, topic), undo)
        sent += await bench.outbox_after(a_record(start, topic, body=b"{}"), parks=True)
    sent += await bench.outbox_after(a_record(a_command(step.service), commands))
    return {type_of(each): each for each in sent if each.topic == events_of(step.service)}


def verify(producer: str, messages: Messages, where: File | None = None) -> None:
    """Hold a producer's messages against every consumer's pact. Raises PromiseBroken, which names field and reader."""
    where = where or files.folder()
    pacts = sorted(where.glob(f"*-{producer}.json"))
    stated = list(files.promises(where, producer=producer))
    breaks = [found for promise in stated for found in _missed(promise, stated, messages)]
    for pact in pacts:
        breaks += _mismatches(producer, pact, messages)
    breaks += _silent(messages)
    if breaks:
        raise PromiseBroken(producer, list(dict.fromkeys(breaks)))


def _missed(promise: Promise, stated: Sequence[Promise], messages: Messages) -> list[Break]:
    """The fields of the pact's list that are not there: also what may be null, which no matcher states."""
    message = messages.get(promise.type)
    if message is None:
        if any(each.type in messages for each in stated if each.is_other_version_of(promise)):
            return []
        return [Break(promise.consumer, promise.type, "is no longer published, or this test does not make one")]
    body = json.loads(message.body or b"null")
    keyed = message.key == str(body.get("workflow_run_id")).encode()
    broken = [] if keyed else ["the record's key is not the run's id"]
    broken += [f"{text_of(path)} is missing" for path in promise.needed if lacks(body, path)]
    return [Break(promise.consumer, promise.type, what) for what in broken]


def _mismatches(producer: str, pact: File, messages: Messages) -> list[Break]:
    """What Pact itself finds: a field that is missing, of another type, or with a value that is unknown."""
    known = {each["description"] for each in json.loads(pact.read_bytes())["interactions"]} & messages.keys()
    if not known:
        return []
    os.environ.setdefault("PACT_DO_NOT_TRACK", "true")
    verifier = Verifier(producer).message_handler({name: _handler(messages[name]) for name in known})
    verifier.add_source(pact).filter(description=f"^({'|'.join(sorted(known))})$")
    try:
        verifier.verify()
    except RuntimeError:
        return _breaks(verifier.results, pact.name.removesuffix(f"-{producer}.json"))
    return []


def _silent(messages: Messages) -> list[Break]:
    """Newer versions that don't say that an older one is sent beside them: who knows that one alone would park them."""
    breaks = []
    for name, message in messages.items():
        older = [each for each in messages if is_older(each, name)]
        told = dict(message.headers).get(f"ce_{ALSO_SENT_AS}") or b""
        if older and told.decode() not in older:
            what = f"the header ce_{ALSO_SENT_AS} does not name it (Done.beside sets it)"
            breaks += [Break(f"who knows {each} alone", name, what) for each in older]
    return breaks


def _handler(message: Outgoing) -> Any:
    metadata = {name: value.decode() for name, value in message.headers if value is not None}
    made = {"contents": message.body or b"", "metadata": metadata, "content_type": "application/json"}

    def handle(*_: Any, **__: Any) -> Any:
        return made

    return handle


def _breaks(results: Mapping[str, Any], consumer: str) -> list[Break]:
    found = []
    for error in results["errors"]:
        described = error["interaction"].rpartition(" - ")[2]
        for each in error["mismatch"].get("mismatches", [{"mismatch": str(error["mismatch"])}]):
            place = each.get("path") or each.get("key") or "message"
            found.append(Break(consumer, described, f"{place}: {each['mismatch']}"))
    return found or [Break(consumer, "all", "Pact could not verify the messages")]
