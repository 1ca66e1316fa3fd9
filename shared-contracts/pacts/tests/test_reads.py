"""What is read of a message is noticed wherever it is read, and nothing else is.

Mutants: `_learn` without tuples -> …of_each_item; WHOLE emptied -> …is_read_whole; `handed_on` giving nothing ->
…handed_on…; `is_required` left out of `needs` -> …can_not_do_without.
"""

from contract_pacts.needs import handed_on, needs
from contract_pacts.paths import path_of
from contract_pacts.reads import watching
from contract_pacts.workbench import example_of
from contracts.messages import DraftProduced, QcPassed

DRAFT: DraftProduced = example_of(DraftProduced)
PASSED: QcPassed = example_of(QcPassed)


def test_a_field_is_noticed_and_its_neighbours_are_not() -> None:
    with watching(DraftProduced) as reads:
        assert DRAFT.brief.timezone
    assert reads.paths == {("brief",), ("brief", "timezone")}


def test_a_field_of_each_item_of_a_list_is_one_place() -> None:
    with watching(DraftProduced) as reads:
        assert [section.body for section in DRAFT.draft.sections]
    assert ("draft", "sections", "*", "body") in reads.paths
    assert ("draft", "sections", "*", "title") not in reads.paths


def test_a_part_that_is_dumped_is_read_whole() -> None:
    with watching(DraftProduced) as reads:
        assert DRAFT.brief.model_dump_json()
    assert path_of("brief.kpi_targets[*].unit") in reads.paths


def test_another_message_is_not_watched_and_nothing_is_once_the_block_has_ended() -> None:
    with watching(DraftProduced) as reads:
        assert PASSED.brief.timezone
    assert DRAFT.brief.timezone
    assert reads.paths == set()


def test_what_a_model_can_not_do_without_is_needed_beneath_all_that_is_read() -> None:
    needed = needs(DRAFT, {("brief",)})
    assert ("brief", "client_name") in needed
    assert ("brief", "timezone") not in needed
    assert ("draft",) in needed


def test_what_is_handed_on_unread_is_needed_where_the_next_consumer_reads_it() -> None:
    with watching(DraftProduced) as reads:
        event = PASSED.model_copy(update={"brief": DRAFT.brief})
        wanted = [("brief", "timezone"), ("strategy", "executive_summary")]
        assert handed_on(event, wanted, reads) == {("brief", "timezone")}
