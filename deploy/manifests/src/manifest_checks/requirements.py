"""What an image installs, against what its service needs: all of that and nothing else, as it was tested."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from contracts.topics import SERVICES
from manifest_checks.dockerfile import locked_versions
from manifest_checks.documents import Finding, ManifestError

FOLDER = "deploy/requirements"
OWN = {"aicmo-contracts": "shared-contracts", "aicmo-chassis": "chassis"}
PYTHON = {"python_version": "3.11", "python_full_version": "3.11.0"}
"""What images run, whatever the checks run on."""


def requirement_findings(repository: Path) -> Iterator[Finding]:
    """Packages that an image lacks or has for nothing, and versions that no test has seen."""
    for service in SERVICES:
        yield from _against_needs(service, installed(repository, service), needed(repository, service))
    tested = locked_versions(repository / FOLDER / "development.txt")
    for name in ("runtime", *SERVICES):
        for package, version in _locked(repository, name).items():
            if tested.get(package) != version:
                yield Finding(f"{name}.txt", f"{package}=={version}, but development.txt locks {tested.get(package)}")


def installed(repository: Path, service: str) -> dict[str, str]:
    """Names and versions of what the service's image installs."""
    return _locked(repository, "runtime") | _locked(repository, service)


def needed(repository: Path, service: str) -> set[str]:
    """All packages that the service's pyproject.toml leads to, by way of the chassis and the contracts."""
    found: set[str] = set()
    waiting = _declared(repository / "services" / service)
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        each = waiting.pop()
        name, key = canonicalize_name(each.name), (canonicalize_name(each.name), frozenset(each.extras))
        if key in done:
            continue
        done.add(key)
        if name in OWN:
            waiting += _declared(repository / OWN[name])
        else:
            found.add(name)
            waiting += _required(name, each.extras)
    return found


def _against_needs(service: str, given: Mapping[str, str], wanted: set[str]) -> Iterator[Finding]:
    place = f"image {service}"
    for package in sorted(wanted - set(given)):
        yield Finding(place, f"it lacks {package}; put what needs it into runtime.in, or {service}.in if no other does")
    for package in sorted(set(given) - wanted):
        yield Finding(
            place, f"it installs {package}, which {service} does not need; the service that does has a .in file"
        )


def _declared(package: Path) -> list[Requirement]:
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    return [Requirement(each) for each in project["dependencies"]]


def _required(package: str, extras: Iterable[str]) -> list[Requirement]:
    """What an installed package requires where images run. Raises ManifestError where it isn't installed."""
    try:
        stated = metadata.requires(package) or []
    except metadata.PackageNotFoundError as error:
        raise ManifestError(f"{package} is not installed; what it needs can't be told") from error
    environments = [{**PYTHON, "extra": extra} for extra in ("", *extras)]
    parsed = [Requirement(each) for each in stated]
    return [each for each in parsed if each.marker is None or any(map(each.marker.evaluate, environments))]


def _locked(repository: Path, name: str) -> dict[str, str]:
    file = repository / FOLDER / f"{name}.txt"
    return locked_versions(file) if file.exists() else {}
