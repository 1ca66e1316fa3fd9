"""An upstream system that submits briefs and cancels runs, over Kafka and over HTTP, whatever fails meanwhile."""

import asyncio
from collections.abc import Sequence
from itertools import count
from uuid import UUID

import httpx
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from e2e_briefs import Brief
from e2e_topics import binary

from chaos.journal import Answer
from contracts.messages import BriefSubmitted
from contracts.topics import INTAKE

ANSWER_SECONDS = 12.0
ATTEMPTS = 6


class Publisher:
    """Publishes briefs, each send awaited; a producer that failed once is replaced."""

    def __init__(self, servers: str) -> None:
        self._servers = servers
        self._producer: AIOKafkaProducer | None = None
        self._turn = asyncio.Lock()

    async def publish(self, run: UUID, brief: Brief) -> Answer:
        """Publish a brief once."""
        key, headers, body = binary(BriefSubmitted(workflow_run_id=run, brief=brief))
        producer = None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                producer = await self._ready()
                await producer.send_and_wait(INTAKE, body, key=key, headers=headers)
            return Answer.ACCEPTED
        except (KafkaError, OSError, TimeoutError):
            await self._drop(producer)
            return Answer.UNKNOWN

    async def close(self) -> None:
        """Give the connections back."""
        await self._drop(self._producer)

    async def _ready(self) -> AIOKafkaProducer:
        async with self._turn:
            if self._producer is None:
                producer = AIOKafkaProducer(bootstrap_servers=self._servers, acks="all", request_timeout_ms=10_000)
                try:
                    await producer.start()
                except BaseException:
                    await _stopped(producer)
                    raise
                self._producer = producer
            return self._producer

    async def _drop(self, producer: AIOKafkaProducer | None) -> None:
        if producer is not None:
            if self._producer is producer:
                self._producer = None
            await _stopped(producer)


class Upstream:
    """Submits and cancels; at least once, as an upstream system should: until there is an answer."""

    def __init__(
        self, publisher: Publisher, http: httpx.AsyncClient, intake: Sequence[str], runs: Sequence[str]
    ) -> None:
        self._publisher = publisher
        self._http = http
        self._intake = intake
        self._runs = runs
        self._turns = count()

    async def over_kafka(self, run: UUID, brief: Brief) -> Answer:
        """Publish a brief until it is acknowledged."""
        for attempt in range(ATTEMPTS):
            if await self._publisher.publish(run, brief) is Answer.ACCEPTED:
                return Answer.ACCEPTED
            await asyncio.sleep(0.2 * 2**attempt)
        return Answer.UNKNOWN

    async def over_http(self, run: UUID, brief: Brief) -> Answer:
        """Post a brief to one replica after the other until one answers."""
        body = BriefSubmitted(workflow_run_id=run, brief=brief).model_dump(mode="json")
        match await self._post(self._intake, "/v1/briefs", body):
            case 200 | 202:
                return Answer.ACCEPTED
            case 422:
                return Answer.REFUSED
            case _:
                # 409 too: an earlier attempt without an answer may have begun a run that has been undone since.
                return Answer.UNKNOWN

    async def cancel(self, run: UUID) -> None:
        """Ask the orchestrator's replicas to undo a run until one of them answers; it may be too late."""
        await self._post(self._runs, f"/v1/runs/{run}/cancel", None)

    async def _post(self, replicas: Sequence[str], path: str, body: object) -> int | None:
        """The first status that is an answer: not a failure of the server, not `unknown yet`."""
        for attempt in range(ATTEMPTS):
            url = replicas[next(self._turns) % len(replicas)]
            try:
                answer = await self._http.post(f"{url}{path}", json=body)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code < 500 and answer.status_code != 404:
                return answer.status_code
            await asyncio.sleep(0.2 * 2**attempt)
        return None


async def _stopped(producer: AIOKafkaProducer) -> None:
    try:
        async with asyncio.timeout(5):
            await producer.stop()
    except (KafkaError, OSError, TimeoutError):
        return
