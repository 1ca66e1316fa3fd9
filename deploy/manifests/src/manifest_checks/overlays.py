"""The overlays of the repository, rendered."""

from pathlib import Path

from contracts.topics import SERVICES
from manifest_checks.documents import Overlay
from manifest_checks.kustomize import FILE, render

ENVIRONMENTS = ("dev", "prod")


def overlay_folders(kubernetes: Path) -> list[Path]:
    """Every folder under `overlays/` that is applied by itself; components are not."""
    found = sorted(path.parent for path in (kubernetes / "overlays").rglob(FILE))
    return [each for each in found if "kind: Kustomization" in (each / FILE).read_text()]


def rendered(kubernetes: Path) -> list[Overlay]:
    """Render every overlay. Raises ManifestError."""
    return [_overlay(kubernetes / "overlays", folder) for folder in overlay_folders(kubernetes)]


def _overlay(root: Path, folder: Path) -> Overlay:
    name = folder.relative_to(root).as_posix()
    parts = name.split("/")
    service = parts[1] if len(parts) > 1 and parts[1] in SERVICES else None
    return Overlay(name, service, tuple(render(folder)))
