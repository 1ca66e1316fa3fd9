"""What strategy reads of others' messages is what its pacts say, and what it publishes has all that others read."""

from strategy_builders import a_brief, accepted

from contract_pacts.consumer import agree, reading_at_start, reading_of_command
from contract_pacts.producer import published, verify
from contract_pacts.workbench import example_of
from contracts.brief import Channel
from contracts.messages import BriefAccepted
from strategy.step import step
from strategy.store import METADATA


async def test_strategy_reads_of_a_brief_what_its_pact_says() -> None:
    agree("strategy", "onboarding", await reading_at_start(step(), METADATA, example_of(BriefAccepted)))


async def test_strategy_reads_of_a_command_what_its_pact_says() -> None:
    agree("strategy", "orchestrator", await reading_of_command(step(), METADATA))


async def test_what_strategy_publishes_has_all_that_its_consumers_read() -> None:
    hopeless = accepted(a_brief(avoid_platforms=tuple(Channel)))
    verify("strategy", await published(step(), METADATA, example_of(BriefAccepted), hopeless))
