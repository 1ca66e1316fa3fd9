"""The next revision of a draft: what quality control objects to is gone, what the client demands is still there.

Mutants: `kept` ignored in `without` -> the demand that is objected to; `signed` left out of it -> the signature;
`name` ignored there -> the client's name; `_left_out` at every place -> the other day; failures not before warnings;
the check without a remedy touched; `clip` left out of `_short_post` -> the post.
"""

from typing import Any

import pytest
from production_builders import a_brief, a_light_one, a_strategy_drafted

from contracts.brief import Brief, Channel
from contracts.draft import Advertisement, Draft, Email
from contracts.messages import DraftRevisionRequested, StrategyDrafted
from contracts.report import MENDED, Check, QcReport, Result, Severity
from production.domain.drafting import write_draft
from production.domain.mending import calmed, halved, without
from production.domain.revision import REMEDIES, revised


def a_check(check_id: str, section: str | None = None, evidence: str = "", **fields: Any) -> Check:
    given = {"severity": Severity.MAJOR, "result": Result.FAIL}
    return Check(check_id=check_id, section=section, evidence=evidence, **{**given, **fields})


def mended(draft: Draft, *checks: Check, brief: Brief | None = None, message: StrategyDrafted | None = None) -> Draft:
    """The revision of this draft that is written after a report with these checks."""
    start = message or a_strategy_drafted(brief)
    report = QcReport(
        report_id=draft.draft_id,
        draft_id=draft.draft_id,
        score=0,
        score_ratio=0.0,
        pass_mark=0.7,
        passed=False,
        checks=checks,
    )
    carried = start.model_dump()
    return revised(DraftRevisionRequested(**carried, revision=draft.revision + 1, draft=draft, report=report))


DRAFT = write_draft(a_strategy_drafted())
SECTION = DRAFT.sections[0].section_id


def with_body(text: str) -> Draft:
    """The draft whose first section says this."""
    first = DRAFT.sections[0].model_copy(update={"body": text})
    return DRAFT.model_copy(update={"sections": (first, *DRAFT.sections[1:])})


def with_post(**fields: Any) -> Draft:
    """The draft whose first post is so."""
    return DRAFT.model_copy(update={"calendar": (DRAFT.calendar[0].model_copy(update=fields), *DRAFT.calendar[1:])})


def test_there_is_a_remedy_for_each_check_that_drafts_are_sent_back_for_and_for_no_other() -> None:
    assert set(REMEDIES) == MENDED


def test_a_revision_is_the_same_draft_with_the_next_number() -> None:
    assert mended(DRAFT) == DRAFT.model_copy(update={"revision": 2})


def test_the_sentence_that_is_objected_to_goes_and_the_others_stay() -> None:
    draft = with_body("Fresh beans.\n\nAsk [INSERT NAME] first. Then brew.")
    body = mended(draft, a_check("placeholders", SECTION, "Ask [INSERT NAME] first.")).sections[0].body
    assert body == "Fresh beans.\n\nThen brew."


def test_only_the_place_that_the_report_names_is_mended() -> None:
    posts = tuple(post.model_copy(update={"caption": "A miracle cup. Brew it."}) for post in DRAFT.calendar[:2])
    draft = DRAFT.model_copy(update={"calendar": posts})
    after = mended(draft, a_check("forbidden_claims", "calendar day 2", "A miracle cup."))
    assert [post.caption for post in after.calendar] == ["A miracle cup. Brew it.", "Brew it."]


def test_what_the_client_demands_stays_though_it_is_objected_to() -> None:
    brief = a_brief(must_include=("Pause in two artisanal clicks",))
    draft = with_body("Pause in two artisanal clicks. An artisanal roast.")
    checks = [
        a_check("banned_words", SECTION, "Pause in two artisanal clicks."),
        a_check("banned_words", SECTION, "An artisanal roast."),
    ]
    assert mended(draft, *checks, brief=brief).sections[0].body == "Pause in two artisanal clicks."


def test_a_demand_of_two_sentences_stays_whole() -> None:
    demand = "Pause in two clicks. No artisanal fee"
    draft = with_body(f"{demand}. An artisanal roast.")
    check = a_check("banned_words", SECTION, "Pause in two clicks.")
    after = mended(draft, check, brief=a_brief(must_include=(demand,)))
    assert after.sections[0].body == f"{demand}. An artisanal roast."


def test_an_email_keeps_its_signature_whatever_is_objected_to() -> None:
    brief = a_brief(client_name="The Friends of Hope St. Mary's")
    draft = write_draft(a_strategy_drafted(brief))
    email = draft.emails[0]
    signed = "The team at The Friends of Hope St. Mary's"
    assert signed in email.body.splitlines()
    checks = (
        a_check("repeated_lines", f"e-mail {email.name}", "The Friends of Hope St."),
        a_check("forbidden_language", f"e-mail {email.name}", signed),
    )
    assert signed in mended(draft, *checks, brief=brief).emails[0].body.splitlines()


def test_a_sentence_goes_with_all_of_the_clients_name() -> None:
    brief = a_brief(client_name="The Friends of Hope St. Mary's")
    draft = with_body("Brew it. The best of The Friends of Hope St. Mary's and you. More.")
    after = mended(draft, a_check("unproved_claims", SECTION, "The best of The Friends of Hope St."), brief=brief)
    assert after.sections[0].body == "Brew it. More."


def test_the_words_of_the_client_are_calmed_no_more_than_it_wrote_them() -> None:
    brief = a_brief(client_name="JOHNSON MOTOR COMPANY", must_include=("BUY NOW WHILE STOCKS LAST",))
    draft = with_post(caption="COME HERE VERY SOON!! **BUY NOW WHILE STOCKS LAST** at JOHNSON MOTOR COMPANY.")
    after = mended(draft, a_check("shouting", "calendar day 1", "!!"), brief=brief)
    assert after.calendar[0].caption == ("Come here very soon! **BUY NOW WHILE STOCKS LAST** at JOHNSON MOTOR COMPANY.")


def test_a_section_is_never_emptied() -> None:
    draft = with_body("Only [INSERT NAME] knows.")
    assert mended(draft, a_check("placeholders", SECTION, "Only [INSERT NAME] knows.")).sections[0].body


def test_a_hook_of_which_nothing_is_left_becomes_client_and_theme() -> None:
    draft = with_post(hook="A game changer for your cup", theme="Freshness")
    after = mended(draft, a_check("cliches", "calendar day 1", "A game changer for your cup"))
    assert after.calendar[0].hook == "Harbour & Vine: Freshness"


def test_a_missing_demand_is_said_at_the_end_of_the_last_prose() -> None:
    after = mended(DRAFT, a_check("must_include", None, "Pause or cancel in two clicks"))
    prose = [section.body for section in after.sections if section.form == "prose"]
    assert prose[-1].endswith("Pause or cancel in two clicks.")


def test_a_post_that_is_too_long_is_cut_to_its_platform() -> None:
    draft = with_post(platform=Channel.X, caption="word " * 100, hook="A hook of some words", hashtags=())
    post = mended(draft, a_check("platform_limits", "calendar day 1", "word")).calendar[0]
    assert len(post.hook) + len(post.caption) + len(post.call_to_action) + 23 + 3 <= 280
    assert post.caption.endswith("…")


def test_an_advertisement_that_is_too_long_is_cut_to_its_format() -> None:
    long = Advertisement(platform=Channel.GOOGLE_ADS, headline="Coffee " * 9, description="Fresh every week " * 9)
    draft = DRAFT.model_copy(update={"advertisements": (long,)})
    (cut,) = mended(draft, a_check("platform_limits", "advertisement 1 (google_ads)", "Coffee")).advertisements
    assert (len(cut.headline) <= 30, len(cut.description) <= 90) == (True, True)


def test_an_e_mail_gets_its_way_out() -> None:
    email = Email(name="introduction", subject="Hello", body="Fresh beans.")
    draft = DRAFT.model_copy(update={"emails": (email,)})
    after = mended(draft, a_check("email_unsubscribe", "e-mail introduction", "Fresh beans."))
    assert "unsubscribe" in after.emails[0].body


@pytest.mark.parametrize(
    ("tags", "evidence", "left"),
    [
        (("#coffee", "#HarbourVine"), "#coffee", ("#HarbourVine",)),
        (("#A1b", "#Vine", "#a1b"), "#a1b", ("#A1b", "#Vine")),
    ],
)
def test_a_hashtag_goes_and_one_that_stands_twice_stands_once(
    tags: tuple[str, ...], evidence: str, left: tuple[str, ...]
) -> None:
    after = mended(with_post(hashtags=tags), a_check("hashtags", "calendar day 1", evidence))
    assert after.calendar[0].hashtags == left


def test_a_hook_that_is_used_twice_opens_with_its_theme() -> None:
    draft = with_post(hook="What is fresh?", theme="Freshness")
    after = mended(draft, a_check("duplicate_hooks", "calendar day 1", "What is fresh?"))
    assert after.calendar[0].hook == "Freshness: What is fresh?"


def test_the_client_is_named_where_nobody_named_it() -> None:
    silent = DRAFT.model_copy(
        update={
            "sections": (DRAFT.sections[0].model_copy(update={"body": "Fresh beans."}),),
            "calendar": (DRAFT.calendar[0].model_copy(update={"hook": "Fresh?", "caption": "Brew it."}),),
            "emails": (Email(name="introduction", subject="Hello", body="Fresh beans."),),
        }
    )
    after = mended(silent, a_check("brand_named"))
    texts = (after.sections[0].body, after.calendar[0].caption, after.emails[0].body)
    assert all("Harbour & Vine" in text for text in texts)


def test_of_what_a_draft_is_not_the_cause_nothing_is_touched() -> None:
    after = mended(DRAFT, a_check("budget_shares", "strategy", "instagram 45 %"), a_check("links", SECTION, "http"))
    assert after == DRAFT.model_copy(update={"revision": 2})


def test_what_passed_is_not_mended() -> None:
    draft = with_body("A fine cup. Brew it.")
    passed = a_check("placeholders", SECTION, "A fine cup.", result=Result.PASS)
    assert mended(draft, passed).sections[0].body == "A fine cup. Brew it."


def test_a_light_draft_is_mended_too() -> None:
    message = a_light_one()
    draft = write_draft(message)
    first = draft.sections[0].body.partition(". ")[0] + "."
    after = mended(draft, a_check("placeholders", draft.sections[0].section_id, first), message=message)
    assert after.sections[0].body == "Pause or cancel in two clicks Prices include VAT."


@pytest.mark.parametrize(
    ("text", "evidence", "left"),
    [
        ("| a | b |\n| c | TBD |", "TBD", "| a | b |"),
        ("- one\n- TBD two\n- three", "TBD two", "- one\n- three"),
        ("- one. TBD two. And three.", "TBD two.", "- one. And three."),
        ("One. Two.", "Two. Three", "One. Two."),
        ("One of it. Two. TBD three. Four.", "of it. Two. TBD three.", "Four."),
        ("One. A long one that was cut. Three.", "A long one that…", "One. Three."),
        ("One.\nTwo.", "One.\nTwo.", "One.\nTwo."),
        ("One.", "", "One."),
    ],
)
def test_the_smallest_piece_with_the_evidence_is_left_out(text: str, evidence: str, left: str) -> None:
    assert without(text, evidence) == left


def test_a_long_sentence_becomes_two_at_the_joint_nearest_its_middle() -> None:
    text = "We roast on the day it ships, and the bag says when it was. More."
    assert halved(text, "We roast on the day") == "We roast on the day it ships. The bag says when it was. More."
    assert halved("No joint here at all.", "No joint") == "No joint here at all."
    name = "Bakers, Millers, and Friends"
    assert halved(f"Come to {name}, which is near.", "Come", [name]) == f"Come to {name}. Is near."


def test_what_shouts_is_calmed() -> None:
    assert calmed("Buy now!!! FRESH COFFEE EVERY WEEK here?") == "Buy now! Fresh coffee every week here?"
