"""The AsyncAPI documents say who sends what where, under which key and headers, and a strict parser accepts them."""

from collections.abc import Callable
from copy import deepcopy
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from contract_statements import EXAMPLES, FOLDERS

from contract_checks.asyncapi.document_examples import check_document
from contract_checks.asyncapi.documents import SYSTEM, as_yaml, documents
from contract_checks.page import page
from contract_checks.parser import validate
from contracts.registry import MESSAGE_TYPES
from contracts.topics import SERVICES, TOPICS

DOCUMENTS = documents(EXAMPLES, "1.0.0")
WHOLE = DOCUMENTS[SYSTEM]


def test_there_is_a_document_of_the_system_and_one_of_each_service() -> None:
    assert set(DOCUMENTS) == {SYSTEM, *SERVICES}
    assert [each["address"] for each in WHOLE["channels"].values()] == [topic.name for topic in TOPICS]
    assert set(MESSAGE_TYPES) < set(WHOLE["components"]["messages"])


def test_a_service_s_document_has_its_own_topics_and_operations_alone() -> None:
    qc = DOCUMENTS["qc"]
    assert set(qc["channels"]) == {"production-events", "qc-commands", "qc-events", "qc-dead-letters"}
    assert {each["tags"][0]["name"] for each in qc["operations"].values()} == {"qc"}
    received = qc["operations"]["qc-receives-production-events"]["messages"]
    assert [each["$ref"].rpartition("/")[2] for each in received] == ["aicmo.draft.produced.v1"]
    assert qc["operations"]["qc-receives-production-events"]["bindings"]["kafka"]["groupId"]["enum"] == ["qc"]


@pytest.mark.parametrize("name", sorted(MESSAGE_TYPES))
def test_a_message_has_a_key_cloud_events_headers_and_an_example_of_both(name: str) -> None:
    message = WHOLE["components"]["messages"][name]
    assert message["bindings"]["kafka"]["key"]["format"] == "uuid"
    assert message["headers"]["allOf"][1]["properties"]["ce_type"]["const"] == name
    (example,) = message["examples"]
    assert example["headers"]["ce_subject"] == example["payload"]["workflow_run_id"]
    MESSAGE_TYPES[name].model_validate(example["payload"])


def test_a_dead_letter_topic_shows_its_headers_and_its_longer_retention() -> None:
    channel = WHOLE["channels"]["qc-dead-letters"]
    assert channel["bindings"]["kafka"]["topicConfiguration"]["retention.ms"] == 30 * 24 * 3600 * 1000
    assert {"dl_reason", "dl_topic", "dl_offset"} <= set(
        WHOLE["components"]["schemas"]["DeadLetterHeaders"]["properties"]
    )


def _unknown_message(document: dict[str, Any]) -> None:
    document["channels"]["qc-events"]["messages"]["aicmo.qc.passed.v1"]["$ref"] = "#/components/messages/nobody"


def _wrong_example(document: dict[str, Any]) -> None:
    document["components"]["messages"]["aicmo.qc.failed.v1"]["examples"][0]["payload"]["reason"] = 7


def _wrong_header(document: dict[str, Any]) -> None:
    del document["components"]["messages"]["aicmo.qc.failed.v1"]["examples"][0]["headers"]["ce_source"]


def _wrong_partitions(document: dict[str, Any]) -> None:
    document["channels"]["qc-events"]["bindings"]["kafka"]["partitions"] = "six"


@pytest.mark.parametrize("mistake", [_unknown_message, _wrong_partitions])
def test_the_parser_refuses_a_planted_mistake(mistake: Callable[[dict[str, Any]], None], tmp_path: Path) -> None:
    document = deepcopy(DOCUMENTS["qc"])
    mistake(document)
    file = tmp_path / "qc.yaml"
    file.write_text(as_yaml(document))
    assert validate(FOLDERS, [file])


@pytest.mark.parametrize(("mistake", "told"), [(_wrong_example, "$.reason"), (_wrong_header, "'ce_source'")])
def test_an_example_that_its_own_document_refuses_is_found(
    mistake: Callable[[dict[str, Any]], None], told: str, tmp_path: Path
) -> None:
    document = deepcopy(DOCUMENTS["qc"])
    mistake(document)
    file = tmp_path / "qc.yaml"
    file.write_text(as_yaml(document))
    assert told in "\n".join(str(finding) for finding in check_document(file))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_document_accepts_its_own_examples(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(as_yaml(DOCUMENTS[name]))
    assert [str(finding) for finding in check_document(file)] == []


def test_the_parser_accepts_every_document(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.yaml" for name in DOCUMENTS]
    for file in files:
        file.write_text(as_yaml(DOCUMENTS[file.stem]))
    assert [str(finding) for finding in validate(FOLDERS, files)] == []


class _Links(HTMLParser):
    """Collects what a page names, links to and loads, and whether its elements are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names |= {given["id"]} if "id" in given else set()
        self.links |= {given["href"]} if tag == "a" else set()
        self.loaded |= {tag} if tag in ("script", "link", "img", "iframe") else set()
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_shows_every_message_leads_nowhere_else_and_loads_nothing() -> None:
    read = _Links()
    read.feed(page(WHOLE))
    assert read.open == []
    assert read.loaded == set()
    assert {f"message-{name}" for name in MESSAGE_TYPES} <= read.names
    assert {link[1:] for link in read.links if link.startswith("#")} <= read.names
    files = [link for link in read.links if not link.startswith("#")]
    assert all((FOLDERS.asyncapi / link).resolve().is_file() for link in files)
