"""What a service's code does with messages: the topics it subscribes to, the types it handles, those it makes.

Subscriptions and starting events are asked of the code itself (its step, its handler); which types it makes is read
from its source, as every message is made by calling its class.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_checks.findings import Finding
from contract_checks.flow_checks import Statement
from contracts.messages import StepCompensate, StepCompensationRefused
from contracts.payload import Payload
from contracts.registry import MESSAGE_TYPES
from contracts.topics import ORCHESTRATOR, SERVICES

_BY_CLASS: Mapping[str, type[Payload]] = {model.__name__: model for model in MESSAGE_TYPES.values()}


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the code of one service does; `made` includes what the chassis makes for it."""

    subscribed: frozenset[str]
    handled: frozenset[type[Payload]]
    made: frozenset[type[Payload]]


def behaviours(repository: Path) -> dict[str, Behaviour]:
    """The behaviour of every service, by its name."""
    chassis = made_in(_source_of(repository / "chassis/src/chassis"))
    return {service: _behaviour(service, repository, chassis) for service in SERVICES}


def check_services(statement: Statement, found: Mapping[str, Behaviour]) -> list[Finding]:
    """Find where a service's code and the contracts' statement differ."""
    return [finding for service, behaviour in found.items() for finding in _differences(service, statement, behaviour)]


def made_in(sources: Mapping[str, str]) -> set[type[Payload]]:
    """The message types whose class is called in these sources."""
    return {
        _BY_CLASS[name]
        for file, source in sources.items()
        for node in ast.walk(ast.parse(source, file))
        if isinstance(node, ast.Call) and (name := _name(node.func)) in _BY_CLASS
    }


def matched_in(sources: Mapping[str, str]) -> set[type[Payload]]:
    """The message types that these sources tell apart in `match`."""
    return {
        _BY_CLASS[name]
        for file, source in sources.items()
        for node in ast.walk(ast.parse(source, file))
        if isinstance(node, ast.MatchClass) and (name := _name(node.cls)) in _BY_CLASS
    }


def _behaviour(service: str, repository: Path, chassis: set[type[Payload]]) -> Behaviour:
    folder = repository / "services" / service / "src" / service
    own = made_in(_source_of(folder))
    if service == ORCHESTRATOR:
        return _of_orchestrator(folder, own)
    step = _declared(importlib.import_module(f"{service}.step").step)
    handler = importlib.import_module("chassis.handler").StepHandler(step, None)
    answers = chassis - {StepCompensate} - (set() if step.irrevocable else {StepCompensationRefused})
    handled = {*step.starting, *step.openings, StepCompensate}
    return Behaviour(frozenset(handler.topics), frozenset(handled), frozenset(own | answers))


def _of_orchestrator(folder: Path, own: set[type[Payload]]) -> Behaviour:
    saga = importlib.import_module("orchestrator.domain.saga")
    observer = importlib.import_module("orchestrator.observer").Observer(None, None)
    ending = {MESSAGE_TYPES[name] for name in (*saga.DONE_BY, *saga.FAILED_BY, *saga.SENT_BACK_BY)}
    told_apart = matched_in({"transitions.py": (folder / "domain/transitions.py").read_text(encoding="utf-8")})
    return Behaviour(frozenset(observer.topics), frozenset(ending | told_apart), frozenset(own))


def _declared(step: Any) -> Any:
    """The step as declared; what it works with (files, processors) plays no part in what it says about itself."""
    parameters = inspect.signature(step).parameters.values()
    return step(**{each.name: None for each in parameters if each.default is inspect.Parameter.empty})


def _differences(service: str, statement: Statement, behaviour: Behaviour) -> Iterator[Finding]:
    reads = set(statement.access[service].reads)
    sent, handled = set(statement.sent[service]), set(statement.handled[service])
    fix = "change the code, or TOPICS (contracts/topics.py) with the access rights that follow from it"
    for topic in sorted(behaviour.subscribed - reads):
        yield Finding(service, f"subscribes to {topic}, which it has no right to read", fix)
    for topic in sorted(reads - behaviour.subscribed):
        yield Finding(service, f"may read {topic} and does not subscribe to it", fix)
    fix = "change the code, or {} of contracts/flows.py"
    for name in _names(behaviour.handled - handled):
        yield Finding(service, f"handles {name}, which is not stated", fix.format("HANDLED"))
    for name in _names(handled - behaviour.handled):
        yield Finding(service, f"is stated to handle {name} and does not", fix.format("HANDLED"))
    # Onboarding also makes what it receives: briefs that come over HTTP.
    for name in _names(behaviour.made - sent - handled):
        yield Finding(service, f"makes {name}, which it is not stated to send", fix.format("SENT"))
    for name in _names(sent - behaviour.made):
        yield Finding(service, f"is stated to send {name} and never makes one", fix.format("SENT"))


def _names(models: set[type[Payload]] | frozenset[type[Payload]]) -> list[str]:
    return sorted(model.type for model in models)


def _source_of(folder: Path) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
