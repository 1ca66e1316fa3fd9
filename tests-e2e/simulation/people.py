"""What people and upstream systems do: submit, sign, cancel, try again, replay, discard; and bytes nobody can read."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from chassis import dead_letter_changes
from chassis.database import Conflict
from chassis.dead_letter_audit import Order
from chassis.problems import ProblemDetail
from chassis.records import Outgoing, outgoing
from contracts.brief import Channel
from contracts.messages import BriefSubmitted, ClientSigned
from contracts.payload import Payload, RunId
from contracts.topics import INTAKE, ORCHESTRATOR, SERVICES
from onboarding.intake import Submission as Request
from orchestrator import store
from orchestrator.domain import transitions
from orchestrator.domain.run import Run
from orchestrator.domain.transitions import Decision, NotAllowed
from simulation.clock import SimulatedClock
from simulation.kinds import Fault
from simulation.plan import Plan, Submission
from simulation.process import POLICY, Process
from simulation.story import short
from simulation.system import System

Brief = Mapping[str, Any]
PATIENCE_SECONDS = 5.0
TRIES = 8
LOOKS = 10

_PARKED = "SELECT id FROM dead_letter WHERE status = 'parked'"


class People:
    """Everybody outside. `answered` are the runs that onboarding took over HTTP."""

    def __init__(self, system: System, plan: Plan, brief: Brief) -> None:
        self.answered: set[UUID] = set()
        self._system = system
        self._world = system.world
        self._clock = SimulatedClock(system.world)
        self._plan = plan
        self._brief = brief

    async def submit(self, submission: Submission) -> None:
        """Submit a brief when its time has come."""
        await asyncio.sleep(submission.at)
        payload = BriefSubmitted(workflow_run_id=submission.run, brief=self._spoilt(submission.brief))
        self._world.tell("client", f"submits {short(submission.run)}, which {submission.brief}")
        if submission.over_http:
            self._world.struck(Fault.BRIEF_OVER_HTTP, "client")
            await self._post(payload)
        else:
            self._publish(payload)

    async def submit_again(self) -> None:
        """A brief comes a second time."""
        submission = self._world.chance.pick(self._plan.submissions)
        self._world.struck(Fault.BRIEF_REPEATED, "client", short(submission.run))
        self._publish(BriefSubmitted(workflow_run_id=submission.run, brief=self._spoilt(submission.brief)))

    async def sign(self) -> None:
        """The client's signature arrives, before or after the brief."""
        run = self._world.chance.pick(self._plan.submissions).run
        self._world.struck(Fault.OPENING, "client", short(run))
        about = {"client_id": "c", "name": "N", "email": "n@example.com", "company": "C"}
        self._publish(ClientSigned(workflow_run_id=run, signed_at=self._clock.now(), **about))

    async def poison(self) -> None:
        """A record that nobody can read lands on the intake topic."""
        self._world.struck(Fault.POISON, "upstream")
        headers, body = self._world.chance.pick(_POISONS)
        self._system.broker.append(Outgoing(self._clock.new_id(), None, INTAKE, b"poison", headers, body))

    async def cancel(self) -> None:
        """A person cancels a run."""
        run = self._world.chance.pick(self._plan.submissions).run
        self._world.struck(Fault.CANCEL, "person", short(run))
        if process := self._system.one(ORCHESTRATOR):
            process.life.spawn(self._cancelled(process, run), endless=False)

    async def try_again(self) -> None:
        """A person has a failed run tried again, once it has failed."""
        run = self._world.chance.pick(self._plan.submissions).run
        query = "SELECT 1 FROM workflow_run WHERE state = 'COMPENSATED' AND workflow_run_id = ?"
        if await self._sees(ORCHESTRATOR, query, run.hex) and (process := self._system.one(ORCHESTRATOR)):
            process.life.spawn(self._tried_again(process, run), endless=False)

    async def replay(self) -> None:
        """A person has parked records tried again."""
        await self._once_parked(Fault.REPLAY)

    async def discard(self) -> None:
        """A person gives up on parked records."""
        await self._once_parked(Fault.DISCARD)

    async def tidy(self) -> None:
        """A person looks after all that is parked, when the faults are over."""
        for service in SERVICES:
            self._decide(service, self._world.chance.pick((Fault.REPLAY, Fault.REPLAY, Fault.DISCARD)))

    async def _once_parked(self, fault: Fault) -> None:
        service = self._world.chance.pick(SERVICES)
        if await self._sees(service, _PARKED):
            self._decide(service, fault)

    def _decide(self, service: str, fault: Fault) -> None:
        for (letter,) in self._system.stores[service].rows(_PARKED):
            if process := self._system.one(service):
                process.life.spawn(self._decided(process, UUID(letter), fault), endless=False)

    async def _sees(self, service: str, query: str, *about: str) -> bool:
        """Wait some seconds for there to be such rows."""
        for _ in range(LOOKS):
            if self._system.stores[service].rows(query, *about):
                return True
            await self._world.pause(0.2, 0.6)
        return False

    async def _decided(self, process: Process, letter: UUID, fault: Fault) -> None:
        change = dead_letter_changes.replay if fault is Fault.REPLAY else dead_letter_changes.discard
        try:
            async with process.station.database.transaction() as tx:
                status = await change(tx, letter, Order("person", process.life.clock.now()))
        except (OSError, Conflict) as error:
            self._world.tell("person", f"is told to come back later: {error!r}"[:100])
            return
        if status == "parked":
            self._world.struck(fault, process.life.name, short(letter))
        process.station.retry_soon.set()

    async def _cancelled(self, process: Process, run: RunId) -> None:
        now = process.life.clock.now()

        def decide(known: Run | None) -> Decision:
            if known is None:
                raise NotAllowed("unknown")
            return transitions.cancel(known, reason="cancelled by a person", now=now, policy=POLICY)

        try:
            assert process.observer
            await process.observer.change(run, decide)
            self._world.tell("person", f"has cancelled {short(run)}")
        except NotAllowed as error:
            self._world.tell("person", f"may not cancel {short(run)}: {error}")

    async def _tried_again(self, process: Process, run: RunId) -> None:
        new = self._world.chance.run()
        try:
            async with process.station.database.transaction() as tx:
                old, brief = await store.find(tx, run), await store.brief_of(tx, run)
            if old is None or process.observer is None:
                return
            await process.observer.retry(new, old, brief)
            self._world.struck(Fault.RETRY, "person", f"{short(run)} as {short(new)}")
        except (OSError, Conflict, IntegrityError, NotAllowed) as error:
            self._world.tell("person", f"may not have {short(run)} tried again: {error!r}"[:150])

    async def _post(self, payload: BriefSubmitted) -> None:
        """Post a brief until there is an answer, as a client does that gave it an id."""
        for _ in range(TRIES):
            process = self._system.one("onboarding")
            if process and process.intake:
                task = process.life.spawn(process.intake.take(Request(payload, None)), endless=False)
                await asyncio.wait([task], timeout=PATIENCE_SECONDS)
                if task.done() and not task.cancelled() and self._answer(payload.run, task.exception()):
                    return
                task.cancel()
            await self._world.pause(0.2, 1.0)

    def _answer(self, run: RunId, error: BaseException | None) -> bool:
        """Whether that was an answer."""
        if error is None:
            self.answered.add(run)
        self._world.tell("client", f"is answered for {short(run)}: {error or 'accepted'}"[:120])
        return error is None or isinstance(error, ProblemDetail)

    def _publish(self, payload: Payload) -> None:
        self._system.broker.append(outgoing(payload, topic=INTAKE, service="upstream", clock=self._clock))

    def _spoilt(self, kind: str) -> dict[str, Any]:
        match kind:
            case "avoids every channel":
                return {**self._brief, "avoid_platforms": [channel.value for channel in Channel]}
            case "is mended":
                # The sentence with the placeholder goes, the one that the client demands stays.
                unfinished = {"target_audience": "People who want a [INSERT COLOUR] pebble"}
                return {**self._brief, **unfinished, "must_include": ["A pebble lasts"]}
            case "can't be mended":
                return {**self._brief, "must_include": ["A pebble for [INSERT NAME]"]}
            case "has problems":
                return {name: value for name, value in self._brief.items() if name != "objective"}
            case _:
                return dict(self._brief)


_POISONS: tuple[tuple[list[tuple[str, bytes | None]], bytes | None], ...] = (
    ([], b"no envelope"),
    ([("ce_type", b"aicmo.unknown.v1"), ("ce_id", b"1"), ("ce_source", b"/x"), ("ce_specversion", b"1.0")], b"{}"),
    ([("ce_type", None), ("\0", b"\xff")], None),
)
