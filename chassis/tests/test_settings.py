"""The environment is read once, and everything that is wrong in it is named at once.

Mutants: the production check left out -> faults in production; a variable named after the setting alone, without its
class's prefix -> every wrong value, credentials for SASL; one validator less -> the test of its variable; the service's
own settings read after the common ones -> what only one service reads.
"""

import os
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.settings import (
    InvalidSettings,
    PersistenceMode,
    ServiceSettings,
    read_both,
    read_settings,
    read_together,
)
from contracts.topics import RETENTION

URL = "postgresql://qc_app:secret@127.0.0.1:5432/qc"


class OwnSettings(BaseSettings):
    """What only one service reads."""

    model_config = SettingsConfigDict(env_prefix="AICMO_")

    patience: int = 1


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Only what a test sets."""
    for name in [name for name in os.environ if name.startswith(("AICMO_", "KAFKA_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("QC_DATABASE_URL", URL)
    monkeypatch.setenv("QC_HTTP_URL", "http://127.0.0.1:18083")
    return monkeypatch


def named(refusal: InvalidSettings) -> set[str]:
    """The variables that a refusal blames, one a line."""
    return {line.split(":")[0].strip() for line in str(refusal).splitlines()[1:]}


def test_a_service_reads_its_own_urls(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DELIVERY_DATABASE_URL", "postgresql://other")
    settings = read_settings("qc")
    assert (settings.database_url, settings.listen_address) == (URL, ("127.0.0.1", 18083))
    assert settings.persistence_mode is PersistenceMode.DB


def test_every_wrong_value_is_named_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AICMO_PERSISTENCE_MODE", "paper")
    environment.setenv("AICMO_STEP_ATTEMPTS", "0")
    environment.setenv("AICMO_BATCH_LIMIT", "many")
    environment.setenv("AICMO_FAULTS", "qc=1.5")
    environment.setenv("AICMO_LOG_LEVEL", "loud")
    environment.setenv("KAFKA_SECURITY_PROTOCOL", "CARRIER_PIGEON")
    environment.setenv("QC_HTTP_URL", "127.0.0.1")
    common = {f"AICMO_{name}" for name in ("PERSISTENCE_MODE", "STEP_ATTEMPTS", "BATCH_LIMIT", "FAULTS", "LOG_LEVEL")}
    with pytest.raises(InvalidSettings) as refusal:
        read_settings("qc")
    assert named(refusal.value) == common | {"KAFKA_SECURITY_PROTOCOL", "QC_HTTP_URL"}


def test_what_only_one_service_reads_is_named_beside_the_rest_and_each_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AICMO_STEP_ATTEMPTS", "0")
    environment.setenv("AICMO_PATIENCE", "much")
    with pytest.raises(InvalidSettings) as refusal:
        read_both("qc", OwnSettings)
    assert [line.split(":")[0] for line in refusal.value.problems] == ["AICMO_STEP_ATTEMPTS", "AICMO_PATIENCE"]
    assert str(refusal.value).splitlines() == [
        "qc: the environment can't be used:",
        *(f"  {problem}" for problem in refusal.value.problems),
    ]
    with pytest.raises(InvalidSettings) as same:
        read_together("both", *[lambda: read_both("qc", OwnSettings)] * 2)
    assert same.value.problems == refusal.value.problems


def test_what_only_one_service_reads_comes_with_the_rest(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AICMO_PATIENCE", "7")
    common, own = read_both("qc", OwnSettings)
    assert (common.service, own.patience) == ("qc", 7)


def test_a_missing_database_is_named_beside_the_others(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("QC_DATABASE_URL")
    environment.setenv("AICMO_STEP_ATTEMPTS", "0")
    with pytest.raises(InvalidSettings) as refusal:
        read_settings("qc")
    assert "DATABASE_URL" in str(refusal.value)
    assert "STEP_ATTEMPTS" in str(refusal.value)


def test_kafkas_own_variables_are_read(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("KAFKA_BOOTSTRAP_SERVERS", "one:9092,two:9092")
    assert read_settings("qc").kafka.connection()["bootstrap_servers"] == "one:9092,two:9092"


def test_a_password_is_never_part_of_the_text(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("QC_DATABASE_URL", "mysql://qc_app:secret@127.0.0.1/qc")
    with pytest.raises(InvalidSettings) as refusal:
        read_settings("qc")
    assert "secret" not in str(refusal.value)
    assert "PostgreSQL" in str(refusal.value)


@pytest.mark.parametrize("name", ["QC_DATABASE_URL", "QC_HTTP_URL"])
def test_a_missing_url_is_refused(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    with pytest.raises(InvalidSettings):
        read_settings("qc")


def test_in_memory_no_database_is_needed(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("QC_DATABASE_URL")
    environment.setenv("AICMO_PERSISTENCE_MODE", "inmemory")
    assert read_settings("qc").persistence_mode is PersistenceMode.INMEMORY


def test_faults_are_read_by_service(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AICMO_FAULTS", "qc=0.1, delivery=0.05")
    assert read_settings("qc").faults == {"qc": 0.1, "delivery": 0.05}


def test_faults_are_refused_in_production(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AICMO_FAULTS", "qc=0.1")
    environment.setenv("AICMO_ENVIRONMENT", "production")
    with pytest.raises(InvalidSettings, match="AICMO_FAULTS"):
        read_settings("qc")


@pytest.mark.parametrize("faults", ["qc", "qc=", "qc=often", "qc=-0.1", "qc=nan", "billing=0.1"])
def test_faults_that_mean_nothing_are_refused(environment: pytest.MonkeyPatch, faults: str) -> None:
    environment.setenv("AICMO_FAULTS", faults)
    with pytest.raises(InvalidSettings, match="FAULTS"):
        read_settings("qc")


def test_sasl_needs_a_name_and_a_password(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
    environment.setenv("KAFKA_BOOTSTRAP_SERVERS", "nowhere")
    with pytest.raises(InvalidSettings) as refusal:
        read_settings("qc")
    assert named(refusal.value) == {"KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD", "KAFKA_BOOTSTRAP_SERVERS"}


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("AICMO_RECONCILE_AFTER_SECONDS", "inf", "less than or equal to 31622400"),
        ("AICMO_DRAIN_SECONDS", "nan", "less than or equal to 31622400"),
        ("AICMO_LEDGER_RETENTION_SECONDS", "1e15", "less than or equal to"),
        ("AICMO_BATCH_LIMIT", "5001", "less than or equal to 5000"),
        ("AICMO_STEP_ATTEMPTS", "1001", "less than or equal to 1000"),
        ("AICMO_DATABASE_POOL_SIZE", "1001", "less than or equal to 1000"),
        ("AICMO_FAULTS", "qc", "'qc' must be written name=number"),
        ("AICMO_FAULTS", "qc=often", "a number from 0 to 1"),
        ("AICMO_FAULTS", "billing=0.1", "must be among onboarding,"),
    ],
)
def test_a_wrong_value_is_blamed_on_its_variable_with_what_would_be_right(
    environment: pytest.MonkeyPatch, name: str, value: str, right: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(InvalidSettings) as refusal:
        read_settings("qc")
    assert named(refusal.value) == {name}
    assert right in str(refusal.value)


@pytest.mark.parametrize("url", ["", " ", "/tmp/x", "bogus://x", "file:x", "file://tmp/x", "s3://", "s3:bucket"])
def test_what_is_no_object_store_is_refused(environment: pytest.MonkeyPatch, url: str) -> None:
    environment.setenv("AICMO_OBJECT_STORE_URL", url)
    with pytest.raises(
        InvalidSettings, match=r"AICMO_OBJECT_STORE_URL: .*: must be file:///folder, s3://bucket/prefix"
    ):
        read_settings("qc")


@pytest.mark.parametrize(
    "url", ["file:///tmp/x", "file:/x", "memory:///", "s3://b/p", "gs://b", "https://h/p", "S3://b"]
)
def test_object_stores_of_every_kind_are_taken(environment: pytest.MonkeyPatch, url: str) -> None:
    environment.setenv("AICMO_OBJECT_STORE_URL", url)
    assert read_settings("qc").object_store_url == url


@pytest.mark.parametrize("servers", ["", "foo:bar", "foo", "foo:0", "foo:65536", "a:1,,b:2", "::1:9092", "tcp://a:1"])
def test_what_is_no_list_of_servers_is_refused(environment: pytest.MonkeyPatch, servers: str) -> None:
    environment.setenv("KAFKA_BOOTSTRAP_SERVERS", servers)
    with pytest.raises(InvalidSettings, match=r"KAFKA_BOOTSTRAP_SERVERS: .*: must be host:port"):
        read_settings("qc")


def test_servers_may_be_written_with_blanks_and_as_ipv6(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("KAFKA_BOOTSTRAP_SERVERS", "kafka-1.internal:9092, [::1]:9093")
    assert read_settings("qc").kafka.bootstrap_servers == "kafka-1.internal:9092,[::1]:9093"


def test_certificates_that_can_not_be_read_are_named(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no certificate")
    environment.setenv("KAFKA_SECURITY_PROTOCOL", "SSL")
    environment.setenv("KAFKA_SSL_CAFILE", str(tmp_path / "no.pem"))
    environment.setenv("KAFKA_SSL_CERTFILE", str(tmp_path / "absent.pem"))
    environment.setenv("KAFKA_SSL_KEYFILE", str(tmp_path))
    with pytest.raises(InvalidSettings, match="must be the path of a readable PEM file") as refusal:
        read_settings("qc")
    assert named(refusal.value) == {"KAFKA_SSL_CAFILE", "KAFKA_SSL_CERTFILE", "KAFKA_SSL_KEYFILE"}


def test_a_certificate_without_its_key_is_named(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no certificate")
    environment.setenv("KAFKA_SECURITY_PROTOCOL", "SSL")
    environment.setenv("KAFKA_SSL_CERTFILE", str(tmp_path / "no.pem"))
    with pytest.raises(InvalidSettings, match=r"KAFKA_SSL_KEYFILE: KAFKA_SSL_CERTFILE=.* can't be used"):
        read_settings("qc")


def test_certificates_are_not_looked_at_where_nothing_is_encrypted(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("KAFKA_SSL_CAFILE", "/nowhere.pem")
    assert read_settings("qc").kafka.connection()["ssl_context"] is None


def test_the_ledger_is_kept_longer_than_the_topics_by_default() -> None:
    settings = ServiceSettings(service="qc", database_url=URL, http_url="http://127.0.0.1:1")
    assert settings.ledger_retention > RETENTION
