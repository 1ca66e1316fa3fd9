"""What qc reads of others' messages is what its pacts say, and what it publishes has all that others read."""

from qc_builders import a_draft, overview_with, produced

from contract_pacts.consumer import agree, reading_at_start, reading_of_command
from contract_pacts.producer import published, verify
from contract_pacts.workbench import example_of
from contracts.draft import Draft
from contracts.messages import DraftProduced
from qc.step import step
from qc.store import METADATA


async def test_qc_reads_of_a_draft_what_its_pact_says() -> None:
    agree("qc", "production", await reading_at_start(step(), METADATA, example_of(DraftProduced)))


async def test_qc_reads_of_a_command_what_its_pact_says() -> None:
    agree("qc", "orchestrator", await reading_of_command(step(), METADATA))


async def test_what_qc_publishes_has_all_that_its_consumers_read() -> None:
    whole = example_of(DraftProduced)
    mendable = whole.model_copy(update={"draft": with_a_placeholder(whole.draft)})
    faulty = produced(draft=a_draft(sections=overview_with("It cures eczema."), revision=2))
    verify("qc", await published(step(), METADATA, whole, mendable, faulty))


def with_a_placeholder(draft: Draft) -> Draft:
    first, *others = draft.sections
    unfinished = first.model_copy(update={"body": f"{first.body}\n\nWritten for [INSERT NAME]."})
    return draft.model_copy(update={"sections": (unfinished, *others)})
