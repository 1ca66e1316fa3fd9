"""A message that only prepares a run stores rows and no more, and none for a run that is undone.

The two open transactions, in both orders, are in `test_compensation_races.py`.

Mutants: `hold` leaving its entry -> an opening stores its row; `hold` giving compensated runs -> the late opening.
"""

from chassis_builders import Performance, a_command, a_handler, a_run, a_signature, a_submission
from chassis_tables import kept

from chassis.database import Database


async def test_an_opening_stores_its_row_and_neither_an_event_nor_a_ledger_entry(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_signature(run, company="Acme")])
    found = await kept(database)
    assert (found.titles, found.events, found.ledger, found.letters) == ({run: "Acme"}, [], {}, [])


async def test_the_step_is_performed_after_its_opening(database: Database) -> None:
    run, work = a_run(), Performance()
    await a_handler(database, work).handle([a_signature(run)])
    await a_handler(database, work).handle([a_submission(run, title="the brief")])
    found = await kept(database)
    assert (work.performed, found.titles, found.ledger) == ([run], {run: "the brief"}, {run: "done"})


async def test_an_opening_and_its_brief_in_one_batch_leave_the_briefs_rows(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_submission(run, title="the brief"), a_signature(run)])
    found = await kept(database)
    assert (found.titles, found.rows_of(run)) == ({run: "the brief"}, 3)


async def test_an_opening_repeated_in_a_batch_leaves_one_row(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_signature(run, company="old"), a_signature(run, company="new")])
    assert (await kept(database)).titles == {run: "new"}


async def test_a_late_opening_of_a_run_that_is_undone_stores_nothing(database: Database) -> None:
    run, other = a_run(), a_run()
    await a_handler(database).handle([a_command(run)])
    await a_handler(database).handle([a_signature(run), a_signature(other)])
    found = await kept(database)
    assert (set(found.titles), found.ledger) == ({other}, {run: "compensated"})


async def test_undoing_a_run_that_was_only_opened_removes_its_row(database: Database) -> None:
    run = a_run()
    await a_handler(database).handle([a_signature(run)])
    await a_handler(database).handle([a_command(run)])
    found = await kept(database)
    assert (found.rows_of(run), found.ledger) == (0, {run: "compensated"})


async def test_one_bad_opening_of_a_batch_is_set_aside_and_the_others_are_stored(database: Database) -> None:
    bad, good = a_run(), a_run()
    await a_handler(database).handle([a_signature(bad, company="forbidden"), a_signature(good)])
    found = await kept(database)
    assert set(found.titles) == {good}
    assert [letter["workflow_run_id"] for letter in found.letters] == [bad]
