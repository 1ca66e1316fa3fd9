"""A draft that quality control sends back: written once more and delivered, or undone with both reports as evidence.

Mutants: `is_fixable` always false -> the delivered revision; `REVISIONS` 2 -> the draft that fails twice;
`production.domain.revision.revised` giving the draft as it came -> the delivered revision; the orchestrator's
`with_reports` giving the failure as it is -> both reports; the ledger's claim without revisions -> the delivered one.
"""

import io
import zipfile

from e2e_briefs import full_brief, light_brief
from e2e_line import Line
from e2e_stories import nothing_is_left
from e2e_topics import Seen

from contracts.topics import STEP_SERVICES, events_of

NUMBER = "512-555-0199"
"""A telephone number that the client has not published; production takes it over from the brief, once."""


async def test_a_draft_that_fails_and_can_be_mended_is_delivered_as_its_second_revision(line: Line) -> None:
    brief = full_brief()
    run = await line.delivered({**brief, "pain_points": [*brief["pain_points"], f"Calls to {NUMBER} go unanswered"]})
    events = await line.topics.of_run(run, *map(events_of, STEP_SERVICES))
    by_type = {seen.short_type: seen for seen in events}
    assert sorted(seen.short_type for seen in events) == sorted(
        ["brief.accepted", "strategy.drafted", "qc.passed", "package.delivered", "draft.revision_requested"]
        + ["draft.produced"] * 2
    )
    assert by_type["draft.revision_requested"].data["report"]["passed"] is False
    assert by_type["qc.passed"].data["draft"]["revision"] == by_type["qc.passed"].data["report"]["revision"] == 2
    await _rows_are_those_of_the_second_revision(line, run)
    shown = await line.show(run)
    assert shown and shown["draft_revision"] == 2
    assert "personal_data" in {issue["check_id"] for issue in shown["revisions"][0]["issues"]}
    assert [entry["service"] for entry in shown["timeline"] if "requested" in entry["event"]] == ["qc"]
    archive = await line.get("delivery", f"/v1/packages/{run}/archive")
    with zipfile.ZipFile(io.BytesIO(archive.content)) as package:
        # Strategy and brief quote the client; the calendar is what is published.
        calendars = [package.read(name) for name in package.namelist() if name.endswith(".csv")]
    assert calendars
    assert not any(NUMBER.encode() in text for text in calendars)


async def test_a_draft_that_fails_twice_is_undone_and_leaves_both_reports(line: Line) -> None:
    run = await line.submit(light_brief(must_include=["A pebble for [INSERT NAME]"]))
    shown = await line.reaches(run, "COMPENSATED")
    await nothing_is_left(line, [run])
    events = await line.topics.of_run(run, events_of("production"), events_of("qc"))
    assert [seen.short_type for seen in _outcomes(events)].count("draft.produced") == 2
    assert [seen.short_type for seen in _outcomes(events)].count("draft.revision_requested") == 1
    evidence = shown["failure"]["evidence"]
    assert (shown["failure"]["service"], evidence["report"]["revision"]) == ("qc", 2)
    assert [report["revision"] for report in evidence["earlier_reports"]] == [1]
    for report in (evidence["report"], *evidence["earlier_reports"]):
        assert any("[INSERT NAME]" in check["evidence"] for check in report["checks"])


async def _rows_are_those_of_the_second_revision(line: Line, run: object) -> None:
    for service, table in (("production", "content_draft"), ("qc", "qc_result")):
        rows = await line.databases.fetch(service, f"SELECT revision FROM {table} WHERE workflow_run_id = $1", run)
        assert [row["revision"] for row in rows] == [2]
        query = "SELECT state, revision FROM run_ledger WHERE workflow_run_id = $1"
        [entry] = await line.databases.fetch(service, query, run)
        assert (entry["state"], entry["revision"]) == ("done", 2)
    counted = await line.databases.rows_of(run)  # type: ignore[arg-type]
    assert [counted[table] for table in ("content_draft", "draft_bundle", "qc_result")] == [1, 1, 1]


def _outcomes(events: list[Seen]) -> list[Seen]:
    return [seen for seen in events if not seen.short_type.startswith("step.")]
