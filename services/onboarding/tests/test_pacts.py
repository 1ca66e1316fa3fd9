"""What onboarding reads of others' messages is what its pacts say, and what it publishes has all that others read."""

from onboarding_builders import a_form_without, a_submission

from contract_pacts.consumer import agree, reading_at_start, reading_of_command
from contract_pacts.producer import published, verify
from contract_pacts.workbench import example_of
from contracts.messages import BriefSubmitted, ClientSigned
from onboarding.step import step
from onboarding.store import METADATA


async def test_onboarding_reads_of_upstream_systems_what_its_pact_says() -> None:
    readings = [await reading_at_start(step(), METADATA, example_of(each)) for each in (BriefSubmitted, ClientSigned)]
    agree("onboarding", "upstream", *readings)


async def test_onboarding_reads_of_the_orchestrator_what_its_pact_says() -> None:
    repeated = await reading_at_start(step(), METADATA, example_of(BriefSubmitted))
    agree("onboarding", "orchestrator", repeated, await reading_of_command(step(), METADATA))


async def test_what_onboarding_publishes_has_all_that_its_consumers_read() -> None:
    incomplete = a_submission(a_form_without("industry"))
    verify("onboarding", await published(step(), METADATA, example_of(BriefSubmitted), incomplete))
