"""Runs a Dockerfile's steps where no engine runs: each stage in a root directory of its own, by `unshare` and `chroot`.

The machine's own Python stands in for the base image, mounted read-only. So this shows that every step works, in
order, from nothing but what is copied, and what the result can do; not what lies in the base image. It needs root, as
an engine does.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from manifest_checks.build_context import BuildContext
from manifest_checks.dockerfile import Instruction, Stage
from manifest_checks.documents import ManifestError

READ_ONLY = ("/usr", "/etc")
LINKS = ("bin", "lib", "lib64", "sbin")
PASSED_ON = (
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "PIP_CERT",
    "SSL_CERT_FILE",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
)
"""Where packages come from is the machine's business, as `--secret id=pip` is with an engine."""


@dataclass(slots=True)
class Root:
    """A stage's root directory, with what its instructions have set so far."""

    directory: Path
    variables: dict[str, str] = field(default_factory=dict)
    working: str = "/"

    def inside(self, path: str) -> Path:
        """Where a path of the image lies on this machine."""
        return self.directory / (Path(self.working) / path).as_posix().lstrip("/")


def build(stages: Sequence[Stage], context: BuildContext, scratch: Path, arguments: Mapping[str, str]) -> Root:
    """Run all stages; gives the last one's root directory. Raises ManifestError with a failed step's output."""
    roots: dict[str, Root] = {}
    for stage in stages:
        root = _skeleton(scratch / stage.name)
        for instruction in stage.instructions:
            _perform(instruction, root, roots, context, arguments)
        roots[stage.name] = root
    return roots[stages[-1].name]


def command_in(root: Root, command: Sequence[str], variables: Mapping[str, str], *, confined: bool) -> list[str]:
    """The command that runs another in a root directory; confined: as uid 10001, all but `/tmp` read-only."""
    directory = shlex.quote(str(root.directory))
    mounts = [f"mount --rbind {path} {directory}{path}" for path in (*READ_ONLY, str(_python()))]
    mounts += [f"mount -o remount,bind,ro {directory}{path}" for path in (*READ_ONLY, str(_python()))]
    mounts += [f"mount --rbind /dev {directory}/dev", f"mount -t proc proc {directory}/proc"]
    if confined:
        mounts = [f"mount --bind {directory} {directory}", *mounts, f"mount -o remount,bind,ro {directory}"]
        mounts.append(f"mount -t tmpfs tmpfs {directory}/tmp")
    user = "--userspec=10001:10001 " if confined else ""
    settings = " ".join(shlex.quote(f"{name}={value}") for name, value in {**root.variables, **variables}.items())
    inner = f"cd {shlex.quote(root.working)} && exec {shlex.join(command)}"
    last = f"exec chroot {user}{directory} /usr/bin/env -i {settings} /bin/sh -c {shlex.quote(inner)}"
    return ["unshare", "--mount", "sh", "-ec", "\n".join([*mounts, last])]


def _python() -> Path:
    return Path(sys.base_prefix)


def _skeleton(directory: Path) -> Root:
    shutil.rmtree(directory, ignore_errors=True)
    for name in (*READ_ONLY, "/tmp", "/opt", "/var", "/dev", "/proc", "/stand-in", str(_python())):
        (directory / name.lstrip("/")).mkdir(parents=True, exist_ok=True)
    (directory / "tmp").chmod(0o1777)
    for name in LINKS:
        if (Path("/") / name).is_symlink():
            (directory / name).symlink_to(f"usr/{name}")
    # Debian's own Python is called python3 only; the base image's is python.
    (directory / "stand-in/python").symlink_to(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")
    return Root(directory, {"PATH": "/stand-in:/usr/local/bin:/usr/bin:/bin", "HOME": "/tmp"})


def _perform(
    instruction: Instruction, root: Root, roots: Mapping[str, Root], context: BuildContext, arguments: Mapping[str, str]
) -> None:
    if instruction.name == "RUN":
        _run(instruction.text, root)
        return
    text = _filled(instruction.text, root.variables)
    match instruction.name:
        case "ARG":
            name, _, default = text.partition("=")
            root.variables[name] = arguments.get(name, default)
        case "ENV":
            root.variables |= dict(re.findall(r"(\w+)=(\S+)", text))
        case "WORKDIR":
            root.working = text
            root.inside(text).mkdir(parents=True, exist_ok=True)
        case "COPY":
            _copy(text.split(), root, roots, context)


def _run(text: str, root: Root) -> None:
    command = ["/bin/sh", "-ec", re.sub(r"--mount=\S+ *", "", text).strip()]
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    done = subprocess.run(
        command_in(root, command, passed, confined=False), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ManifestError(f"RUN {text}\nended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _copy(words: list[str], root: Root, roots: Mapping[str, Root], context: BuildContext) -> None:
    if words[0].startswith("--from="):
        context = BuildContext(roots[words.pop(0).partition("=")[2]].directory)
    *sources, target = words
    into = root.inside(target)
    for source in (each.lstrip("/") for each in sources):
        origin = context.directory / source
        for file in context.files(source):
            inside = file.relative_to(origin) if origin.is_dir() else file.name
            place = into if origin.is_file() and not target.endswith("/") else into / inside
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, place, follow_symlinks=False)


def _filled(text: str, variables: Mapping[str, str]) -> str:
    return re.sub(r"\$\{?(\w+)\}?", lambda found: variables.get(found.group(1), ""), text)
