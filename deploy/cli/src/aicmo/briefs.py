"""Reading a brief from a file a person wrote, YAML or JSON, into what onboarding takes."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import yaml

from aicmo.errors import BadInput

ENVELOPE: Final = frozenset({"workflow_run_id", "brief"})


SCALARS: Final = (
    ("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ("~", "n", "")),
    ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ("t", "f")),
    ("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), tuple("-0123456789")),
    ("tag:yaml.org,2002:float", re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), tuple("-0123456789")),
    ("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ("<",)),
)
RESOLVERS: Final = {
    first: [(tag, pattern) for tag, pattern, firsts in SCALARS if first in firsts]
    for first in {first for _, _, firsts in SCALARS for first in firsts}
}


@dataclass(frozen=True, slots=True)
class BriefFile:
    """What a file said: the brief, the run id if it chose one, and the names beside them that nobody reads."""

    brief: dict[str, Any]
    run_id: str | None
    ignored: tuple[str, ...]

    def request(self, run_id: str) -> bytes:
        """Encode the body of `POST /v1/briefs`; raises BadInput where the brief holds what JSON cannot."""
        try:
            return json.dumps({"workflow_run_id": run_id, "brief": self.brief}, allow_nan=False).encode()
        except (TypeError, ValueError, RecursionError) as error:
            raise BadInput(f"the brief cannot be sent as JSON: {error}") from error


class BriefLoader(yaml.SafeLoader):
    """YAML as people mean it: only true and false are booleans, dates and clock times stay the words they are.

    YAML 1.1 would read the language `no` as false, `9:30` as 570 and a start date as something JSON cannot carry.
    """

    yaml_implicit_resolvers = RESOLVERS


def read_brief(content: bytes, name: str) -> BriefFile:
    """Read a bare brief, or `{"workflow_run_id": …, "brief": {…}}`, from the content of the file called `name`.

    Raises BadInput where it is neither YAML nor JSON, or no brief can be in it.
    """
    document = _parse(_decoded(content, name), name)
    if not isinstance(document, dict) or not document:
        raise BadInput(f"{name} holds no brief: it must be a mapping of fields to values.")
    if "brief" not in document:
        return BriefFile(document, None, ())
    return _unwrapped(document, name)


def _unwrapped(document: dict[str, Any], name: str) -> BriefFile:
    brief, run_id = document["brief"], document.get("workflow_run_id")
    if not isinstance(brief, dict):
        raise BadInput(f"`brief` in {name} must be a mapping of fields to values.")
    ignored = tuple(str(key) for key in document if key not in ENVELOPE)
    return BriefFile(brief, None if run_id is None else str(run_id), ignored)


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name} is not UTF-8 text: {error}") from error


def _parse(text: str, name: str) -> object:
    # YAML is said to contain JSON, but not JSON indented with tabs: so JSON is tried first, whatever the file's name.
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        if name.endswith(".json"):
            raise BadInput(f"{name} is not JSON: {error}") from error
    try:
        return yaml.load(text, Loader=BriefLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadInput(f"{name} is neither YAML nor JSON: {error}") from error


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON value")
