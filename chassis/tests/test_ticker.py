"""A round that fails is done anew, a nudge cuts a wait short, and stopping waits for the running round."""

import asyncio

from chassis_doubles import until

from chassis.ticker import Ticker

LONG = 3600.0


async def test_a_round_that_fails_is_done_anew() -> None:
    rounds: list[int] = []

    async def act() -> float:
        rounds.append(1)
        if len(rounds) < 3:
            raise ConnectionError("away")
        return LONG

    ticker = Ticker("test", act, after_failure=0.001)
    running = asyncio.create_task(ticker.run())
    await until(lambda: len(rounds) == 3)
    ticker.stop()
    await running


async def test_one_nudge_cuts_one_wait_short() -> None:
    rounds: list[int] = []
    nudge = asyncio.Event()

    async def act() -> float:
        rounds.append(1)
        return LONG

    ticker = Ticker("test", act, nudge=nudge)
    running = asyncio.create_task(ticker.run())
    await until(lambda: len(rounds) == 1)
    nudge.set()
    await until(lambda: len(rounds) == 2)
    assert not nudge.is_set()
    ticker.stop()
    await running
    assert len(rounds) == 2


async def test_stopping_waits_for_the_running_round() -> None:
    begun, gate, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def act() -> float:
        begun.set()
        await gate.wait()
        ended.set()
        return LONG

    ticker = Ticker("test", act)
    running = asyncio.create_task(ticker.run())
    await begun.wait()
    ticker.stop()
    assert not running.done()
    gate.set()
    await running
    assert ended.is_set()
