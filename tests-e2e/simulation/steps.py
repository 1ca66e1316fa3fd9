"""The services' own steps, with the trouble that their work can have."""

from collections.abc import Mapping

from e2e_steps import step_of as declared
from msgspec.structs import replace

from chassis.objects import Objects, run_prefix
from chassis.step import Outcome, Received, Step, always
from simulation.kinds import Fault
from simulation.life import Life
from simulation.story import short

SLOW_SECONDS = (0.5, 9.0)
RAISED = "raised by the simulation"
ALWAYS_FILLED: Mapping[str, tuple[str, ...]] = {
    "onboarding": ("onboarding_forms",),
    "strategy": ("strategy_document",),
    "production": ("content_draft", "draft_bundle"),
    "qc": ("qc_result",),
    "delivery": ("delivery_package",),
}
"""The tables of which a run that is done has exactly one row."""


def step_of(service: str, objects: Objects, life: Life) -> Step:
    """A service's real step, whose work may be slow, may raise, and is cut short by a crash."""
    step = declared(service, objects)

    async def perform(received: Received) -> Outcome:
        await life.gate()
        world = life.world
        if world.strikes(Fault.STEP_SLOW, life.name):
            await world.pause(*SLOW_SECONDS)
        if world.strikes(Fault.STEP_RAISES, life.name):
            raise RuntimeError(f"{RAISED}, run {short(received.run)}")
        if service == "production":
            await objects.put(f"{run_prefix(service, received.run)}draft.txt", b"the light package has no files")
        outcome = await step.perform(received)
        await life.gate()
        return outcome

    # Light drafts stand for full ones here: they take their time, have files, and are asked for first.
    looks_first = always if service in ("production", "qc") else step.looks_first
    return replace(step, perform=perform, looks_first=looks_first)
