"""What delivery reads from the environment: what can't be used is named, before anything runs."""

import pytest

from chassis.settings import InvalidSettings
from delivery.app import main
from delivery.settings import read_delivery_settings


@pytest.mark.parametrize("seconds", ["900", "0.5"])
def test_a_package_may_take_up_to_a_quarter_of_an_hour(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("AICMO_RENDER_SECONDS", seconds)
    assert read_delivery_settings().render_seconds == float(seconds)


@pytest.mark.parametrize("seconds", ["901", "31622400", "inf", "1e400", "nan", "0", "-1", "long"])
def test_a_time_in_which_no_package_is_rendered_is_refused(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("AICMO_RENDER_SECONDS", seconds)
    with pytest.raises(InvalidSettings, match="\n  AICMO_RENDER_SECONDS: "):
        read_delivery_settings()


def test_what_is_wrong_with_it_is_told_beside_what_is_wrong_with_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AICMO_LOG_LEVEL", "loud")
    monkeypatch.setenv("AICMO_RENDER_PROCESSES", "0")
    with pytest.raises(InvalidSettings) as refusal:
        main()
    assert {"AICMO_LOG_LEVEL", "AICMO_RENDER_PROCESSES"} <= {line.split(":")[0] for line in refusal.value.problems}
