"""What an engine is sent to build from: the context without what `Dockerfile.dockerignore` leaves out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from manifest_checks.documents import ManifestError


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: the paths it speaks of, and whether it lets them in again."""

    paths: "re.Pattern[str]"
    admits: bool


@dataclass(frozen=True, slots=True)
class BuildContext:
    """A folder and the rules for its files; the last rule that speaks of a file, or of a folder above it, decides."""

    directory: Path
    rules: tuple[Rule, ...] = ()

    def files(self, source: str) -> Iterator[Path]:
        """The admitted files at or under a path, absolute. Raises ManifestError where there are none."""
        path = self.directory / source
        found = [path] if path.is_file() else sorted(filter(_copyable, path.rglob("*")))
        admitted = [each for each in found if self._admits(each.relative_to(self.directory).as_posix())]
        if not admitted:
            raise ManifestError(f"COPY {source}: there is no such file, or Dockerfile.dockerignore leaves it out")
        yield from admitted

    def _admits(self, path: str) -> bool:
        places = [path, *(str(each) for each in PurePosixPath(path).parents)]
        speaking = (rule.admits for rule in reversed(self.rules) if any(rule.paths.fullmatch(each) for each in places))
        return next(speaking, True)


def read_context(directory: Path, ignore: Path) -> BuildContext:
    """The context, with the rules of an ignore file where there is one."""
    lines = ignore.read_text().splitlines() if ignore.exists() else []
    return BuildContext(directory, tuple(_rule(line) for line in lines if line and not line.startswith("#")))


def _copyable(path: Path) -> bool:
    """Links too: what they lead to may lie in the image only."""
    return path.is_file() or path.is_symlink()


def _rule(line: str) -> Rule:
    pattern = re.escape(line.removeprefix("!").strip("/"))
    pattern = pattern.replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return Rule(re.compile(pattern), admits=line.startswith("!"))
