"""A run's story: events told to it, time that passes, a person who cancels; and all that was sent meanwhile."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from orchestrator_builders import POLICY, START

from contracts.messages import StepCompensate, WorkflowChanged
from contracts.payload import Payload
from orchestrator.domain import transitions
from orchestrator.domain.run import Run
from orchestrator.domain.saga import Policy
from orchestrator.domain.transitions import Decision


@dataclass(frozen=True, slots=True)
class Story:
    """A run at a moment. `sent` is all that was ever sent, `last` what the last thing that happened has sent."""

    known: Run | None = None
    now: datetime = START
    sent: tuple[Payload, ...] = ()
    last: tuple[Payload, ...] = ()
    policy: Policy = POLICY

    @property
    def run(self) -> Run:
        """The run, once something is known of it."""
        assert self.known is not None
        return self.known

    @property
    def commands(self) -> list[tuple[str, int]]:
        """Which services were told to compensate, and the attempts, in order."""
        return [(each.service, each.attempt) for each in self.sent if isinstance(each, StepCompensate)]

    @property
    def last_commands(self) -> list[tuple[str, int]]:
        """The same, of the last thing that happened."""
        return [(each.service, each.attempt) for each in self.last if isinstance(each, StepCompensate)]

    @property
    def told(self) -> list[str]:
        """What the world was told, by the types' middle names, in order."""
        return [each.type.split(".")[2] for each in self.sent if isinstance(each, WorkflowChanged)]

    def hear(self, *events: Payload) -> "Story":
        """Observe events, each a second after the one before."""
        story = self
        for event in events:
            now = story.now + timedelta(seconds=1)
            decision = transitions.observe(story.known, event, at=now, now=now, policy=self.policy)
            story = story._after(decision, now)
        return story

    def wait(self, seconds: float) -> "Story":
        """Let time pass, and look after the run."""
        now = self.now + timedelta(seconds=seconds)
        return self._after(transitions.wake(self.run, now=now, policy=self.policy), now)

    def wait_until_due(self) -> "Story":
        """Let time pass up to the moment at which the run wants attention."""
        assert self.run.wake_at is not None
        return self.wait((self.run.wake_at - self.now).total_seconds())

    def cancel(self, reason: str = "the client has left") -> "Story":
        """A person cancels. Raises NotAllowed."""
        return self._after(transitions.cancel(self.run, reason=reason, now=self.now, policy=self.policy), self.now)

    def _after(self, decision: Decision, now: datetime) -> "Story":
        sent = (*self.sent, *decision.messages)
        return replace(self, known=decision.run, now=now, sent=sent, last=decision.messages)
