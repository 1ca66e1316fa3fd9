"""Does what the contracts state fit together: no type without sender and handler, no command without an answer?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contract_checks.findings import Finding
from contracts.access import ACCESS, UPSTREAM_ACCESS, Access
from contracts.flows import COMMANDS, HANDLED, SENT, STILL_READ, Types
from contracts.payload import Payload
from contracts.registry import TYPES_BY_TOPIC
from contracts.topics import SERVICES, TOPICS, UPSTREAM, Topic, dead_letters_of

_FLOWS = "contracts/flows.py"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the contracts say about who does what; a test changes one of these and expects a finding."""

    topics: Sequence[Topic]
    types_by_topic: Mapping[str, Types]
    access: Mapping[str, Access]
    sent: Mapping[str, Types]
    handled: Mapping[str, Types]
    commands: Mapping[type[Payload], Types]
    still_read: Types = ()

    def senders(self, model: type[Payload]) -> list[str]:
        """Who sends a type."""
        return [party for party, models in self.sent.items() if model in models]

    def handlers(self, model: type[Payload]) -> list[str]:
        """Who acts on a type."""
        return [party for party, models in self.handled.items() if model in models]

    def reaches(self, model: type[Payload], sender: str, handler: str) -> bool:
        """Whether there is a topic that carries the type, which the one may write and the other may read."""
        shared = {*self.access[sender].writes} & {*self.access[handler].reads}
        return any(model in self.types_by_topic.get(topic, ()) for topic in shared)


def stated() -> Statement:
    """The contracts' statement."""
    access = {**ACCESS, UPSTREAM: UPSTREAM_ACCESS}
    return Statement(TOPICS, TYPES_BY_TOPIC, access, SENT, HANDLED, COMMANDS, STILL_READ)


def check_flows(statement: Statement) -> list[Finding]:
    """Find what does not fit together."""
    checks = (_unsent, _sent_again, _unheard, _unanswered, _undeclared_topics, _unused_rights)
    return [finding for check in checks for finding in check(statement)]


def _unsent(statement: Statement) -> Iterator[Finding]:
    for handler, models in statement.handled.items():
        for model in models:
            senders = statement.senders(model)
            if model not in statement.still_read and not any(
                statement.reaches(model, sender, handler) for sender in senders
            ):
                who = f"it is sent by {', '.join(senders)}, who writes no topic that {handler} reads" if senders else ""
                yield Finding(
                    model.type,
                    f"{handler} handles it, but no one sends it there" + (f": {who}" if who else ""),
                    f"name its sender in SENT of {_FLOWS} and in its topic's written_by, or stop handling it",
                )


def _sent_again(statement: Statement) -> Iterator[Finding]:
    for model in statement.still_read:
        if senders := statement.senders(model):
            yield Finding(
                model.type,
                f"is sent by {', '.join(senders)}, and stated to be sent no more",
                f"take it out of STILL_READ of {_FLOWS}",
            )


def _unheard(statement: Statement) -> Iterator[Finding]:
    for sender, models in statement.sent.items():
        for model in models:
            if not any(statement.reaches(model, sender, handler) for handler in statement.handlers(model)):
                yield Finding(
                    model.type,
                    f"{sender} sends it, but no one who reads it there handles it",
                    f"name its handler in HANDLED of {_FLOWS} and in its topic's read_by, or stop sending it",
                )


def _unanswered(statement: Statement) -> Iterator[Finding]:
    for command, answers in statement.commands.items():
        handlers = statement.handlers(command)
        if not handlers:
            yield Finding(command.type, "no one obeys this command", f"name its handlers in HANDLED of {_FLOWS}")
        for handler in handlers:
            if not _answered(statement, command, answers, handler):
                yield Finding(
                    command.type,
                    f"{handler} obeys it, but its answer reaches no one who sends the command",
                    f"{handler} must send one of {', '.join(answer.type for answer in answers)} (SENT of {_FLOWS}), "
                    "and the command's sender must read and handle it",
                )


def _answered(statement: Statement, command: type[Payload], answers: Types, handler: str) -> bool:
    return any(
        answer in statement.sent[handler]
        and answer in statement.handled[sender]
        and statement.reaches(answer, handler, sender)
        for answer in answers
        for sender in statement.senders(command)
    )


def _undeclared_topics(statement: Statement) -> Iterator[Finding]:
    declared = {topic.name for topic in statement.topics}
    carrying = {*statement.types_by_topic, *(dead_letters_of(service) for service in SERVICES)}
    for name in sorted(carrying - declared):
        yield Finding(name, "carries types and is not declared", "add it to TOPICS of contracts/topics.py")
    for name in sorted(declared - carrying):
        yield Finding(name, "is declared and carries nothing", "add its types to contracts/registry.py, or remove it")


def _unused_rights(statement: Statement) -> Iterator[Finding]:
    for party, access in statement.access.items():
        for topic in access.writes:
            carried = statement.types_by_topic.get(topic)
            if carried is not None and not {*carried} & {*statement.sent[party]}:
                yield Finding(topic, f"{party} may write it and sends nothing on it", "take it out of written_by")
        for topic in access.reads:
            carried = statement.types_by_topic.get(topic)
            if carried is not None and not {*carried} & {*statement.handled[party]}:
                yield Finding(topic, f"{party} may read it and handles nothing of it", "take it out of read_by")
