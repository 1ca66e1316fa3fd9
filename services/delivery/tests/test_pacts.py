"""What delivery reads of others' messages is what its pacts say, and what it publishes has all that others read."""

from hashlib import sha256

import pytest
from delivery_builders import AGENCY, Shelf, at_once, render_undrawn

from chassis.step import Step
from contract_pacts.consumer import agree, reading_at_start, reading_of_command
from contract_pacts.producer import published, verify
from contract_pacts.workbench import example_of
from contracts.messages import QcPassed
from contracts.payload import RunId
from delivery.step import step
from delivery.store import METADATA

EXAMPLE: QcPassed = example_of(QcPassed)
FILES = {asset.reference: f"what {asset.name} holds".encode() for asset in EXAMPLE.bundle.assets}


def an_approved_draft() -> QcPassed:
    """The example, with assets whose bytes the object store has."""
    assets = tuple(
        asset.model_copy(
            update={"sha256": sha256(FILES[asset.reference]).hexdigest(), "size": len(FILES[asset.reference])}
        )
        for asset in EXAMPLE.bundle.assets
    )
    return EXAMPLE.model_copy(update={"bundle": EXAMPLE.bundle.model_copy(update={"assets": assets})})


@pytest.fixture
def declared() -> Step:
    """Delivery's step on an object store that holds the example's assets."""
    return step(objects=Shelf(**FILES), offload=at_once, render=render_undrawn, agency=AGENCY)


async def test_delivery_reads_of_a_passed_draft_what_its_pact_says(declared: Step) -> None:
    agree("delivery", "qc", await reading_at_start(declared, METADATA, an_approved_draft()))


async def test_delivery_reads_of_a_command_what_its_pact_says(declared: Step) -> None:
    agree("delivery", "orchestrator", await reading_of_command(declared, METADATA))


async def test_what_delivery_publishes_has_all_that_its_consumers_read(declared: Step) -> None:
    swapped = EXAMPLE.model_copy(update={"workflow_run_id": RunId(EXAMPLE.brief_id)})
    messages = await published(declared, METADATA, an_approved_draft(), swapped)
    verify("delivery", messages)
