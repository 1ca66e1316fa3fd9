"""The rendering processes: they leave the event loop alone, survive a death, and end when they are told."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Iterator

import pytest
from delivery_builders import a_brief, a_draft, a_passed_draft, an_order

from contracts.brief import BrandKit
from contracts.draft import Section
from delivery.domain.packing import pack
from delivery.rendering.press import renderers
from delivery.rendering.presses import Press, PressDied, Presses, RenderingFailed

ORDER = an_order()
LARGE = an_order(
    a_passed_draft(
        draft=a_draft(
            sections=tuple(
                Section(section_id=f"s{n}", title=f"Section {n}", form="prose", body="Twelve mats. " * 400)
                for n in range(39)
            )
        )
    )
)


@pytest.fixture
def presses() -> Iterator[Presses]:
    with contextlib.closing(Presses(1)) as made:
        yield made


def ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


async def until_busy(presses: Presses) -> int:
    async with asyncio.timeout(30):
        while not presses.process_ids:
            await asyncio.sleep(0)
    return presses.process_ids[0]


async def largest_gap(stop: asyncio.Event) -> float:
    """The longest time in seconds that the event loop didn't come back to a task which asks every millisecond."""
    largest, last = 0.0, time.perf_counter()
    while not stop.is_set():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        largest, last = max(largest, now - last), now
    return largest


async def test_a_press_prints_what_the_renderers_print(presses: Presses) -> None:
    assert await presses.pack(ORDER, "key") == pack(ORDER, "key", renderers())


async def test_the_event_loop_keeps_answering_while_a_large_package_is_printed(presses: Presses) -> None:
    await presses.pack(ORDER, "key")
    stop = asyncio.Event()
    heart = asyncio.create_task(largest_gap(stop))
    start = time.perf_counter()
    await presses.pack(LARGE, "key")
    took = time.perf_counter() - start
    stop.set()
    gap = await heart
    assert gap < took / 5, f"the loop stood still for {gap:.3f} s of {took:.3f} s"


async def test_a_press_that_is_killed_at_work_is_replaced_and_the_package_is_printed(presses: Presses) -> None:
    printing = asyncio.create_task(presses.pack(ORDER, "key"))
    killed = await until_busy(presses)
    os.kill(killed, signal.SIGKILL)
    packed = await printing
    assert packed.archive
    assert killed not in presses.process_ids


async def test_presses_that_are_killed_while_idle_are_replaced() -> None:
    with contextlib.closing(Presses(2)) as presses:
        first, _ = await asyncio.gather(presses.pack(ORDER, "key"), presses.pack(ORDER, "key"))
        idle = presses.process_ids
        assert len(idle) == 2
        for process in idle:
            os.kill(process, signal.SIGKILL)
        assert await presses.pack(ORDER, "key") == first


async def test_presses_whose_death_nobody_has_noticed_yet_are_no_fault_of_the_orders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with contextlib.closing(Presses(2)) as presses:
        first, _ = await asyncio.gather(presses.pack(ORDER, "key"), presses.pack(ORDER, "key"))
        for process in presses.process_ids:
            os.kill(process, signal.SIGKILL)
        monkeypatch.setattr(Press, "process_id", property(lambda press: press._process.pid))
        assert await presses.pack(ORDER, "key") == first


async def test_an_order_whose_presses_die_every_time_is_given_up(presses: Presses) -> None:
    async def kill() -> None:
        gone: set[int] = set()
        while True:
            for process in set(presses.process_ids) - gone:
                os.kill(process, signal.SIGKILL)
                gone.add(process)
            await asyncio.sleep(0)

    killer = asyncio.create_task(kill())
    with pytest.raises(PressDied):
        await presses.pack(ORDER, "key")
    killer.cancel()


async def test_an_order_that_takes_too_long_is_given_up_and_its_press_ended() -> None:
    with contextlib.closing(Presses(1, seconds=0.05)) as presses:
        with pytest.raises(RenderingFailed, match=r"more than 0\.05 seconds"):
            await presses.pack(ORDER, "key")
        assert presses.process_ids == ()


async def test_an_order_that_cannot_be_drawn_fails_alone(presses: Presses) -> None:
    beyond = an_order(a_passed_draft(brief=a_brief(brand_kit=BrandKit(colours=("#0f766e",)), duration_weeks=4)))
    await presses.pack(beyond, "key")
    (process,) = presses.process_ids
    with pytest.raises(RenderingFailed, match="zip"):
        await presses.pack(an_order(ORDER.event, b"an asset that the bundle doesn't have"), "key")
    assert presses.process_ids == (process,)


async def test_a_press_that_has_printed_enough_is_replaced(presses: Presses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("delivery.rendering.presses.PACKAGES_A_PRESS", 2)
    await presses.pack(ORDER, "key")
    (process,) = presses.process_ids
    await presses.pack(ORDER, "key")
    assert ended(process)


async def test_whoever_stops_waiting_ends_the_press(presses: Presses) -> None:
    printing = asyncio.create_task(presses.pack(ORDER, "key"))
    process = await until_busy(presses)
    printing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await printing
    assert ended(process)


async def test_closing_ends_idle_and_busy_presses() -> None:
    presses = Presses(2)
    await presses.pack(ORDER, "key")
    both = [asyncio.create_task(presses.pack(ORDER, "key")) for _ in range(2)]
    async with asyncio.timeout(30):
        while len(presses.process_ids) < 2:
            await asyncio.sleep(0)
    processes = presses.process_ids
    presses.close()
    await asyncio.gather(*both, return_exceptions=True)
    assert all(ended(process) for process in processes)


async def test_no_more_presses_run_than_the_settings_say() -> None:
    with contextlib.closing(Presses(2)) as presses:
        seen: set[int] = set()
        printing = [asyncio.create_task(presses.pack(ORDER, "key")) for _ in range(5)]
        while not all(task.done() for task in printing):
            seen.update(presses.process_ids)
            await asyncio.sleep(0.001)
        assert len({task.result().package.archive_sha256 for task in printing}) == 1
        assert len(seen) == 2
