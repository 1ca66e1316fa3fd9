"""`aicmo.draft.produced.v2`: `version` is called `strategy_version`. First sent beside the `v1`, then alone.

What a team would commit, as edits: the contracts, the producer, the reader of the next step, and the orchestrator.
"""

from versions.checkout import Edits

V1, V2 = "aicmo.draft.produced.v1", "aicmo.draft.produced.v2"

_CONTRACTS = "shared-contracts/src/contracts"
_FIRST, _BOTH = "messages.DraftProduced,", "messages.DraftProduced, messages.DraftProducedV2,"
_PRODUCTION = "services/production/src/production/step.py"
_REGISTERED = '"production": (messages.DraftProduced, messages.ProductionFailed),'
_SENT = "        (messages.DraftProduced, messages.ProductionFailed),\n"

_STRATEGY_AND_DRAFT = "\n        strategy=event.strategy,\n        draft=event.draft,\n"
_PASSED_ON = (f"{_STRATEGY_AND_DRAFT}        bundle=", f"{_STRATEGY_AND_DRAFT}        report=")
"""What stands behind the strategy's version where quality control passes a draft on, and where it sends it back."""

_ANNOUNCED_BESIDE = """def _announced(event: DraftProduced, rows: tuple[store.Rows, ...]) -> Done:
    same = {name: getattr(event, name) for name in DraftProduced.model_fields if name != "version"}
    return Done(event, rows, beside=(DraftProducedV2(strategy_version=event.version, **same),))
"""
_ANNOUNCED_ALONE = """def _announced(event: DraftProducedV2, rows: tuple[store.Rows, ...]) -> Done:
    return Done(event, rows)
"""

BESIDE: Edits = {
    f"{_CONTRACTS}/messages.py": [
        (
            "class ProductionFailed(StepFailed):\n",
            '''class DraftProducedV2(Payload):
    """Production: the draft and its assets are made."""

    type: ClassVar[str] = "aicmo.draft.produced.v2"

    brief_id: UUID
    brief: Brief
    strategy_id: UUID
    strategy_version: int
    strategy: Strategy
    draft: Draft
    bundle: Bundle


class ProductionFailed(StepFailed):
''',
        )
    ],
    f"{_CONTRACTS}/registry.py": [
        (_REGISTERED, _REGISTERED.replace("Produced,", "Produced, messages.DraftProducedV2,"))
    ],
    f"{_CONTRACTS}/flows.py": [
        (_SENT, _SENT.replace(_FIRST, _BOTH)),
        ('"qc": ((messages.DraftProduced,), ', '"qc": ((messages.DraftProduced, messages.DraftProducedV2), '),
    ],
    _PRODUCTION: [
        ("import DraftProduced, ", "import DraftProduced, DraftProducedV2, "),
        ("return Done(_produced(event, production), ", "return _announced(_produced(event, production), "),
        ("", f"\n\n{_ANNOUNCED_BESIDE}"),
    ],
    "services/qc/src/qc/step.py": [
        ("import DraftProduced, ", "import DraftProduced, DraftProducedV2, "),
        ("event: DraftProduced = received.message", "event = _newest(received.message)"),
        ("starts_on=DraftProduced,", "starts_on=DraftProduced,\n        or_on=(DraftProducedV2,),"),
        *((f"version=event.version,{rest}", f"version=event.strategy_version,{rest}") for rest in _PASSED_ON),
        (
            "",
            """

def _newest(event: DraftProduced | DraftProducedV2) -> DraftProducedV2:
    if isinstance(event, DraftProducedV2):
        return event
    same = {name: getattr(event, name) for name in DraftProduced.model_fields if name != "version"}
    return DraftProducedV2(strategy_version=event.version, **same)
""",
        ),
    ],
    "services/orchestrator/src/orchestrator/domain/saga.py": [
        (
            "MappingProxyType({step.done.type: step.service for step in SAGA})",
            "MappingProxyType(\n    {step.done.type: step.service for step in SAGA} "
            '| {messages.DraftProducedV2.type: "production"}\n)',
        )
    ],
    "services/orchestrator/src/orchestrator/domain/readings.py": [
        (
            "class VerdictSeen(StepSeen):\n",
            '''class SecondDraftSeen(DraftSeen):
    """Of `draft.produced`, the second version."""

    type: ClassVar[str] = messages.DraftProducedV2.type


class VerdictSeen(StepSeen):
''',
        ),
        ("StrategySeen, DraftSeen, ", "StrategySeen, DraftSeen, SecondDraftSeen, "),
    ],
}
"""The second version is sent beside the first, and read by all who read the first."""

ALONE: Edits = {
    f"{_CONTRACTS}/flows.py": [
        ("(messages.DraftProduced, messages.DraftProducedV2, messages.ProductionFailed)",
         "(messages.DraftProducedV2, messages.ProductionFailed)"),
        ("STILL_READ: Types = ()", "STILL_READ: Types = (messages.DraftProduced,)"),
    ],
    _PRODUCTION: [
        ("    return DraftProduced(\n", "    return DraftProducedV2(\n"),
        ("        version=event.version,\n", "        strategy_version=event.version,\n"),
        ("-> DraftProduced:\n", "-> DraftProducedV2:\n"),
        (_ANNOUNCED_BESIDE, _ANNOUNCED_ALONE),
        ("import DraftProduced, DraftProducedV2, ", "import DraftProducedV2, "),
    ],
}  # fmt: skip
"""On top of that: the first version is sent no more."""
