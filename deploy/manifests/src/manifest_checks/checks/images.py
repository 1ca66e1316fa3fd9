"""Each service runs its own image, at a version that says which code it is, the same for its migration."""

from collections.abc import Iterator, Sequence

from manifest_checks.documents import Document, Finding, Overlay, only_container

MOVING_TAGS = ("", "latest", "main")
MIGRATION = ("python", "-m", "alembic", "upgrade", "head")
"""What an image runs in its own folder to migrate; a service's name is in none of it."""


def image_findings(overlays: Sequence[Overlay]) -> Iterator[Finding]:
    """Wrong images, tags that move, and migrations of another version than the service's."""
    images: dict[tuple[str, str], str] = {}
    for overlay in overlays:
        for document in [*overlay.of("StatefulSet"), *overlay.of("Job")]:
            service = document["metadata"]["name"].removesuffix("-migration")
            image = str(only_container(document)["image"])
            yield from _findings(overlay, document, service, image)
            known = images.setdefault((overlay.environment, service), image)
            if known != image:
                yield Finding(overlay.place(document), f"it runs {image}, elsewhere in {overlay.environment} {known}")


def _findings(overlay: Overlay, document: Document, service: str, image: str) -> Iterator[Finding]:
    repository, digest = image.partition("@")[::2]
    repository, _, tag = repository.rpartition(":") if ":" in repository.rpartition("/")[2] else (repository, "", "")
    if repository.rpartition("/")[2] != service:
        yield Finding(overlay.place(document), f"it runs the image {image}, it should run aicmo/{service}")
    if tag in MOVING_TAGS and not digest:
        yield Finding(overlay.place(document), f"the image {image} must have a digest, or a tag that stays what it is")
    command = only_container(document).get("command", [])
    wanted = ["python", "-m", service] if document["kind"] == "StatefulSet" else [*MIGRATION]
    if command != wanted:
        yield Finding(overlay.place(document), f"its command is {command}, it should be {wanted}")
