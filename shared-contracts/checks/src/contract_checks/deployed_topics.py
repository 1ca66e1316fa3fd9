"""The topics of the local deployment, and topic names in the code, held against the declared ones."""

import ast
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from contract_checks.findings import Finding
from contracts.dead_letters import DEAD_LETTER_HEADERS
from contracts.topics import Topic

_TOPIC_NAME = re.compile(r"[a-z_]+\.(?:events|commands|dead-letters|briefs)")
_HEADER_NAME = re.compile(r"dl_[a-z_]+")
_CODE = ("chassis/src", "services/*/src", "deploy/*/src")
_DECLARE = "declare it in TOPICS of contracts/topics.py, from which the deployment is made, or remove it"


def check_deployed(declared: Sequence[Topic], deployed: Sequence[Topic]) -> list[Finding]:
    """Find topics that only one side has, and differing partitions or retention."""
    wanted, found = {topic.name: topic for topic in declared}, {topic.name: topic for topic in deployed}
    strange = [Finding(name, "is deployed and not declared", _DECLARE) for name in sorted(found.keys() - wanted.keys())]
    missing = [
        Finding(name, "is declared and not deployed", "create it where the deployment makes its topics")
        for name in sorted(wanted.keys() - found.keys())
    ]
    differing = [
        Finding(
            name, f"is deployed with {_of(found[name])}, declared with {_of(wanted[name])}", "state it in TOPICS alone"
        )
        for name in sorted(wanted.keys() & found.keys())
        if _of(wanted[name]) != _of(found[name])
    ]
    return strange + missing + differing


def check_local(declared: Sequence[Topic]) -> list[Finding]:
    """Hold the local stack against the declaration: what it creates, and that its broker creates nothing by itself."""
    properties = files("local_stack").joinpath("broker.properties").read_text(encoding="utf-8")
    return check_deployed(declared, importlib.import_module("local_stack.stack").TOPICS) + check_broker(properties)


def check_broker(properties: str) -> list[Finding]:
    """Find a broker that makes undeclared topics when somebody names one."""
    if "auto.create.topics.enable=false" in properties.split():
        return []
    return [
        Finding(
            "broker.properties",
            "lets the broker create topics that nobody declared",
            "set auto.create.topics.enable=false",
        )
    ]


def check_names(sources: Mapping[str, str], declared: Iterable[Topic]) -> list[Finding]:
    """Find topic names and dead-letter headers in the code that the contracts don't know."""
    known = {topic.name for topic in declared}
    return [
        Finding(f"{file}:{line}", f"names {text!r}, which the contracts don't know", remedy)
        for file, source in sources.items()
        for text, line in _texts(source, file)
        if (remedy := _unknown(text, known))
    ]


def code_of(repository: Path) -> dict[str, str]:
    """The source of everything that runs, by its path."""
    paths = [path for pattern in _CODE for folder in repository.glob(pattern) for path in folder.rglob("*.py")]
    return {str(path.relative_to(repository)): path.read_text(encoding="utf-8") for path in sorted(paths)}


def _unknown(text: str, known: set[str]) -> str | None:
    if _TOPIC_NAME.fullmatch(text) and text not in known:
        return _DECLARE
    if _HEADER_NAME.fullmatch(text) and text not in DEAD_LETTER_HEADERS:
        return "describe the header in contracts/dead_letters.py"
    return None


def _texts(source: str, file: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(source, file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def _of(topic: Topic) -> str:
    return f"{topic.partitions} partitions kept for {topic.retention}"
