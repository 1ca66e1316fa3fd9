"""Delivery's step: a draft that passed quality control becomes a package in the object store, and the run is final."""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from chassis.objects import Objects, run_prefix
from chassis.step import Done, Offload, Outcome, Received, Refused, Step, at_once
from contracts.messages import DeliveryFailed, PackageDelivered, Problem, QcPassed
from contracts.payload import Payload, RunId
from contracts.topics import events_of
from delivery import store
from delivery.domain.checks import objections
from delivery.domain.order import Order
from delivery.domain.packing import Packed, pack_light
from delivery.gateways import fetch_assets

SERVICE = "delivery"

_log = structlog.get_logger(__name__)

Render = Callable[[Order, str], Awaitable[Packed]]
"""Makes the package of an order; the second argument is the key that its archive belongs under."""


async def deliver_package(
    received: Received, *, objects: Objects, offload: Offload, render: Render, agency: str
) -> Outcome:
    """Pack the draft and its assets and store the archive; refuse what may not be delivered.

    Raises ObjectNotFound for an asset that isn't in the object store (yet), and what `render` raises.
    """
    event: QcPassed = received.message
    order = Order(event, await fetch_assets(objects, event.bundle), agency, received.at)
    compute = at_once if order.is_light else offload
    if problems := await compute(partial(objections, order)):
        return Refused(event=_failure(event.run, problems))
    key = f"{run_prefix(SERVICE, event.run)}package.zip"
    packed = pack_light(order, key) if order.is_light else await render(order, key)
    if boxes := packed.manifest["checks"]["legibility"]["shown_as_boxes"]:
        _log.warning("characters_without_font", run=str(event.run), artifact="report.pdf", characters="".join(boxes))
    await objects.put(packed.package.archive, packed.archive)
    return Done(event=_delivery(event, packed), rows=store.rows(event.run, packed))


def refuse(run: RunId, reason: str) -> Payload:
    """The event that says that this run's package can't be delivered."""
    return DeliveryFailed(workflow_run_id=run, reason=reason)


def step(*, objects: Objects, offload: Offload, render: Render, agency: str) -> Step:
    """Declare the step; it is the pivot, so a delivered package isn't undone."""

    async def undo(run: RunId) -> None:
        await objects.delete_prefix(run_prefix(SERVICE, run))

    return Step(
        service=SERVICE,
        topic=events_of("qc"),
        starts_on=QcPassed,
        perform=partial(deliver_package, objects=objects, offload=offload, render=render, agency=agency),
        refuse=refuse,
        tables=store.TABLES,
        undo=undo,
        irrevocable=True,
    )


def _delivery(event: QcPassed, packed: Packed) -> PackageDelivered:
    return PackageDelivered(
        workflow_run_id=event.run, brief_id=event.brief_id, client_name=event.brief.client_name, package=packed.package
    )


def _failure(run: RunId, problems: tuple[Problem, ...]) -> DeliveryFailed:
    named = "; ".join(f"{problem.field}: {problem.message}" for problem in problems)
    return DeliveryFailed(
        workflow_run_id=run,
        reason=f"the package can't be delivered: {named}",
        evidence={"problems": [problem.model_dump(mode="json") for problem in problems]},
    )
