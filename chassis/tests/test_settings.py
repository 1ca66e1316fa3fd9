"""The environment is read once, and everything that is wrong in it is named at once.

Mutants: the production check left out -> faults in production.
"""

import pytest

from chassis.settings import InvalidSettings, KafkaSettings, PersistenceMode, ServiceSettings, read_settings
from contracts.topics import RETENTION

URL = "postgresql://qc_app:secret@127.0.0.1:5432/qc"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Only what a test sets."""
    for name in ("AICMO_PERSISTENCE_MODE", "AICMO_FAULTS", "AICMO_ENVIRONMENT", "KAFKA_SECURITY_PROTOCOL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QC_DATABASE_URL", URL)
    monkeypatch.setenv("QC_HTTP_URL", "http://127.0.0.1:18083")
    return monkeypatch


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
    names = ("PERSISTENCE_MODE", "STEP_ATTEMPTS", "BATCH_LIMIT", "FAULTS", "LOG_LEVEL", "KAFKA_SECURITY_PROTOCOL")
    with pytest.raises(InvalidSettings) as refusal:
        read_settings("qc")
    for name in (*names, "QC_HTTP_URL"):
        assert name in str(refusal.value)


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


def test_sasl_needs_a_name_and_a_password() -> None:
    with pytest.raises(ValueError, match="KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD"):
        KafkaSettings(security_protocol="SASL_SSL", sasl_username="qc")


def test_the_ledger_is_kept_longer_than_the_topics_by_default() -> None:
    settings = ServiceSettings(service="qc", database_url=URL, http_url="http://127.0.0.1:1")
    assert settings.ledger_retention > RETENTION
