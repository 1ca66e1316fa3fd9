"""`python -m manifest_checks` checks every manifest; with `image qc` it builds qc's image and tries it."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from contracts.topics import SERVICES
from manifest_checks.checks.access import access_findings
from manifest_checks.checks.databases import database_findings
from manifest_checks.checks.images import image_findings as tag_findings
from manifest_checks.checks.pod_security import pod_security_findings
from manifest_checks.checks.ports import port_findings
from manifest_checks.checks.references import reference_findings
from manifest_checks.checks.rollout import rollout_findings
from manifest_checks.checks.scaling import scaling_findings
from manifest_checks.checks.topics import topic_findings
from manifest_checks.checks.variables import variable_findings
from manifest_checks.compose import compose_findings, read_compose
from manifest_checks.dockerfile import dockerfile_findings, locked_versions
from manifest_checks.documents import Finding, ManifestError, Overlay, read_documents
from manifest_checks.image import image_findings
from manifest_checks.observability import FOLDER as OBSERVABILITY
from manifest_checks.observability import alert_findings, dashboard_findings, unexplained
from manifest_checks.overlays import rendered
from manifest_checks.pages import pages_findings
from manifest_checks.requirements import requirement_findings
from manifest_checks.schemas import schema_findings
from manifest_checks.settings_pages import settings_findings
from manifest_checks.workflow import FILE as WORKFLOW
from manifest_checks.workflow import workflow_findings

USAGE = f"usage: python -m manifest_checks [image {{{','.join(SERVICES)}}}]"
OF_ONE_OVERLAY = (
    topic_findings,
    access_findings,
    variable_findings,
    port_findings,
    rollout_findings,
    scaling_findings,
    database_findings,
    pod_security_findings,
)
"""They take the manifests' form for granted, so they run where the schemas have found nothing."""
OF_ALL_OVERLAYS = (tag_findings, reference_findings, alert_findings)


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong; gives 1 where anything is."""
    try:
        match arguments:
            case []:
                return _report("manifests", _manifests(repository()))
            case ["image", service] if service in SERVICES:
                return _report(f"image {service}", _image(repository(), service))
    except ManifestError as error:
        print(f"can't be rendered: {error}", file=sys.stderr)
        return 1
    print(USAGE, file=sys.stderr)
    return 2


def repository() -> Path:
    """The folder that everything lies in. Raises ManifestError outside of a checkout."""
    for folder in (Path.cwd(), *Path.cwd().parents, *Path(__file__).resolve().parents):
        if (folder / "deploy/kubernetes/overlays").is_dir():
            return folder
    raise ManifestError("there is no deploy/kubernetes here or above; run it in the repository")


def overlay_findings(overlays: Sequence[Overlay]) -> Iterator[Finding]:
    """Everything that is wrong with the rendered overlays."""
    malformed = [finding for overlay in overlays for finding in schema_findings(overlay)]
    yield from malformed
    if malformed:
        return
    for overlay in overlays:
        for check in OF_ONE_OVERLAY:
            yield from check(overlay)
    for each in OF_ALL_OVERLAYS:
        yield from each(overlays)


def _manifests(root: Path) -> Iterator[Finding]:
    yield from overlay_findings(rendered(root / "deploy/kubernetes"))
    yield from compose_findings(read_compose(root / "deploy/docker/compose.yaml"))
    locked = locked_versions(root / "deploy/requirements/development.txt")
    yield from dockerfile_findings(root / "deploy/docker/Dockerfile", locked)
    yield from requirement_findings(root)
    yield from settings_findings(root)
    yield from pages_findings(root)
    yield from dashboard_findings(root)
    yield from unexplained(read_documents(root / OBSERVABILITY / "alerts.yaml")[0], root)
    yield from workflow_findings(read_documents(root / WORKFLOW)[0], root)


def _image(root: Path, service: str) -> Iterator[Finding]:
    if os.geteuid() != 0:
        raise ManifestError("to build an image without an engine takes root, for its mounts")
    with tempfile.TemporaryDirectory(prefix="aicmo-image-") as scratch:
        Path(scratch).chmod(0o755)
        yield from image_findings(root, service, Path(scratch))


def _report(what: str, found: Iterator[Finding]) -> int:
    began, count = time.monotonic(), 0
    for count, finding in enumerate(found, start=1):  # noqa: B007
        print(finding)
    verdict = f"{count} findings" if count else "all agree with the code"
    print(f"{what}: {verdict} ({time.monotonic() - began:.1f} s)")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
