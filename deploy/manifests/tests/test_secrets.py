"""make-secrets.sh makes every secret that is made by hand but the object store's, as roles and services read them."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from manifest_checks.checks.references import SECRETS_BY_HAND
from manifest_checks.documents import Document, Overlay


@pytest.fixture(scope="module")
def secrets(repository: Path) -> dict[str, Document]:
    command = ["sh", repository / "deploy/kubernetes/make-secrets.sh"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {each["metadata"]["name"]: each for each in yaml.safe_load_all(printed)}


def test_every_secret_that_is_made_by_hand_is_printed(secrets: dict[str, Document]) -> None:
    assert set(secrets) | {"object-store"} == SECRETS_BY_HAND


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_each_role_finds_its_name_and_each_service_its_database(
    secrets: dict[str, Document], overlays: tuple[Overlay, ...], environment: str
) -> None:
    platform = next(each for each in overlays if each.name == f"{environment}/platform")
    [cluster] = platform.of("Cluster")
    for role in cluster["spec"]["managed"]["roles"]:
        given = secrets[role["passwordSecret"]["name"]]["stringData"]
        url = urlsplit(given["uri"])
        assert (given["username"], url.username, url.password) == (role["name"], role["name"], given["password"])
        assert url.hostname == f"{cluster['metadata']['name']}-rw"
        assert url.path == f"/{role['name'].rpartition('_')[0]}"


def test_no_two_passwords_are_alike(secrets: dict[str, Document]) -> None:
    assert len({each["stringData"]["password"] for each in secrets.values()}) == len(secrets)
