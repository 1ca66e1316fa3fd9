"""What the orchestrator reads of the services' events is what its pacts say, and all that others read it publishes."""

from collections.abc import Iterable

import pytest
from orchestrator_builders import OTHER_RUN, POLICY, RUN, a_run, accepted, all_done, all_undone, failed, parked
from orchestrator_shell import SetClock, a_record, an_observer, stored

from chassis.database import MemoryDatabase
from chassis.schema import MESSAGING_METADATA
from contract_pacts import workbench
from contract_pacts.consumer import agree, reading_of
from contract_pacts.files import Reading
from contract_pacts.producer import Messages, verify
from contract_pacts.workbench import Workbench, example_of, outbox_of, type_of
from contracts.messages import StepCompensated, StepCompensationRefused, StepParked
from contracts.payload import Payload
from contracts.registry import MESSAGE_TYPES
from contracts.topics import STEP_SERVICES, events_of
from orchestrator.domain.readings import READINGS
from orchestrator.domain.saga import DONE_BY, FAILED_BY, PIVOT, SENT_BACK_BY
from orchestrator.observer import Observer
from orchestrator.tables import METADATA

BENCH = Workbench("orchestrator", METADATA, lambda station: Observer(station, POLICY))


def heard_of(service: str) -> Iterable[Payload]:
    """An example of each event of a service, in the form that the orchestrator reads it in."""
    ending = (name for name, by in {**DONE_BY, **FAILED_BY, **SENT_BACK_BY}.items() if by == service)
    yield from (example_of(READINGS.get(name, MESSAGE_TYPES[name])) for name in ending)
    yield example_of(StepCompensated, service=service)
    yield example_of(StepParked, service=service)
    if service == PIVOT:
        yield example_of(StepCompensationRefused, service=service)


async def read_of(service: str, event: Payload) -> Reading:
    """What is read of an event, heard while its run is being undone, and heard first of all."""
    first = workbench.a_record(failed("strategy", event.run), events_of("strategy"))
    record = workbench.a_record(event, events_of(service))

    async def observe() -> Iterable[Payload]:
        await BENCH.outbox_after(first, record)
        await BENCH.outbox_after(record)
        return ()

    return await reading_of("orchestrator", event, observe)


@pytest.mark.parametrize("service", STEP_SERVICES)
async def test_the_orchestrator_reads_of_a_service_what_its_pact_says(service: str) -> None:
    agree("orchestrator", service, *[await read_of(service, event) for event in heard_of(service)])


async def told_of_runs() -> Messages:
    """A message of each type that it publishes: of a run that is completed, one undone and tried again, one stalled."""
    database, clock = MemoryDatabase(MESSAGING_METADATA, METADATA), SetClock()
    observer, third = an_observer(database, clock), a_run(3)
    events = [*all_done(OTHER_RUN), accepted(), failed("strategy"), *all_undone(), accepted(third), parked("qc", third)]
    await observer.handle([a_record(event) for event in events])
    await observer.retry(a_run(4), await stored(database, RUN), accepted().brief.model_dump(mode="json"))
    messages = {type_of(each): each for each in await outbox_of(database)}
    await database.close()
    return messages


async def test_what_the_orchestrator_publishes_has_all_that_its_consumers_read() -> None:
    verify("orchestrator", await told_of_runs())
