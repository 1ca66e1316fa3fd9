"""What must become of a record at each reader, judged by the published contract alone."""

from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

from pydantic import ValidationError

from contracts import messages
from contracts.payload import Payload
from contracts.registry import MESSAGE_TYPES
from contracts.topics import INTAKE, ORCHESTRATOR
from fuzz.fuzzed import Fate, Fuzzed
from fuzz.seeds import readers_of

WORKED_ON = MappingProxyType(
    {
        "onboarding": (messages.BriefSubmitted, messages.ClientSigned, messages.StepCompensate),
        "strategy": (messages.BriefAccepted, messages.StepCompensate),
        "production": (messages.StrategyDrafted, messages.DraftRevisionRequested, messages.StepCompensate),
        "qc": (messages.DraftProduced, messages.StepCompensate),
        "delivery": (messages.QcPassed, messages.StepCompensate),
    }
)
"""The messages that make a service do something; of others on its topics it only sees that they are valid."""

PASSED_BY = MappingProxyType({"production": (messages.QcPassed, messages.QcFailed)})
"""What a service reads no more of than the run, since it is for others, who judge it."""

READ_IN_PART = (
    messages.StrategyDrafted,
    messages.DraftProduced,
    messages.QcPassed,
    messages.DraftRevisionRequested,
)
"""Events that the orchestrator need not read whole (DECISIONS.md), so that it may take what the next step refuses."""

TRIED_IN_VAIN = frozenset({"step_failed"})
"""A valid message whose work, or whose rows, are impossible: it is tried several times, then parked."""

REFUSED = frozenset({"invalid_body"})


def fates_of(record: Fuzzed) -> dict[str, Fate]:
    """The fate of a record by reader."""
    return {reader: _fate(record, reader) for reader in readers_of(record.topic)}


def run_of(record: Fuzzed) -> UUID | None:
    """The run that a valid record belongs to: its body's, on the way in also its subject's, its key's or its own."""
    model = MESSAGE_TYPES.get(record.type or "")
    if record.reason or model is None:
        return None
    payload = _read(record, model)
    return payload.run if payload else record.run


def _fate(record: Fuzzed, reader: str) -> Fate:
    if record.reason:
        return Fate(frozenset({record.reason}), may_act=False, trace=False)
    model = MESSAGE_TYPES[record.type or ""]
    works = reader == ORCHESTRATOR or model in WORKED_ON[reader]
    if _read(record, model):
        return Fate(TRIED_IN_VAIN if works else frozenset(), may_act=True, trace=works)
    if model in PASSED_BY.get(reader, ()) and _read(record, Payload):
        return Fate(frozenset(), may_act=True, trace=False)
    if reader == ORCHESTRATOR and model in READ_IN_PART:
        return Fate(REFUSED | TRIED_IN_VAIN, may_act=True, trace=True)
    return Fate(REFUSED, may_act=False, trace=False)


def _read(record: Fuzzed, model: type[Payload]) -> Payload | None:
    try:
        return model.model_validate_json(record.body or b"")
    except ValidationError as error:
        left_out = any(each["loc"] == ("workflow_run_id",) and each["type"] == "missing" for each in error.errors())
    if record.topic != INTAKE or not left_out:
        return None
    return _read(replace(record, body=_named(record)), model)


def _named(record: Fuzzed) -> bytes:
    """The body with the run that it leaves out: the one that the record's maker derived as the contract tells."""
    return f'{{"workflow_run_id": "{record.run}", '.encode() + (record.body or b"{}")[1:]
