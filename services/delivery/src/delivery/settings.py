"""What only delivery reads from the environment."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from chassis.reconciliation import LONGEST_STEP
from chassis.settings import read_own


class DeliverySettings(BaseSettings):
    """`AICMO_AGENCY_NAME` on every package; `AICMO_FONT_FOLDERS`, with colons between, beside the packaged fonts.

    `AICMO_RENDER_PROCESSES` processes render, each from its first package on; one that takes longer than
    `AICMO_RENDER_SECONDS` is ended, and its message tried again: a quarter of an hour at most, after which the files
    of a step may be taken for lost.
    """

    model_config = SettingsConfigDict(env_prefix="AICMO_", extra="ignore")

    agency_name: str = "AICMO"
    render_processes: int = Field(default=2, ge=1, le=64)
    render_seconds: float = Field(default=120.0, gt=0, le=LONGEST_STEP.total_seconds())
    font_folders: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("font_folders", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(filter(None, value.split(":"))) if isinstance(value, str) else value


def read_delivery_settings() -> DeliverySettings:
    """Read them from the environment. Raises InvalidSettings."""
    return read_own("delivery", DeliverySettings)
