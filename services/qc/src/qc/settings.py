"""What only qc reads from the environment."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from chassis.pairs import read_pairs
from chassis.settings import read_own
from contracts.brief import PackageName
from qc.domain.review import PASS_MARK, REVISIONS


class QcSettings(BaseSettings):
    """`AICMO_QC_PASS_MARK`: the least score, 0 to 1, that passes; `AICMO_QC_PASS_MARKS`: those of single packages.

    The latter is written `quick_social=0.8,launch_gtm=0.75`. `AICMO_QC_REVISIONS`: how often a draft is sent back.
    """

    model_config = SettingsConfigDict(env_prefix="AICMO_QC_", extra="ignore")

    pass_mark: float = Field(default=PASS_MARK, ge=0, le=1)
    revisions: int = Field(default=REVISIONS, ge=0, le=10)
    pass_marks: Annotated[dict[PackageName, Annotated[float, Field(ge=0, le=1)]], NoDecode] = {}

    @field_validator("pass_marks", mode="before")
    @classmethod
    def _read_marks(cls, value: object) -> object:
        return read_pairs(value) if isinstance(value, str) else value


def read_qc_settings() -> QcSettings:
    """Read them from the environment. Raises InvalidSettings."""
    return read_own("qc", QcSettings)
