"""The submission as it came, made safe to keep.

PostgreSQL refuses U+0000 in text and JSONB, UTF-8 has no lone surrogates, JSON no NaN, and XML (the DOCX and PPTX that
delivery renders) no control characters. Whatever passes here can be stored, sent and rendered by everyone downstream.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.messages import Problem
from onboarding.domain import limits
from onboarding.domain.unreadable import kind, problem

_UNKEEPABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ROOT = "brief"


@dataclass(frozen=True, slots=True)
class Submission:
    """A copy of a form with nothing in it that can't be stored, and a problem for each thing that had to be replaced.

    `complete` is False where the form was so large that its rest was left out.
    """

    form: dict[str, Any]
    problems: tuple[Problem, ...]
    complete: bool


def storable(form: Mapping[Any, Any]) -> Submission:
    """Copy a form; equal to the original where nothing is wrong with it. Source of the bounds: `limits`."""
    copying = _Copying()
    copy = copying.mapping("", form, depth=0)
    return Submission(copy, tuple(copying.problems), complete=not copying.full)


def fingerprint(form: Mapping[Any, Any]) -> str:
    """The SHA-256, in hexadecimal, of the form's canonical JSON: equal whatever the order of the fields."""
    return digest(storable(form).form)


def digest(form: dict[str, Any]) -> str:
    """The fingerprint of a form that is storable already."""
    canonical = json.dumps(form, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def visible(text: str) -> str:
    """The text with each character that can't be kept written out as `\\u0000`."""
    return _UNKEEPABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


@dataclass(slots=True)
class _Copying:
    """One pass over a form. Counts as it goes, so that a hostile form costs no more than a large honest one."""

    problems: list[Problem] = field(default_factory=list)
    values: int = 0
    characters: int = 0
    full: bool = False

    def mapping(self, path: str, given: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        copy: dict[str, Any] = {}
        for key, value in given.items():
            if self.full:
                break
            name = self._name(path, key)
            copy[name] = self._value(f"{path}.{name}" if path else name, value, depth + 1)
        return copy

    def _list(self, path: str, given: Iterable[Any], depth: int) -> list[Any]:
        copy = []
        for place, value in enumerate(given):
            if self.full:
                break
            copy.append(self._value(f"{path}[{place}]", value, depth + 1))
        return copy

    def _value(self, path: str, value: Any, depth: int) -> Any:
        self._count(value)
        if self.full:
            return None
        match value:
            case None | bool():
                return value
            case str():
                return self._text(path, value)
            case int() | float():
                return self._number(path, value)
            case Mapping() | list() | tuple():
                return self._container(path, value, depth)
            case _:
                return self._replaced(path, f"is {kind(value)}, which JSON can't carry", visible(str(value)))

    def _container(self, path: str, value: Any, depth: int) -> Any:
        if depth > limits.FORM_DEPTH:
            return self._replaced(path, f"lies more than {limits.FORM_DEPTH} levels deep", "(too deep)")
        return self.mapping(path, value, depth) if isinstance(value, Mapping) else self._list(path, value, depth)

    def _text(self, path: str, text: str) -> str:
        found = _UNKEEPABLE.search(text)
        if not found:
            return text
        character = f"U+{ord(found.group()):04X}"
        return str(self._replaced(path, f"contains {character}, a character that no document can show", visible(text)))

    def _number(self, path: str, number: float) -> Any:
        if isinstance(number, float) and not math.isfinite(number):
            return self._replaced(path, "is not a finite number", str(number))
        if abs(number) >= limits.LARGEST_NUMBER:
            return self._replaced(path, "is a number of more than 15 digits", "(too large)")
        return number

    def _name(self, path: str, key: Any) -> str:
        name = visible(str(key))[: limits.FIELD_NAME_CHARACTERS]
        if name != key:
            where = f"{path}.{name}" if path else name
            self._replaced(
                where, f"has a name that is no text of at most {limits.FIELD_NAME_CHARACTERS} characters", name
            )
        self.characters += len(name)
        return name

    def _count(self, value: Any) -> None:
        self.values += 1
        self.characters += len(value) if isinstance(value, str) else 0
        if self.values > limits.FORM_VALUES:
            self._stop(f"holds more than {limits.FORM_VALUES} values")
        elif self.characters > limits.FORM_CHARACTERS:
            self._stop(f"holds more than {limits.FORM_CHARACTERS} characters")

    def _stop(self, message: str) -> None:
        if not self.full:
            self.problems.append(problem(_ROOT, message, None))
        self.full = True

    def _replaced(self, path: str, message: str, replacement: str) -> str:
        self.problems.append(problem(path, message, replacement))
        return replacement
