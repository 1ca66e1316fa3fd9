"""The e-mails of each package: a series where its sections plan one, every letter of its own, with a way out.

Mutants: `way_out` left off a letter -> each letter can be unsubscribed from; one signature for all -> no line of five
words stands in two letters; a series for every package -> packages without flows have one letter.
"""

import itertools
import re

import pytest
from production_builders import AT, BARE_STRATEGY, THIN, a_brief, a_strategy, a_strategy_drafted, material

from contracts.brief import Brief, Objective, PackageName
from contracts.draft import Email
from contracts.packages.catalogue import SECTIONS
from contracts.strategy import Strategy
from production.domain.campaign.aims import AIMS
from production.domain.files import produce
from production.domain.letters import WRITINGS
from production.domain.mail import LONGEST_PREHEADER, LONGEST_SUBJECT
from production.domain.series import LAUNCH, PARTS, WIN_BACK, emails

PLANNED = [package for package in sorted(SECTIONS) if "email_crm_flows" in SECTIONS[package]]
SERIES = [*PLANNED, PackageName.LAUNCH_GTM]


def written(brief: Brief | None = None, **fields: object) -> tuple[Email, ...]:
    return emails(material((brief or a_brief()).model_copy(update=fields)))


@pytest.mark.parametrize("objective", list(Objective))
@pytest.mark.parametrize("package", PLANNED)
def test_a_package_with_flows_has_every_mail_that_they_plan(package: PackageName, objective: Objective) -> None:
    names = [email.name for email in written(package=package, objective=objective)]
    planned = [name for _, name, _ in AIMS[objective].mails]
    extra = len(WIN_BACK) if package == PackageName.RETENTION_CRM else 0
    assert len(names) == len(planned) + extra
    assert names[0].startswith("1-")
    assert len(set(names)) == len(names)


def test_a_launch_has_a_series_of_its_own_and_an_audit_none() -> None:
    assert len(written(package=PackageName.LAUNCH_GTM)) == len(LAUNCH)
    assert written(package=PackageName.PERFORMANCE_AUDIT) == ()


@pytest.mark.parametrize("package", sorted(set(SECTIONS) - {*SERIES, PackageName.PERFORMANCE_AUDIT}))
def test_packages_without_flows_have_one_letter(package: PackageName) -> None:
    assert [email.name for email in written(package=package)] == ["introduction"]


@pytest.mark.parametrize("brief", [a_brief(), THIN], ids=["full brief", "thin brief"])
@pytest.mark.parametrize("package", SERIES)
def test_each_letter_can_be_unsubscribed_from_names_the_client_and_fits(package: PackageName, brief: Brief) -> None:
    for email in written(brief, package=package):
        assert "To unsubscribe, write unsubscribe to hello@harbourvine.example" in email.body.splitlines()[-1]
        assert brief.client_name in email.body
        assert 0 < len(email.subject) <= LONGEST_SUBJECT
        assert 0 < len(email.preheader) <= LONGEST_PREHEADER
        assert all(text in email.body for text in (*brief.required_disclaimers, *brief.must_include[:1]))


@pytest.mark.parametrize("objective", list(Objective))
def test_no_line_of_five_words_stands_in_two_letters(objective: Objective) -> None:
    letters = written(package=PackageName.RETENTION_CRM, objective=objective, must_include=(), required_disclaimers=())
    lines = [line for email in letters for line in email.body.splitlines() if len(line.split()) >= 5]
    assert len(lines) == len(set(lines))


def test_no_two_letters_have_one_subject_and_each_link_names_its_letter() -> None:
    letters = written(package=PackageName.FULL_FUNNEL_GROWTH)
    assert len({email.subject for email in letters}) == len(letters)
    assert all(f"utm_content={email.name}" in email.body for email in letters)


def test_a_ban_holds_in_every_letter_of_every_series() -> None:
    banned = ("letter", "question", "decision", "thanks", "week", "yours")
    for package, objective in itertools.product(SERIES, Objective):
        for email in written(package=package, objective=objective, banned_words=banned):
            text = f"{email.subject} {email.preheader} {email.body}"
            assert not re.search(rf"\b({'|'.join(banned)})\b", text, re.IGNORECASE), email


def test_every_part_that_is_planned_is_written() -> None:
    planned = {part for parts in PARTS.values() for part in parts} | {part for _, part in (*LAUNCH, *WIN_BACK)}
    assert planned <= set(WRITINGS)


@pytest.mark.parametrize("strategy", [a_strategy(), BARE_STRATEGY], ids=["full strategy", "bare strategy"])
def test_each_letter_has_its_page_with_the_footer_below_the_signature(strategy: Strategy) -> None:
    message = a_strategy_drafted(a_brief(package=PackageName.RETENTION_CRM), strategy)
    made = produce(message, AT, "production/run/")
    pages = [file for file in made.files if file.kind == "email"]
    assert [file.name for file in pages] == [f"email-{email.name}.html" for email in made.draft.emails]
    for page in pages:
        body, _, footer = page.content.decode().partition("border-top:1px solid")
        assert "To unsubscribe" in footer
        assert "To unsubscribe" not in body
