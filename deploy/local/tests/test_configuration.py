"""The system's addresses and passwords stay the same from call to call, and the caller's own servers are respected."""

from pathlib import Path

import pytest

from contracts.topics import SERVICES
from local_stack.configuration import configure
from local_stack.env_file import read_env_file, write_env_file
from local_stack.errors import LocalStackError
from local_stack.state import State


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)


def test_passwords_are_kept_between_calls(state: State) -> None:
    first = configure(state, {}).variables()
    write_env_file(state.environment_file, first)
    assert configure(state, {}).variables() == first


def test_passwords_differ_from_machine_to_machine_and_role_to_role(state: State) -> None:
    urls = [configure(state, {}).variables()[f"{name.upper()}_DATABASE_URL"] for name in SERVICES for _ in range(2)]
    assert len({url.split("@")[0].split(":")[-1] for url in urls}) == len(urls)


def test_chosen_ports_are_remembered(state: State) -> None:
    write_env_file(state.environment_file, configure(state, {"AICMO_HTTP_PORT": "28080"}).variables())
    assert configure(state, {}).variables()["ORCHESTRATOR_HTTP_URL"] == "http://127.0.0.1:28085"


def test_whoever_sourced_the_env_file_still_gets_our_servers(state: State) -> None:
    variables = configure(state, {}).variables()
    write_env_file(state.environment_file, variables)
    configuration = configure(state, variables)
    assert configuration.our_broker
    assert len(configuration.our_databases) == len(SERVICES)


def test_our_servers_stay_ours_when_they_move(state: State) -> None:
    variables = configure(state, {}).variables()
    write_env_file(state.environment_file, variables)
    moved = {"AICMO_KAFKA_PORT": "29092", "AICMO_POSTGRES_PORT": "25432"}
    for caller in (moved, {**variables, **moved}):
        configuration = configure(state, caller)
        assert configuration.bootstrap_servers == "127.0.0.1:29092"
        assert {database.app_url.split("@")[1].split("/")[0] for database in configuration.our_databases} == {
            "127.0.0.1:25432"
        }
        assert len(configuration.our_databases) == len(SERVICES)


def test_what_was_configured_once_holds_until_it_is_configured_otherwise(state: State) -> None:
    caller = {
        "AICMO_OBJECT_STORE_URL": "s3://bucket/prefix",
        "KAFKA_BOOTSTRAP_SERVERS": "broker.internal:9092",
        "KAFKA_SECURITY_PROTOCOL": "SSL",
        "QC_DATABASE_URL": "postgresql://qc:secret@db.internal/qc",
        "QC_MIGRATION_DATABASE_URL": "postgresql://owner:secret@db.internal/qc",
    }
    first = configure(state, caller).variables()
    write_env_file(state.environment_file, first)
    again = configure(state, {"AICMO_OBJECT_STORE_URL": ""})
    assert again.variables() == first
    assert not again.our_broker
    assert [database.service for database in again.databases if not database.ours] == ["qc"]

    otherwise = {"AICMO_OBJECT_STORE_URL": "memory:///", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:19092"}
    changed = configure(state, {**otherwise, "QC_DATABASE_URL": "postgresql://qc:secret@other.internal/qc"})
    assert changed.object_store_url == "memory:///"
    assert changed.kafka == {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:19092"}
    assert "QC_MIGRATION_DATABASE_URL" not in changed.variables()


def test_places_that_no_service_could_use_are_named_all_at_once(state: State) -> None:
    caller = {
        "KAFKA_BOOTSTRAP_SERVERS": "foo:bar",
        "AICMO_OBJECT_STORE_URL": "/tmp/x",
        "QC_DATABASE_URL": "postgresql://qc:secret@db.internal:99999/qc",
        "DELIVERY_DATABASE_URL": "mysql://delivery:secret@db.internal/delivery",
    }
    with pytest.raises(LocalStackError) as refusal:
        configure(state, caller).require_usable()
    assert {line.split(":")[0] for line in str(refusal.value).splitlines()} == caller.keys()
    assert "secret" not in str(refusal.value)
    configure(state, {"QC_DATABASE_URL": "postgresql://qc:secret@db.internal/qc"}).require_usable()


def test_a_configured_broker_is_used_instead_of_ours(state: State) -> None:
    caller = {"KAFKA_BOOTSTRAP_SERVERS": "broker.internal:9092", "KAFKA_SECURITY_PROTOCOL": "SSL"}
    configuration = configure(state, caller)
    assert not configuration.our_broker
    assert configuration.variables().items() >= caller.items()


def test_a_configured_database_is_used_instead_of_ours(state: State) -> None:
    caller = {"QC_DATABASE_URL": "postgresql://qc:secret@db.internal/qc"}
    configuration = configure(state, caller)
    assert [database.service for database in configuration.databases if not database.ours] == ["qc"]
    assert configuration.variables()["QC_DATABASE_URL"] == caller["QC_DATABASE_URL"]
    assert "QC_MIGRATION_DATABASE_URL" not in configuration.variables()


def test_what_changes_from_call_to_call_is_not_written_down(state: State) -> None:
    assert "AICMO_FAULTS" not in configure(state, {"AICMO_FAULTS": "qc=1"}).variables()


def test_a_second_replica_has_a_name_and_a_port_of_its_own(state: State) -> None:
    instances = {one.name: one.port for one in configure(state, {}).instances(2)}
    assert (instances["qc"], instances["qc-2"]) == (18083, 18093)
    assert len(set(instances.values())) == 2 * len(SERVICES)


def test_a_replica_that_left_a_pid_file_is_one_of_the_system(state: State) -> None:
    names = [one.name for one in configure(state, {}).instances(1, {"kafka", "qc", "qc-3"})]
    assert names == [*SERVICES, "qc-3"]


@pytest.mark.parametrize(
    ("name", "value", "said"), [("AICMO_POSTGRES_PORT", "18083", "18083"), ("AICMO_HTTP_PORT", "65533", "no port for")]
)
def test_a_port_for_each_process_is_needed(state: State, name: str, value: str, said: str) -> None:
    configuration = configure(state, {name: value})
    with pytest.raises(LocalStackError, match=said):
        configuration.require_distinct_ports(configuration.instances(1))


@pytest.mark.parametrize("value", ["many", "0", "65536"])
def test_a_port_that_is_no_port_is_refused(state: State, value: str) -> None:
    with pytest.raises(LocalStackError, match=f"AICMO_HTTP_PORT={value}"):
        configure(state, {"AICMO_HTTP_PORT": value})


def test_the_env_file_is_private_and_survives_odd_values(state: State) -> None:
    odd = {"ONE": "a b'c\"$d", "TWO": "x=y"}
    write_env_file(state.environment_file, odd)
    assert read_env_file(state.environment_file) == odd
    assert state.environment_file.stat().st_mode & 0o777 == 0o600
