"""Five services as the protocol says, around the real state machine; a schedule decides what happens when.

Any message may be delivered at any moment, at most three times, in any order; a step may succeed, refuse, park its
record or never answer, and quality control may send the first draft back; a person may cancel and time may pass at
every moment. Each move checks what must always hold.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from orchestrator_builders import RUN, a_report, compensated, done, failed, parked, refused, sent_back
from orchestrator_story import Story

from contracts.messages import StepCompensate, StepCompensated, StepParked, WorkflowChanged
from contracts.payload import Payload
from contracts.topics import STEP_SERVICES
from orchestrator.domain.run import State
from orchestrator.domain.transitions import NotAllowed

MOST_DELIVERIES = 3
Choose = Callable[[int], int]
"""Gives a number from 0 up to the given one, without it."""


@dataclass(slots=True)
class Letter:
    """A message on its way to a reader, `orchestrator` or a service."""

    reader: str
    payload: Payload
    revision: int = 1
    deliveries: int = 0


@dataclass(slots=True)
class Production:
    """A run in all six databases and the messages between them."""

    choose: Choose
    story: Story = field(default_factory=Story)
    ledger: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)

    def submit(self) -> None:
        """Onboarding gets the brief; with luck, the services are fast and the orchestrator has heard nothing yet."""
        self._forward("onboarding", 1, self.choose(7))
        for service in STEP_SERVICES[1 : self.choose(8)]:
            if started := next((each for each in self.letters if each.reader == service), None):
                started.deliveries += 1
                self._forward(service, 1, self.choose(2) if service == "qc" else 0)

    def move(self, kind: int) -> None:
        """Whatever the schedule says happens next: `kind` is 0 to 9."""
        if kind < 7:
            self._deliver_any()
        elif kind == 7:
            self._cancel()
        elif kind == 8:
            self._pass_time(self.choose(250))
        else:
            self._restart_from_the_first_letter()

    def settle(self) -> None:
        """What is on its way arrives, and time passes, until the run has ended and nothing is on its way."""
        for _ in range(60):
            self._deliver_the_rest()
            if self.story.known and self.story.run.ended:
                return
            self._pass_time(300)
        raise AssertionError(f"the run hangs: {self.story.run}")

    def repeat_everything(self) -> None:
        """An offset reset at the very end: every message once more, and what follows from it."""
        for letter in list(self.letters):
            self._deliver(letter)
        self._deliver_the_rest()

    def _deliver_the_rest(self) -> None:
        while waiting := next((each for each in self.letters if not each.deliveries), None):
            self._deliver(waiting)

    def _deliver_any(self) -> None:
        possible = [each for each in self.letters if each.deliveries < MOST_DELIVERIES]
        if possible:
            self._deliver(possible[self.choose(len(possible))])

    def _restart_from_the_first_letter(self) -> None:
        """An offset reset of one reader: what it has read comes again, in its order."""
        reader = (*STEP_SERVICES, "orchestrator")[self.choose(6)]
        read = [each for each in self.letters if each.reader == reader and each.deliveries]
        for letter in read:
            if letter.deliveries < MOST_DELIVERIES:
                self._deliver(letter)

    def _deliver(self, letter: Letter) -> None:
        letter.deliveries += 1
        if letter.reader == "orchestrator":
            self._observe(letter.payload)
        elif isinstance(letter.payload, StepCompensate):
            self._compensate(letter.reader)
        else:
            self._forward(letter.reader, letter.revision, self.choose(8))

    def _forward(self, service: str, revision: int, outcome: int) -> None:
        """Perform a step: 0 to 4 it is done, 5 it refuses, 6 its record is parked, 7 it never answers.

        Quality control passes a first draft where it is 0, else sends it back.
        """
        if self._knows(service, revision) or outcome == 7:
            return None
        if outcome == 6:
            return self._announce(service, _parked(service))
        self.ledger[service], self.revisions[service] = "failed" if outcome == 5 else "done", revision
        if outcome == 5:
            return self._announce(service, _failed(service, revision))
        if service == "qc" and revision == 1 and outcome > 0:
            return self._send_back()
        event, following = _done(service, revision), STEP_SERVICES.index(service) + 1
        self._announce(service, event)
        if following < len(STEP_SERVICES):
            # Delivery takes whichever revision has passed.
            reader = STEP_SERVICES[following]
            self.letters.append(Letter(reader, event, revision if reader == "qc" else 1))
        return None

    def _knows(self, service: str, revision: int) -> bool:
        """Whether the service's ledger refuses this revision."""
        if service not in self.ledger:
            return False
        return self.ledger[service] != "done" or self.revisions[service] >= revision

    def _send_back(self) -> None:
        self._announce("qc", _sent_back())
        self.letters.append(Letter("production", _sent_back(), revision=2))

    def _compensate(self, service: str) -> None:
        if self.choose(6) == 5:
            return self._announce(service, _parked(service))
        if service == "delivery" and self.ledger.get(service) == "done":
            return self._announce(service, refused())
        removed = 1 if self.ledger.get(service) == "done" else 0
        self.ledger[service] = "compensated"
        return self._announce(service, _compensated(service, removed))

    def _announce(self, service: str, event: Payload) -> None:
        self.letters.append(Letter("orchestrator", event))

    def _observe(self, event: Payload) -> None:
        self._became(self.story.hear(event))
        again = self.story.hear(event)
        assert (again.run, again.last) == (self.story.run, ()), f"{event.type} again changed something"

    def _cancel(self) -> None:
        if self.story.known is None:
            return
        try:
            self._became(self.story.cancel())
        except NotAllowed:
            assert self.story.run.ended

    def _pass_time(self, seconds: int) -> None:
        if self.story.known is not None:
            self._became(self.story.wait(seconds))

    def _became(self, story: Story) -> None:
        before, self.story = self.story, story
        if before.known and before.run.ended:
            assert story.run.state is before.run.state, "a run that had ended changed its state"
            assert story.last == (), "a run that had ended sent something"
        for payload in story.last:
            if isinstance(payload, StepCompensate):
                self._may_command(payload)
                self.letters.append(Letter(payload.service, payload))

    def _may_command(self, command: StepCompensate) -> None:
        position = STEP_SERVICES.index(command.service)
        for behind in STEP_SERVICES[position + 1 :]:
            step = self.story.run.step(behind)
            assert step.compensated_at, f"{command.service} was commanded before {behind} had answered"
            assert self.ledger[behind] == "compensated"

    def told(self) -> Counter[str]:
        """What the world was told, by type."""
        return Counter(each.type.split(".")[2] for each in self.story.sent if isinstance(each, WorkflowChanged))

    def check_end(self) -> None:
        """The run has ended as the ledgers say, and everybody knows."""
        run, told = self.story.run, self.told()
        if self.ledger.get("delivery") == "done":
            assert run.state is State.COMPLETED
            assert [self.ledger.get(service) for service in STEP_SERVICES] == ["done"] * 5
            assert {name for name, _ in self.story.commands} <= {"delivery"}
            assert self.revisions["qc"] == self.revisions["production"]
            assert (told["completed"], told["compensated"]) == (1, 0)
        else:
            assert run.state is State.COMPENSATED
            assert [self.ledger.get(service) for service in STEP_SERVICES] == ["compensated"] * 5
            assert all(step.compensated_at for step in run.steps)
            assert (told["completed"], told["compensated"], told["compensating"]) == (0, 1, 1)
        assert told["started"] == 1
        assert run.wake_at is None


@lru_cache
def _done(service: str, revision: int) -> Payload:
    return done(service, RUN, revision)


@lru_cache
def _sent_back() -> Payload:
    return sent_back(RUN)


@lru_cache
def _failed(service: str, revision: int) -> Payload:
    return failed(service, RUN, report=a_report(revision=revision)) if service == "qc" else failed(service, RUN)


@lru_cache
def _parked(service: str) -> StepParked:
    return parked(service, RUN)


@lru_cache
def _compensated(service: str, removed: int) -> StepCompensated:
    return compensated(service, RUN, rows=removed)
