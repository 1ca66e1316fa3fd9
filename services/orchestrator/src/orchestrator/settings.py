"""What only the orchestrator reads from the environment."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from chassis.pairs import read_pairs
from chassis.settings import LONGEST_SECONDS, read_own
from orchestrator.domain.saga import ORDER, SAGA, Policy


class OrchestratorSettings(BaseSettings):
    """`AICMO_STEP_DEADLINES`: seconds a step may take (`qc=120,delivery=60`); `AICMO_RESEND_…`: unanswered commands."""

    model_config = SettingsConfigDict(env_prefix="AICMO_", extra="ignore")

    step_deadlines: Annotated[dict[str, float], NoDecode] = {}
    resend_first_seconds: float = Field(default=5.0, gt=0, le=LONGEST_SECONDS)
    resend_longest_seconds: float = Field(default=300.0, gt=0, le=LONGEST_SECONDS)
    resend_limit: int = Field(default=6, ge=1, le=10_000)

    @field_validator("step_deadlines", mode="before")
    @classmethod
    def _read_deadlines(cls, value: object) -> object:
        return read_pairs(value) if isinstance(value, str) else value

    @field_validator("step_deadlines")
    @classmethod
    def _positive_and_known(cls, deadlines: dict[str, float]) -> dict[str, float]:
        wrong = sorted(
            name for name, seconds in deadlines.items() if name not in ORDER or not 0 < seconds <= LONGEST_SECONDS
        )
        if wrong:
            raise ValueError(f"unknown step, or seconds not above 0 and within a year: {', '.join(wrong)}")
        return deadlines

    @property
    def policy(self) -> Policy:
        """The orchestrator's patience."""
        deadlines = {step.service: step.deadline for step in SAGA}
        deadlines |= {service: timedelta(seconds=seconds) for service, seconds in self.step_deadlines.items()}
        return Policy(
            deadlines,
            resend_first=timedelta(seconds=self.resend_first_seconds),
            resend_longest=timedelta(seconds=self.resend_longest_seconds),
            resend_limit=self.resend_limit,
        )


def read_orchestrator_settings() -> OrchestratorSettings:
    """Read them from the environment. Raises InvalidSettings."""
    return read_own("orchestrator", OrchestratorSettings)
