"""What every message body and every value inside one has in common: frozen, tolerant of unknown fields."""

from typing import Any, ClassVar, NewType
from uuid import UUID

from pydantic import BaseModel, ConfigDict

RunId = NewType("RunId", UUID)


class Value(BaseModel):
    """A part of a message; readers ignore fields that they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")


class Payload(Value):
    """A message body. `type` is its CloudEvents type; every body names the run it belongs to."""

    type: ClassVar[str]

    workflow_run_id: UUID

    @property
    def run(self) -> RunId:
        """The run that this message belongs to."""
        return RunId(self.workflow_run_id)


Evidence = dict[str, Any]
"""Why something failed, as JSON: a QC report, a list of problems, an error text."""
