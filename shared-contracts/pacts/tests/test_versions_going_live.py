"""A `v2` of an event may go live in any order as long as the `v1` is sent beside it, and alone when all know it.

Mutants: `_missing` without `others` -> readers first; `unknown_to_readers` or `unknown_here` giving nothing -> the
readers that are named, the reader that has dropped a version; `_parked` without `is_older` -> the producer first;
`_writes` by schemas alone -> the reader of the second version alone; `_silent` giving nothing -> the header.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

import pytest
from msgspec.structs import replace

from chassis.records import Outgoing, also_sent_as
from contract_pacts import files, going_live
from contract_pacts.going_live import Objection, as_consumer, unknown_here, unknown_to_readers
from contract_pacts.live import InFolder, InGit, NoRecord
from contract_pacts.producer import PromiseBroken, verify
from contract_pacts.workbench import EXAMPLES, a_record
from contracts.messages import DraftProduced, ProductionFailed
from contracts.payload import Payload
from contracts.registry import MESSAGE_TYPES, TYPES_BY_TOPIC
from contracts.topics import events_of

SHARED = files.FOLDER.parent
TOPIC = events_of("production")
V1, V2 = DraftProduced.type, "aicmo.draft.produced.v2"


class DraftProducedV2(DraftProduced):
    """The second version."""

    type: ClassVar[str] = V2


class DraftAnnotated(DraftProduced):
    """Another event, of which there is no older version."""

    type: ClassVar[str] = "aicmo.draft.annotated.v1"


@pytest.fixture
def live(tmp_path: Path) -> InFolder:
    """The versions that are live are those of this repository: they know and send the first version alone."""
    shutil.copytree(files.FOLDER, tmp_path / "pacts", ignore=shutil.ignore_patterns("src", "tests"))
    for name in ("schemas", "asyncapi"):
        shutil.copytree(SHARED / name, tmp_path / name)
    return InFolder(tmp_path)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets what production sends by the new version's statement, which is what its topic carries."""

    def state(*sent: type[Payload]) -> None:
        others = [each for each in TYPES_BY_TOPIC[TOPIC] if each is not DraftProduced]
        monkeypatch.setattr(going_live, "TYPES_BY_TOPIC", {**TYPES_BY_TOPIC, TOPIC: (*sent, *others)})
        monkeypatch.setattr(going_live, "SENT", {**going_live.SENT, "production": (*sent, ProductionFailed)})

    return state


def now_sends(live: InFolder, *types: str) -> None:
    """Live production sends these in place of the first version, and everybody knows their schemas."""
    document = live.folder / "asyncapi" / "production.yaml"
    text = document.read_text()
    [line] = [each for each in text.splitlines() if each.endswith(f"production-events/messages/{V1}'")]
    document.write_text(text.replace(line, "\n".join(line.replace(V1, each) for each in types)))
    for name in types:
        known_to_all(live, name)


def known_to_all(live: InFolder, name: str) -> None:
    shutil.copy(SHARED / "schemas" / f"{V1}.json", live.folder / "schemas" / f"{name}.json")


def a_new_qc(tmp_path: Path, *types: str) -> Path:
    """The pacts of a version of qc that reads these versions of a draft."""
    folder = tmp_path / "new"
    folder.mkdir()
    pact = json.loads((files.FOLDER / "qc-production.json").read_text())
    [first] = [each for each in pact["interactions"] if each["description"] == V1]
    pact["interactions"] = [json.loads(json.dumps(first).replace(V1, each)) for each in types]
    (folder / "qc-production.json").write_text(json.dumps(pact))
    return folder


def test_a_reader_of_both_versions_may_go_live_before_the_second_is_written(live: InFolder, tmp_path: Path) -> None:
    assert list(as_consumer("qc", live, a_new_qc(tmp_path, V1, V2))) == []


@pytest.mark.parametrize("registered", [False, True])
def test_a_reader_of_the_second_version_alone_waits_until_it_is_sent(
    live: InFolder, tmp_path: Path, registered: bool
) -> None:
    pacts = a_new_qc(tmp_path, V2)
    if registered:
        known_to_all(live, V2)
    expected = [Objection("production", f"does not write {V2} yet: deploy production first")]
    assert list(as_consumer("qc", live, pacts)) == expected
    now_sends(live, V1, V2)
    assert list(as_consumer("qc", live, pacts)) == []


def test_a_reader_of_both_may_go_live_when_the_first_is_no_longer_written(live: InFolder, tmp_path: Path) -> None:
    now_sends(live, V2)
    assert list(as_consumer("qc", live, a_new_qc(tmp_path, V1, V2))) == []


def test_a_producer_may_send_a_second_version_beside_the_first_before_anybody_knows_it(
    live: InFolder, here: Callable[..., None]
) -> None:
    here(DraftProduced, DraftProducedV2)
    assert list(unknown_to_readers("production", live)) == []


@pytest.mark.parametrize("model", [DraftProducedV2, DraftAnnotated])
def test_every_reader_that_would_park_what_is_new_on_its_topic_is_named(
    live: InFolder, here: Callable[..., None], model: type[Payload]
) -> None:
    here(model)
    found = list(unknown_to_readers("production", live))
    assert [each.other for each in found] == ["qc", "orchestrator"]
    assert f"does not know {model.type}, which production now sends on {TOPIC}: deploy qc first" in found[0].text
    known_to_all(live, model.type)
    assert list(unknown_to_readers("production", live)) == []


def test_a_reader_that_drops_a_version_or_steps_back_behind_one_waits_for_its_producer(
    live: InFolder, here: Callable[..., None]
) -> None:
    assert list(unknown_here("qc", live)) == []
    here(DraftProducedV2)
    [found] = unknown_here("qc", live)
    assert (found.other, found.text.split(",")[0]) == ("production", f"sends {V1} on {TOPIC}")
    here(DraftProduced)
    now_sends(live, V1, V2)
    assert list(unknown_here("qc", live)) == []
    now_sends(live, V2)
    assert [each.other for each in unknown_here("orchestrator", live)] == ["production"]


def test_upstream_ignores_what_it_does_not_know_and_a_service_that_is_not_live_parks_nothing(
    live: InFolder, here: Callable[..., None], tmp_path: Path
) -> None:
    (live.folder / "schemas" / "aicmo.package.delivered.v1.json").unlink()
    assert [each.other for each in unknown_to_readers("delivery", live)] == ["orchestrator"]
    here(DraftAnnotated)
    assert list(unknown_to_readers("production", InGit(tmp_path, {}))) == []


def test_what_a_commit_sends_is_read_from_its_document(live: InFolder) -> None:
    root = live.folder / "repository"
    shutil.copytree(live.folder / "asyncapi", root / "shared-contracts" / "asyncapi")
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "live"]):
        subprocess.run([*git, *arguments], check=True)
    commit = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    commits = InGit(root, {"production": commit, "upstream": commit})
    assert commits.sends("production", TOPIC) == {model.type for model in going_live.SENT["production"]}
    assert commits.sends("production", "qc.events") == frozenset()
    for party in ("upstream", "qc"):
        with pytest.raises(NoRecord):
            commits.sends(party, TOPIC)


def both_versions() -> Mapping[str, Outgoing]:
    """Production's messages, and a second version of its draft that says nothing of the first."""
    made = {each: a_message(each) for each in {stated.type for stated in files.promises(SHARED / "pacts")}}
    newer = [(name, V2.encode() if name == "ce_type" else value) for name, value in made[V1].headers]
    return {**made, V2: replace(made[V1], headers=newer)}


def test_the_first_version_may_go_when_everybody_who_reads_it_reads_the_second_too(tmp_path: Path) -> None:
    pacts = a_new_qc(tmp_path, V1, V2)
    alone = {name: each for name, each in both_versions().items() if name != V1}
    verify("production", alone, pacts)
    shutil.copy(files.FOLDER / "orchestrator-production.json", pacts)
    with pytest.raises(PromiseBroken) as broken:
        verify("production", alone, pacts)
    assert {(each.consumer, each.type) for each in broken.value.breaks} == {("orchestrator", V1)}


def a_message(type_name: str) -> Outgoing:
    example = json.loads((EXAMPLES / f"{type_name}.json").read_bytes())
    model = MESSAGE_TYPES[type_name].model_validate(example)
    record = a_record(model)
    return Outgoing(model.run, model.run, record.topic, record.key, record.headers, record.body)


def test_a_second_version_that_does_not_say_what_it_is_sent_beside_breaks_its_producers_test() -> None:
    messages = both_versions()
    with pytest.raises(PromiseBroken, match=f"who knows {V1} alone reads {V2}: the header ce_alsosentas"):
        verify("production", messages)
    verify("production", {**messages, V2: also_sent_as(messages[V2], V1)})
