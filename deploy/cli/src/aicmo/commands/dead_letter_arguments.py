"""Arguments and options of the commands for dead letters."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer

from aicmo.commands.arguments import parsed_run_id
from aicmo.dead_letters import Filters


class ServiceName(StrEnum):
    """The services that keep dead letters."""

    ONBOARDING = "onboarding"
    STRATEGY = "strategy"
    PRODUCTION = "production"
    QC = "qc"
    DELIVERY = "delivery"
    ORCHESTRATOR = "orchestrator"


ServiceOption = Annotated[
    ServiceName | None,
    typer.Option(
        "--service",
        metavar="SERVICE",
        case_sensitive=False,
        help=f"Whose: {', '.join(ServiceName)}; else all are asked.",
        show_default=False,
    ),
]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The dead letter's id.", show_default=False)]
OptionalId = Annotated[str | None, typer.Argument(metavar="[ID]", help="The dead letter's id.", show_default=False)]
ReasonOption = Annotated[
    str | None, typer.Option(metavar="REASON", help="Those of this reason, as `list` shows it.", show_default=False)
]
TypeOption = Annotated[
    str | None, typer.Option("--type", metavar="TYPE", help="Those of this message type.", show_default=False)
]
RunOption = Annotated[
    UUID | None,
    typer.Option("--run", metavar="RUN", parser=parsed_run_id, help="Those of this run.", show_default=False),
]


def filters_of(**wanted: object) -> Filters:
    """Give what was asked for, by name."""
    return {name: str(value) for name, value in wanted.items() if value is not None}
