"""Nothing that a submitter sends can break what keeps it."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onboarding_builders import RUN, TODAY, a_form, problem_fields, problems_of

from contracts.brief import Brief
from onboarding.domain import limits
from onboarding.domain.form import Accepted, Rejected, fill
from onboarding.domain.normalise import normalise
from onboarding.domain.submission import fingerprint, storable


def nested(levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = {}
    for _ in range(levels):
        inner = {"in": inner}
    return inner


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x7f", "\ud800", "\uffff"])
def test_a_character_that_cannot_be_kept_is_a_problem_of_its_field(character: str) -> None:
    found = problems_of(a_form(client_name=f"Tarn{character}well"))
    assert list(found) == ["client_name"]
    assert f"U+{ord(character):04X}" in found["client_name"].message


def test_a_hidden_character_in_a_field_name_is_a_problem() -> None:
    assert list(problems_of(a_form(context={"a\x00b": 1}))) == ["context.a\\u0000b"]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 10**400, -(10**15)])
def test_a_number_that_json_cannot_carry_is_a_problem(number: float) -> None:
    assert problem_fields(average_order_value=number) == ["average_order_value"]


def test_truth_values_are_no_numbers() -> None:
    assert problem_fields(average_order_value=True) == ["average_order_value"]


def test_a_field_name_that_is_no_text_is_a_problem() -> None:
    assert list(problems_of({**a_form(), 7: "seven"})) == ["7"]


def test_values_that_json_has_no_kind_for_are_a_problem() -> None:
    assert problem_fields(start_date=TODAY) == ["start_date"]


def test_a_form_nested_too_deep_is_a_problem_and_no_crash() -> None:
    assert len(problem_fields(context=nested(100_000))) == 1


def test_a_form_that_refers_to_itself_ends() -> None:
    form = a_form()
    form["context"] = form
    assert normalise(form, TODAY)
    assert json.dumps(storable(form).form)


def test_a_form_that_is_too_large_is_refused_as_a_whole() -> None:
    many = dict.fromkeys(map(str, range(limits.FORM_VALUES + 1)), 0)
    assert list(problems_of({"context": many, **a_form()})) == ["brief"]
    assert problem_fields(context={"text": "x" * (limits.FORM_CHARACTERS + 1)}) == ["brief"]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"aov": "USD 90", "Compliance": ["No claims of healing"]},
        {"client": "Another name beside ours"},
        {("aB" * limits.FIELD_NAME_CHARACTERS)[: limits.FIELD_NAME_CHARACTERS]: "of the longest name"},
        {"client_name": "Tarn\x00well", "Campaign-Objective": "wealth"},
        {"context": {"n" * (limits.FIELD_NAME_CHARACTERS + 1): 1}},
        {"average_order_value": math.nan},
        {"context": nested(limits.FORM_DEPTH + 1)},
        {"context": dict.fromkeys(map(str, range(limits.FORM_VALUES)), 0)},
    ],
    ids=[
        "plain",
        "a CRM's names",
        "named twice",
        "longest name",
        "NUL",
        "name too long",
        "NaN",
        "too deep",
        "too large",
    ],
)
def test_a_form_is_judged_the_same_whether_or_not_it_is_copied_first(more: dict[str, Any]) -> None:
    form = {**a_form(), **more}
    judged, found = fill(RUN, RUN, form, TODAY).judgement, normalise(form, TODAY)
    if isinstance(judged, Accepted):
        assert judged.brief == found
    else:
        assert isinstance(judged, Rejected)
        assert not isinstance(found, Brief)
        assert judged.problems == found


@pytest.mark.parametrize("more", [0, 1])
def test_a_form_is_whole_up_to_its_limits_and_cut_just_beyond_them(more: int) -> None:
    values = dict.fromkeys(map(str, range(limits.FORM_VALUES + more)), 0)
    text = {"t": "x" * (limits.FORM_CHARACTERS - 1 + more)}
    assert [storable(form).complete for form in (values, text)] == [not more, not more]
    assert bool(storable(nested(limits.FORM_DEPTH + more)).problems) == bool(more)


def test_a_problem_shows_only_the_start_of_a_long_text() -> None:
    assert len(problems_of(a_form(client_name="n" * 10_000))["client_name"].value) < 210


_TEXT = st.text(st.sampled_from("aé🧴 \\\n\x00\x1f\x7f\ud800\udfff\uffff"), max_size=8)
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers() | _TEXT, inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(_TEXT | st.integers(), _ANYTHING, max_size=5))
def test_whatever_is_sent_its_copy_can_be_stored_and_sent_on(form: dict[Any, Any]) -> None:
    copy = storable(form).form
    written = json.dumps(copy, allow_nan=False, ensure_ascii=False)
    written.encode("utf-8")
    assert "\\u0000" not in written.replace("\\\\", "")
    assert storable(copy).form == copy


def test_a_clean_form_is_copied_as_it_is() -> None:
    form = a_form(context={"Größe": [1, 2.5, None, {"ключ": "значение 🌍"}]})
    assert storable(form).form == form
    assert storable(form).problems == ()


def test_a_fingerprint_does_not_depend_on_the_order_of_fields() -> None:
    form = a_form()
    assert fingerprint(form) == fingerprint(dict(reversed(form.items())))
    assert fingerprint(form) != fingerprint(a_form(client_name="Another"))
