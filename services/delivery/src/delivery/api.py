"""What delivery shows over HTTP: a run's package, and its archive to download."""

import re
import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel

from chassis.database import Database
from chassis.objects import ObjectNotFound, Objects, ObjectsUnavailable
from chassis.problems import ProblemDetail, not_found
from contracts.package import Package
from contracts.payload import RunId
from delivery import store


class PackageView(BaseModel):
    """A delivered package with its artifacts in order, its manifest, and where to download it."""

    workflow_run_id: UUID
    package: Package
    manifest: dict[str, Any]
    archive_url: str
    created_at: datetime
    updated_at: datetime


def routes(database: Database, objects: Objects) -> APIRouter:
    """The routes of packages."""
    router = APIRouter(prefix="/v1/packages", tags=["packages"])

    @router.get("/{workflow_run_id}")
    async def show_package(workflow_run_id: UUID) -> PackageView:
        """Show the package of a run."""
        return _view(await _find(database, RunId(workflow_run_id)))

    @router.get(
        "/{workflow_run_id}/archive",
        response_class=Response,
        responses={200: {"content": {"application/zip": {}}, "description": "The package as one ZIP."}},
    )
    async def download_archive(workflow_run_id: UUID) -> Response:
        """Download the package of a run."""
        delivered = await _find(database, RunId(workflow_run_id))
        return _download(delivered, await _archive(objects, delivered))

    return router


def file_name(client: str, run: RunId) -> str:
    """A name for the download in letters, digits and dashes; the run's id where the client's name has none of them."""
    ascii_only = unicodedata.normalize("NFKD", client).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:60].rstrip("-")
    return f"campaign-{slug or run}.zip"


async def _find(database: Database, run: RunId) -> store.Delivered:
    async with database.transaction() as tx:
        delivered = await store.find(tx, run)
    if delivered is None:
        raise not_found("package of run", run)
    return delivered


async def _archive(objects: Objects, delivered: store.Delivered) -> bytes:
    try:
        return await objects.get(delivered.package.archive)
    except ObjectNotFound as error:
        raise not_found("archive of run", delivered.run) from error
    except ObjectsUnavailable as error:
        raise ProblemDetail(503, "the store of files can't be reached; try again") from error


def _view(delivered: store.Delivered) -> PackageView:
    return PackageView(
        workflow_run_id=delivered.run,
        package=delivered.package,
        manifest=dict(delivered.manifest),
        archive_url=f"/v1/packages/{delivered.run}/archive",
        created_at=delivered.created_at,
        updated_at=delivered.updated_at,
    )


def _download(delivered: store.Delivered, archive: bytes) -> Response:
    name = file_name(str(delivered.manifest["client"]), delivered.run)
    return Response(
        archive,
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "ETag": f'"{delivered.package.archive_sha256}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
