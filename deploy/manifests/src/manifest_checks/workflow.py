"""CI's workflow, against what its commands need and what each service's tests and image are made from."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from contracts.topics import SERVICES
from manifest_checks.dockerfile import read_stages
from manifest_checks.documents import Document, Finding

FILE = ".github/workflows/ci.yaml"
DOCKERFILE = "deploy/docker/Dockerfile"
CHANGED = "${{ fromJSON(needs.changes.outputs.services) }}"


def workflow_findings(workflow: Document, repository: Path) -> Iterator[Finding]:
    """Steps that can't pass, and changes that a service's job would sleep through."""
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    yield from _make_targets(steps, repository)
    yield from _what_runs_them(workflow, steps)
    yield from _matrix(workflow)
    filters = _filters(steps)
    for name in sorted(set(filters) - set(SERVICES)):
        yield Finding(FILE, f"the filter {name} is no service's")
    for name, paths in filters.items():
        for path in (each for each in paths if not (repository / each.removesuffix("/**")).exists()):
            yield Finding(FILE, f"the filter {name} names {path}, which is not there")
    for service in SERVICES:
        unseen = [path for path in needed_by(repository, service) if not _covered(path, filters.get(service, ()))]
        for path in unseen:
            yield Finding(
                FILE, f"the filter {service} does not name {path}, which its tests or its image are made from"
            )


def needed_by(repository: Path, service: str) -> list[str]:
    """Paths from the repository's root that a service's job depends on: what its image copies and its tests read."""
    found = {DOCKERFILE, f"services/{service}/tests"}
    for stage in read_stages(repository / DOCKERFILE):
        copied = [each.text for each in stage.instructions if each.name == "COPY" and "--from=" not in each.text]
        found |= {path.replace("${SERVICE}", service) for text in copied for path in text.split()[:-1]}
    for file in (repository / "services" / service / "tests").rglob("*.py"):
        reading = _PathsRead(file.resolve())
        reading.visit(ast.parse(file.read_text()))
        found |= {path.relative_to(repository.resolve()).as_posix() for path in reading.found}
    return sorted(found)


def _make_targets(steps: Iterable[Document], repository: Path) -> Iterator[Finding]:
    """What CI runs is what everybody can run, on what is there."""
    targets = set(re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(), re.MULTILINE))
    for command in (step["run"] for step in steps if "run" in step):
        found = re.match(r"(?:sudo -E )?make ([a-z-]+)", command)
        if not found or found[1] not in targets:
            yield Finding(FILE, f"{command!r} is no make target")
        tested = re.search(r'ARGS="?([^"$]+)"?$', command)
        for path in tested[1].split() if tested else ():
            if not (repository / path).exists():
                yield Finding(FILE, f"{command!r} tests {path}, which is not there")


def _what_runs_them(workflow: Document, steps: Iterable[Document]) -> Iterator[Finding]:
    for step in steps:
        if "make image" in step.get("run", "") and not step["run"].startswith("sudo "):
            yield Finding(FILE, "make image needs root for its mounts, which a runner's user is not: use sudo -E")
        action = step.get("uses", "")
        if action and not re.fullmatch(r"[\w.-]+/[\w.-]+@v\d+", action):
            yield Finding(FILE, f"the action {action} has no major version")
        chosen = workflow.get("env", {}).get("PYTHON")
        if action.startswith("actions/setup-python") and chosen != "python3":
            yield Finding(FILE, "without PYTHON=python3 in env, make takes the system's Python, not setup-python's")


def _matrix(workflow: Document) -> Iterator[Finding]:
    if workflow["jobs"]["service"]["strategy"]["matrix"]["service"] != CHANGED:
        yield Finding(FILE, f"the services' job does not take the services that changed: {CHANGED}")


def _filters(steps: Iterable[Document]) -> dict[str, list[str]]:
    """The paths that each filter names, lists within lists (from anchors) included."""
    texts = [step["with"]["filters"] for step in steps if step.get("uses", "").startswith("dorny/paths-filter")]
    found: dict[str, list[str]] = yaml.safe_load(texts[0]) if texts else {}
    return found


def _covered(path: str, patterns: Iterable[str]) -> bool:
    """Whether a change anywhere at or below the path is seen."""
    return any(f"{path}/".startswith(each.removesuffix("**")) for each in patterns if each.endswith("/**")) or (
        path in patterns
    )


class _PathsRead(ast.NodeVisitor):
    """Collects what a file names by `Path(__file__).parents[n] / "…"`."""

    def __init__(self, file: Path) -> None:
        self.found: list[Path] = []
        self._file = file

    def visit_BinOp(self, node: ast.BinOp) -> None:
        path = self._path(node)
        if path is None:
            self.generic_visit(node)
        else:
            self.found.append(path)

    def _path(self, node: ast.expr) -> Path | None:
        match node:
            case ast.Call(func=ast.Name(id="Path"), args=[ast.Name(id="__file__")]):
                return self._file
            case ast.Call(func=ast.Attribute(value=inner, attr="resolve")):
                return self._path(inner)
            case ast.Attribute(value=inner, attr="parent"):
                return above.parent if (above := self._path(inner)) else None
            case ast.Subscript(value=ast.Attribute(value=inner, attr="parents"), slice=ast.Constant(value=int(number))):
                return above.parents[number] if (above := self._path(inner)) else None
            case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=str(name))):
                return above / name if (above := self._path(left)) else None
        return None
