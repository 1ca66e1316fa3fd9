"""What only qc reads from the environment."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.settings import read_own
from qc.domain.mendable import REVISIONS
from qc.domain.review import PASS_MARK


class QcSettings(BaseSettings):
    """`AICMO_QC_PASS_MARK`: the least score, 0 to 1, that passes; `AICMO_QC_REVISIONS`: how often one is sent back."""

    model_config = SettingsConfigDict(env_prefix="AICMO_QC_", extra="ignore")

    pass_mark: float = Field(default=PASS_MARK, ge=0, le=1)
    revisions: int = Field(default=REVISIONS, ge=0, le=10)


def read_qc_settings() -> QcSettings:
    """Read them from the environment. Raises InvalidSettings."""
    return read_own("qc", QcSettings)
