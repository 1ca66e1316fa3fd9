"""The manifest: what a package holds, where it came from, what was checked, and a hash that seals all of it."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from contracts.package import Artifact
from delivery.domain.files import package_id
from delivery.domain.order import Order

SEAL = "manifest_sha256"
SCHEMA = "aicmo.package-manifest.v1"

Manifest = Mapping[str, Any]


def manifest_of(order: Order, artifacts: Sequence[Artifact], checks: Mapping[str, Any]) -> dict[str, Any]:
    """Write and seal the manifest of a package."""
    event = order.event
    unsealed = {
        "schema": SCHEMA,
        "package_id": str(package_id(event.run)),
        "client": event.brief.client_name,
        "agency": order.agency,
        "title": event.draft.title,
        "created_at": order.at.isoformat(),
        "artifacts": [artifact.model_dump(mode="json") for artifact in artifacts],
        "checks": checks,
        "lineage": _lineage(order),
    }
    return {**unsealed, SEAL: seal_of(unsealed)}


def seal_of(manifest: Manifest) -> str:
    """SHA-256 of the canonical JSON (sorted keys, no spaces, UTF-8) of everything but the seal."""
    sealed = {name: value for name, value in manifest.items() if name != SEAL}
    canonical = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def is_intact(manifest: Manifest) -> bool:
    """Whether nothing was changed since the manifest was sealed."""
    return manifest.get(SEAL) == seal_of(manifest)


def _lineage(order: Order) -> dict[str, Any]:
    event = order.event
    return {
        "workflow_run_id": str(event.run),
        "brief_id": str(event.brief_id),
        "strategy_id": str(event.strategy_id),
        "strategy_version": event.version,
        "draft_id": str(event.draft.draft_id),
        "draft_revision": event.draft.revision,
        "bundle_id": str(event.bundle.bundle_id),
        "qc_report_id": str(event.report.report_id),
        "qc_score": event.report.score,
    }
