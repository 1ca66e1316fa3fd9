"""What a subscriber reads of the line is what upstream's pacts say, and what the kit publishes onboarding can read."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from mirror import READS, Mirror, news_of

from chassis.records import Outgoing
from contract_pacts.consumer import agree, reading_of
from contract_pacts.files import Reading
from contract_pacts.producer import verify
from contract_pacts.workbench import a_record, example_of
from contracts.client import UpstreamRecord, submission, upstream_record
from contracts.messages import BriefSubmitted, ClientSigned
from contracts.payload import Payload

ON = {
    "onboarding": ("aicmo.brief.rejected.v1",),
    "delivery": ("aicmo.package.delivered.v1",),
    "orchestrator": tuple(name for name in READS if name.startswith("aicmo.workflow.")),
}


async def read_of(name: str, folder: Path) -> Reading:
    """What the example subscriber reads of the example of a message."""
    example: Payload = example_of(READS[name])
    record = a_record(example)

    async def mirror_it() -> Iterable[Payload]:
        news, mirror = news_of({"ce_type": name.encode()}, record.body), Mirror(folder / "runs.sqlite")
        assert news is not None
        mirror.learn(news, "2026-11-24T09:00:00+00:00")
        mirror.close()
        return ()

    return await reading_of("upstream", example, mirror_it)


@pytest.mark.parametrize("producer", sorted(ON))
async def test_the_subscriber_reads_what_upstreams_pact_says(producer: str, tmp_path: Path) -> None:
    agree("upstream", producer, *[await read_of(name, tmp_path) for name in ON[producer]])


def sent(record: UpstreamRecord) -> Outgoing:
    """A record of the kit in the form that pacts are verified with."""
    event = example_of(BriefSubmitted)
    return Outgoing(event.run, None, record.topic, record.key, list(record.headers), record.value)


def test_what_the_kit_publishes_has_all_that_onboarding_reads() -> None:
    example = example_of(BriefSubmitted)
    brief = submission(example.brief, source="/crm", brief_id=example.run, retry_of=example.run)
    client = upstream_record(example_of(ClientSigned), source="/crm")
    verify("upstream", {BriefSubmitted.type: sent(brief), ClientSigned.type: sent(client)})
