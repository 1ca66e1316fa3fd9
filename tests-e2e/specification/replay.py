"""Replays a behaviour of the specification against the real code, and compares after every action."""

from collections.abc import Awaitable, Callable, Mapping

from specification.behaviours import Behaviour, Picture, changes, delivery
from specification.line import OBSERVER, Backup, Line, fail, send_back
from specification.picture import picture


class Deviation(Exception):
    """The code did something else than the model; the text names the action and what differs."""


Act = Callable[..., Awaitable[None]]


async def replay(behaviour: Behaviour) -> int:
    """Do what the behaviour does; gives the number of actions. Raises Deviation at the first that ends differently."""
    line = Line()
    await _look(line)
    _compare(behaviour, "the beginning", behaviour.start, line.backups[-1].picture)
    for number, step in enumerate(behaviour.steps, start=1):
        try:
            await ACTIONS[step.action](line, *step.parameters)
        except (LookupError, ValueError) as error:
            raise Deviation(f"{behaviour.name}, action {number}, {step}: can't be done, {error!r}") from error
        await _look(line)
        _compare(behaviour, f"action {number}, {step}", step.picture, line.backups[-1].picture)
    return len(behaviour.steps)


async def _look(line: Line) -> None:
    line.backups.append(Backup(line.party(OBSERVER).backup(), await picture(line)))


def _compare(behaviour: Behaviour, where: str, expected: Picture, found: Picture) -> None:
    if differing := changes(expected, found):
        wanted = {name: expected[name] for name in differing}
        raise Deviation(f"{behaviour.name}, {where}: the model has {wanted}, the code {differing}")


async def _perform(line: Line, number: int, kind: str, step: int, again: bool) -> None:
    await line.handler(number).handle([line.take(delivery(kind, step, number), again)])


async def _send_back(line: Line, number: int, kind: str, step: int, again: bool) -> None:
    await line.handler(number, perform=send_back).handle([line.take(delivery(kind, step, number), again)])


async def _refuse(line: Line, number: int, kind: str, step: int, again: bool) -> None:
    await line.handler(number, refusing=True).handle([line.take(delivery(kind, step, number), again)])


async def _compensate(line: Line, number: int, again: bool) -> None:
    await line.handler(number).handle([line.take(delivery("compensate", number, number), again)])


async def _observe(line: Line, kind: str, number: int, again: bool) -> None:
    await line.observer.handle([line.take(delivery(kind, number, OBSERVER), again)])


async def _reconcile(line: Line, number: int) -> None:
    await line.reconcile(number)


async def _purge(line: Line, number: int) -> None:
    await line.purge(number)


async def _park(line: Line, number: int, kind: str, step: int) -> None:
    await line.handler(number, perform=fail).handle([line.take(delivery(kind, step, number), False)])


async def _replay(line: Line, number: int, kind: str, step: int) -> None:
    line.bus[delivery(kind, step, number)] = await line.replay(number)


async def _publish(line: Line, number: int) -> None:
    line.deliver(await line.party(number).publish())


async def _sweep(line: Line, number: int) -> None:
    await _publish(line, number)
    line.deliver(await line.party(number).sweep())


async def _unacknowledge(line: Line, number: int) -> None:
    """What was offered is sent; where nothing was, for it was left behind, the sweeper sends it."""
    party = line.party(number)
    party.post.answering = False
    line.deliver([*await party.publish(), *await party.sweep()])
    party.post.answering = True


async def _crash(line: Line, number: int) -> None:
    line.party(number).restart()


async def _wake(line: Line, _none: int) -> None:
    await line.wake()


async def _cancel(line: Line, _none: int) -> None:
    await line.cancel()


async def _lose(line: Line, kind: str, step: int, reader: int) -> None:
    del line.bus[delivery(kind, step, reader)]


async def _restore(line: Line, state: str, answered: list[int]) -> None:
    """Back to the last moment at which the model saw this, and nothing was on its way out."""
    past = [each for each in line.backups if _is(each.picture, state, answered)]
    line.party(OBSERVER).restore(past[-1].content)


def _is(seen: Picture, state: str, answered: list[int]) -> bool:
    return seen["state"] == state and seen["answered"] == answered and not seen["outbox"][OBSERVER - 1]


ACTIONS: Mapping[str, Act] = {
    "Perform": _perform,
    "Ignore": _perform,
    "SendBack": _send_back,
    "Refuse": _refuse,
    "Compensate": _compensate,
    "Observe": _observe,
    "BeginUnknown": _reconcile,
    "Settle": _reconcile,
    "UndoAgain": _reconcile,
    "Purge": _purge,
    "Park": _park,
    "Replay": _replay,
    "Publish": _publish,
    "Sweep": _sweep,
    "Unacknowledge": _unacknowledge,
    "Crash": _crash,
    "WakeDeadline": _wake,
    "WakeResend": _wake,
    "Cancel": _cancel,
    "Lose": _lose,
    "Restore": _restore,
}
"""What the code does where the model does this."""
