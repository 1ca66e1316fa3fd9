"""The renderer gives what Kustomize gives, and refuses what it can't render."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from contracts.topics import SERVICES
from manifest_checks.documents import Document, ManifestError, Overlay, containers
from manifest_checks.kustomize import render
from manifest_checks.overlays import ENVIRONMENTS, overlay_folders
from manifest_checks.patching import json_patched, merged


def ordered(documents: list[Document]) -> list[Document]:
    return sorted(documents, key=lambda each: (each["kind"], each["metadata"]["name"]))


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="compares with kubectl, which isn't here")
def test_kubectl_renders_every_overlay_to_the_same(repository: Path) -> None:
    for folder in overlay_folders(repository / "deploy/kubernetes"):
        theirs = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, check=True)
        assert ordered(render(folder)) == ordered(list(yaml.safe_load_all(theirs.stdout))), folder


def test_each_service_renders_by_itself_and_as_a_part_of_the_whole(overlays: tuple[Overlay, ...]) -> None:
    by_name = {each.name: each.documents for each in overlays}
    for environment in ENVIRONMENTS:
        alone = [document for service in SERVICES for document in by_name[f"{environment}/{service}"]]
        assert ordered(alone) == ordered(list(by_name[environment]))
        assert all(by_name[f"{environment}/{service}/migration"] for service in SERVICES)


def test_lists_merge_by_their_keys_and_null_removes() -> None:
    target = {"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}], "args": ["x"], "gone": 1}
    patch = {"env": [{"name": "C", "value": "3"}, {"name": "B", "value": "4"}], "args": ["y"], "gone": None}
    names = [{"name": "C", "value": "3"}, {"name": "B", "value": "4"}, {"name": "A", "value": "1"}]
    assert merged(target, patch) == {"env": names, "args": ["y"]}


def test_a_json_patch_of_a_place_that_isnt_there_is_refused() -> None:
    with pytest.raises(ManifestError, match="no such place"):
        json_patched({"kind": "Job", "metadata": {"name": "one"}}, [{"op": "replace", "path": "/spec/x", "value": 1}])


def test_what_the_renderer_does_not_know_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("kind: Kustomization\nhelmCharts: []\n")
    with pytest.raises(ManifestError, match="helmCharts"):
        render(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("kind: Kustomization\nresources: [job.yaml]\n")
    with pytest.raises(ManifestError, match=r"job\.yaml"):
        render(tmp_path)


def test_an_image_may_be_named_by_its_digest(tmp_path: Path) -> None:
    job = {
        "kind": "Job",
        "metadata": {"name": "one"},
        "spec": {"template": {"spec": {"containers": [{"image": "qc"}]}}},
    }
    (tmp_path / "job.yaml").write_text(yaml.safe_dump(job))
    for version, shown in (
        ({"digest": "sha256:00"}, "@sha256:00"),
        ({"newTag": "0.2.0", "digest": "sha256:00"}, ":0.2.0@sha256:00"),
    ):
        pinned = {"name": "qc", "newName": "registry.example:5000/qc", **version}
        (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump({"resources": ["job.yaml"], "images": [pinned]}))
        [rendered] = render(tmp_path)
        assert containers(rendered)[0]["image"] == f"registry.example:5000/qc{shown}"
