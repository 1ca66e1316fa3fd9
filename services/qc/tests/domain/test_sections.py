"""Every package's sections are held to the catalogue's specifications, one demand after the other."""

import pytest
from qc_builders import a_brief, a_bundle, a_draft, produced

from contracts.brief import PackageName
from contracts.draft import Section
from contracts.packages.catalogue import SECTIONS, SPECIFICATIONS, specifications_of
from contracts.packages.specification import Specification
from contracts.report import Check, Result, Severity
from qc.domain.material import CALENDAR, material_of
from qc.domain.review import checks_of, review
from qc.domain.rules import RULES
from qc.domain.sections import wrong_phrases

RULE = {rule.id: rule for rule in RULES}
SPECIFIED = sorted(package for package, names in SECTIONS.items() if set(names) <= set(SPECIFICATIONS))
LEGAL = Specification("legal", "Legal", "prose", 1, 50, phrases=("patch test",), forbidden=("cure", "money back"))


def section_for(specification: Specification) -> Section:
    """The least text that meets a specification."""
    blocks = [f"### {heading}" for heading in specification.headings]
    blocks += [
        "\n".join(f"- point {n}" for n in range(max(specification.minimum_bullets, specification.form == "list")))
    ]
    if rows := max(specification.minimum_rows, specification.form == "table"):
        blocks += ["\n".join(("| what | who |", "|---|---|", *(f"| row {n} | lab |" for n in range(rows))))]
    blocks += [*specification.phrases, "word " * specification.minimum_words]
    return Section(
        section_id=specification.section_id,
        title=specification.title,
        form=specification.form,
        body="\n\n".join(blocks),
    )


def found(package: PackageName, sections: tuple[Section, ...]) -> list[Check]:
    """What the rules on sections object to."""
    event = produced(brief=a_brief(package=package), draft=a_draft(package=package, sections=sections))
    rules = [rule for rule in RULES if rule.id.startswith("section")]
    checks = [check for rule in rules for check in checks_of(rule, material_of(event))]
    return [check for check in checks if check.result != Result.PASS]


def the_sections(package: PackageName) -> tuple[Section, ...]:
    return tuple(map(section_for, specifications_of(package)))


@pytest.mark.parametrize("package", SPECIFIED)
def test_sections_that_meet_their_specifications_pass(package: PackageName) -> None:
    assert found(package, the_sections(package)) == []


@pytest.mark.parametrize("package", SPECIFIED)
def test_each_missing_section_is_a_blocker_that_names_it(package: PackageName) -> None:
    sections = the_sections(package)
    for missing in sections:
        checks = found(package, tuple(section for section in sections if section != missing))
        assert [(check.check_id, check.severity, check.section) for check in checks] == [
            ("sections_present", Severity.BLOCKER, missing.section_id)
        ]


@pytest.mark.parametrize("package", SPECIFIED)
def test_sections_out_of_order_are_a_minor_fault(package: PackageName) -> None:
    first, second, *rest = the_sections(package)
    (check,) = found(package, (second, first, *rest))
    assert (check.check_id, check.severity, check.section) == ("sections_in_order", Severity.MINOR, second.section_id)


@pytest.mark.parametrize("package", SPECIFIED)
def test_each_section_is_held_to_its_own_length_headings_bullets_and_rows(package: PackageName) -> None:
    sections = the_sections(package)
    for specification, section in zip(specifications_of(package), sections, strict=True):
        bare = section.model_copy(update={"body": "too short"})
        rules = {
            check.check_id for check in found(package, tuple(bare if each == section else each for each in sections))
        }
        due = {"section_lengths"} if specification.minimum_words > 2 else set()
        due |= {"section_headings"} if specification.headings else set()
        due |= {"section_phrases"} if specification.phrases else set()
        counted = specification.minimum_bullets or specification.minimum_rows or specification.form != "prose"
        assert rules == due | ({"section_forms"} if counted else set()), specification.section_id


def test_a_required_phrase_that_is_missing_and_a_forbidden_one_that_is_there_are_found() -> None:
    faulty = section_for(LEGAL).model_copy(update={"body": "It will cure you.\nOr your money-back!"})
    assert [(finding.reason, finding.evidence) for finding in wrong_phrases(faulty, LEGAL)] == [
        ("the phrase “patch test” is missing", "It will cure you.\nOr your money-back!"),
        ("“cure” does not belong here", "It will cure you."),
        ("“money back” does not belong here", "Or your money-back!"),
    ]


def test_phrases_are_found_whole_and_in_any_case() -> None:
    sound = section_for(LEGAL).model_copy(update={"body": "A Patch-Test comes first. Cured ham is secure."})
    assert list(wrong_phrases(sound, LEGAL)) == []


@pytest.mark.parametrize("package", [package for package in SECTIONS if CALENDAR not in SECTIONS[package]])
def test_a_package_without_a_calendar_is_not_blamed_for_having_none(package: PackageName) -> None:
    event = produced(
        brief=a_brief(package=package), draft=a_draft(package=package, calendar=()), bundle=a_bundle(assets=())
    )
    report = review(event, rules=[RULE["calendar_contiguous"], RULE["files_complete"], RULE["posts_specific"]])
    assert {check.result for check in report.checks} == {Result.PASS}


@pytest.mark.parametrize("package", [package for package in SECTIONS if CALENDAR in SECTIONS[package]])
def test_a_package_with_a_calendar_must_have_thirty_days_and_both_files(package: PackageName) -> None:
    event = produced(
        brief=a_brief(package=package), draft=a_draft(package=package, calendar=()), bundle=a_bundle(assets=())
    )
    report = review(event, rules=[RULE["calendar_contiguous"], RULE["files_complete"]])
    assert [check.result for check in report.checks] == [Result.FAIL] * 3
