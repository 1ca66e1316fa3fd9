"""A Dockerfile as stages of instructions, as far as ours goes, and the promises that it makes by its text alone."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from manifest_checks.documents import Finding, ManifestError

KNOWN = ("ARG", "CMD", "COPY", "ENV", "EXPOSE", "LABEL", "RUN", "STOPSIGNAL", "USER", "WORKDIR")
USER = "10001:10001"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction; its text has no line breaks and its variables are still in it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, the image that it begins with, and what is done to it."""

    name: str
    image: str
    instructions: tuple[Instruction, ...]

    def last(self, name: str) -> str:
        """The text of the last instruction of this name, empty where there is none."""
        return next((each.text for each in reversed(self.instructions) if each.name == name), "")


def read_stages(path: Path) -> list[Stage]:
    """The stages of a Dockerfile. Raises ManifestError for an instruction that isn't known here."""
    instructions = list(_instructions(path.read_text()))
    begins = [index for index, each in enumerate(instructions) if each.name == "FROM"]
    before = instructions[: begins[0]]
    defaults = dict(each.text.partition("=")[::2] for each in before if each.name == "ARG")
    ends = [*begins[1:], len(instructions)]
    return [_stage(instructions[begin:end], defaults) for begin, end in zip(begins, ends, strict=True)]


def dockerfile_findings(path: Path, locked: Mapping[str, str]) -> Iterator[Finding]:
    """What the image would not keep; `locked` are the versions that `build-requirements.txt` may name."""
    place, stages = path.name, read_stages(path)
    final = stages[-1]
    for stage in stages:
        if not re.search(r":\d+\.\d+\.\d+-slim", stage.image):
            yield Finding(place, f"{stage.image}: a slim image with its whole version is expected")
    yield from _installing(place, stages)
    if final.last("USER") != USER:
        yield Finding(place, f"the last USER is {final.last('USER') or 'root'}, it must be {USER}")
    if final.last("STOPSIGNAL") != "SIGTERM" or not _is_exec_form(final.last("CMD")):
        yield Finding(
            place, "CMD must have the exec form and STOPSIGNAL be SIGTERM, else the service isn't told to stop"
        )
    if "PYTHONDONTWRITEBYTECODE=1" not in " ".join(each.text for each in final.instructions if each.name == "ENV"):
        yield Finding(place, "PYTHONDONTWRITEBYTECODE=1 is missing: the root file system is read-only")
    yield from _build_requirements(path.parent / "build-requirements.txt", locked)


def _installing(place: str, stages: list[Stage]) -> Iterator[Finding]:
    for stage in stages:
        for each in (each.text for each in stage.instructions if each.name == "RUN"):
            if re.search(r"apt-get|apk |gcc|curl |wget ", each):
                yield Finding(place, f"stage {stage.name}: no system packages, no compiler: {each[:80]}")
            if " install " in each and "--no-index" not in each and "--require-hashes" not in each:
                yield Finding(place, f"stage {stage.name}: pip must install with --require-hashes: {each[:80]}")
            if re.search(r"https?://|--(extra-)?index-url", each):
                yield Finding(place, f"stage {stage.name}: an address of packages is written down: {each[:80]}")


def _build_requirements(path: Path, locked: Mapping[str, str]) -> Iterator[Finding]:
    for name, version in locked_versions(path).items():
        if locked.get(name) != version:
            yield Finding(path.name, f"{name}=={version}, but deploy/requirements locks {locked.get(name)}")


def locked_versions(path: Path) -> dict[str, str]:
    """Names and versions of a file of hashed requirements."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ \n]+)", path.read_text(), re.MULTILINE))


def _instructions(text: str) -> Iterator[Instruction]:
    joined = re.sub(r"\\\n\s*", "", "\n".join(line for line in text.split("\n") if not line.startswith("#")))
    for line in filter(None, map(str.strip, joined.split("\n"))):
        name, _, rest = line.partition(" ")
        if name not in (*KNOWN, "FROM"):
            raise ManifestError(f"the instruction {name} of a Dockerfile is not supported here")
        yield Instruction(name, re.sub(r"\s+", " ", rest.strip()) if name != "RUN" else rest.strip())


def _stage(instructions: list[Instruction], defaults: Mapping[str, str]) -> Stage:
    image, _, name = instructions[0].text.partition(" AS ")
    for variable, value in defaults.items():
        image = image.replace(f"${{{variable}}}", value)
    return Stage(name or "final", image, tuple(instructions[1:]))


def _is_exec_form(text: str) -> bool:
    try:
        return isinstance(json.loads(text), list)
    except ValueError:
        return False
