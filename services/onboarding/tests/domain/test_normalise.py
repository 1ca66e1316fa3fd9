"""A form of any spelling becomes one brief; a form that is none is told everything at once."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onboarding_builders import (
    TODAY,
    a_brief,
    a_form,
    a_form_without,
    problem_fields,
    problems_of,
)

from contracts.brief import Brief, Budget, Channel, Industry, KpiTarget, Objective, PackageName, RiskTolerance
from onboarding.domain import fields
from onboarding.domain.fields import FIELDS, REQUIRED, SAFEGUARDS
from onboarding.domain.normalise import normalise


def test_every_required_field_that_is_missing_is_named_at_once() -> None:
    assert set(problems_of({})) == {*REQUIRED, SAFEGUARDS[0]}


@pytest.mark.parametrize("nothing", [None, "", "  \t", "TBD", "n/a", "\u200b", [], [""], {}])
def test_what_says_nothing_counts_as_missing(nothing: Any) -> None:
    assert problem_fields(target_audience=nothing) == ["target_audience"]


def test_every_field_of_the_contract_has_a_reader() -> None:
    assert set(FIELDS) == set(Brief.model_fields)


def test_problems_of_many_fields_come_together_with_the_values_found() -> None:
    found = problems_of(
        a_form(client_name=42, objective="world peace", budget={"minimum": -5}, brand_kit={"logo": "?!"})
    )
    assert list(found) == ["client_name", "objective", "budget.minimum", "brand_kit.logo"]
    assert found["client_name"].value == 42
    assert "awareness, leads, sales" in found["objective"].message


@pytest.mark.parametrize("field", SAFEGUARDS)
def test_one_safeguard_is_enough(field: str) -> None:
    given = {"risk_tolerance": "high"}.get(field, "No medical claims")
    assert getattr(a_brief(**{"risk_tolerance": None, field: given}), field)


def test_an_unreadable_safeguard_is_not_also_reported_as_missing() -> None:
    assert problem_fields(risk_tolerance="purple") == ["risk_tolerance"]


@pytest.mark.parametrize("given", ["no website", "No website.", "None yet", "no", None])
def test_a_client_may_have_no_website(given: str | None) -> None:
    assert a_brief(website=given).website is None


def test_a_forgotten_website_is_a_problem() -> None:
    assert list(problems_of(a_form_without("website"))) == ["website"]


def test_text_is_trimmed_and_keeps_its_letters() -> None:
    assert a_brief(client_name="  Café  Ñandú\n東京 🧴 ").client_name == "Café Ñandú 東京 🧴"


def test_a_list_may_come_as_one_text_with_bullets() -> None:
    assert a_brief(pain_points="- Stings\n• Reddens\n\n- stings").pain_points == ("Stings", "Reddens")


def test_one_text_of_words_is_parted_by_commas() -> None:
    assert a_brief(banned_words="miracle, Detox; miracle").banned_words == ("miracle", "Detox")


@pytest.mark.parametrize(
    ("written", "industry", "detail"),
    [
        ("saas", Industry.SAAS, ""),
        ("SaaS / software", Industry.SAAS, "SaaS / software"),
        ("Sensitive-skin skincare, D2C", Industry.HEALTH_BEAUTY, "Sensitive-skin skincare, D2C"),
        ("Software for gyms", Industry.OTHER, "Software for gyms"),
        ("Falconry", Industry.OTHER, "Falconry"),
        ("other", Industry.OTHER, ""),
        ("Steam engines", Industry.OTHER, "Steam engines"),
    ],
)
def test_an_industry_is_canonical_and_keeps_the_clients_words(written: str, industry: Industry, detail: str) -> None:
    brief = a_brief(industry=written)
    assert (brief.industry, brief.industry_detail) == (industry, detail)


def test_platforms_have_many_names() -> None:
    brief = a_brief(focus_platforms="instagram ads, Twitter, e-mail, IG", avoid_platforms=["TikTok"])
    assert brief.focus_platforms == (Channel.INSTAGRAM, Channel.X, Channel.EMAIL)
    assert brief.avoid_platforms == (Channel.TIKTOK,)


def test_a_platform_cannot_be_wanted_and_avoided() -> None:
    assert problem_fields(focus_platforms="IG", avoid_platforms="instagram") == ["focus_platforms"]


def test_an_unknown_platform_is_named_by_its_place() -> None:
    assert problem_fields(focus_platforms=["IG", "MySpace"]) == ["focus_platforms[1]"]


def test_words_for_objective_and_risk_are_understood() -> None:
    brief = a_brief(objective="Lead generation", risk_tolerance="Conservative")
    assert (brief.objective, brief.risk_tolerance) == (Objective.LEADS, RiskTolerance.LOW)


def test_a_package_that_is_not_offered_is_rejected_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "OFFERED_PACKAGES", frozenset({PackageName.LIGHT, PackageName.QUICK_SOCIAL}))
    problem = problems_of(a_form(package="launch_gtm"))["package"]
    assert "launch_gtm" in problem.message
    assert "quick_social" in problem.message


def test_an_unknown_package_is_rejected() -> None:
    assert problem_fields(package="mega deluxe") == ["package"]


def test_the_package_is_quick_social_unless_another_is_named() -> None:
    assert a_brief().package is PackageName.QUICK_SOCIAL
    assert a_brief(package="Light").package is PackageName.LIGHT


def test_fields_in_a_crms_spelling_are_found() -> None:
    form = {**a_form_without("client_name"), "clientName": "Loom", "AOV": "$89", "Time zone": "america/new york"}
    brief = normalise(form, TODAY)
    assert isinstance(brief, Brief)
    assert (brief.client_name, brief.average_order_value, brief.timezone) == ("Loom", 89.0, "America/New_York")


def test_our_own_spelling_wins_over_another() -> None:
    assert a_brief(company="Holding Ltd").client_name == "Tarnwell Skin"


def test_a_target_needs_its_metric_and_number() -> None:
    brief = a_brief(kpi_targets={"metric": "Members", "target": "200", "unit": "members"})
    assert brief.kpi_targets == (KpiTarget(metric="Members", target=200, unit="members"),)
    assert problem_fields(kpi_targets=[{"target": True}, {"metric": "ROAS", "target": "threefold"}]) == [
        "kpi_targets[0].metric",
        "kpi_targets[1].target",
    ]


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("ROAS from 1.8 to 3.5", KpiTarget(metric="ROAS", target=3.5, baseline=1.8)),
        ("Churn from 12 % to 7 %", KpiTarget(metric="Churn", target=7, baseline=12, unit="%")),
        ("New members: 200", KpiTarget(metric="New members", target=200)),
        ("500 qualified leads", KpiTarget(metric="qualified leads", target=500)),
        (
            {"metric": "Churn", "baseline": "12 %", "target": "7 %"},
            KpiTarget(metric="Churn", target=7, baseline=12, unit="%"),
        ),
        ({"kpi": "ROAS", "goal": "3.5x"}, KpiTarget(metric="ROAS", target=3.5, unit="x")),
    ],
)
def test_a_target_may_be_written_as_people_say_it(written: Any, target: KpiTarget) -> None:
    assert a_brief(kpi_targets=written).kpi_targets == (target,)
    assert problem_fields(kpi_targets="many more customers") == ["kpi_targets"]


def test_values_in_another_currency_than_the_budget_are_a_problem() -> None:
    assert problem_fields(average_order_value="€58", lifetime_value="171 USD", budget="20000 USD") == [
        "average_order_value"
    ]
    assert a_brief(average_order_value="€58").average_order_value == 58


def test_a_file_s_address_says_its_name_and_type_where_nobody_else_does() -> None:
    brief = a_brief(attachments="a.example/fees.pdf, https://a.example/list.csv?v=2")
    assert [(one.name, one.media_type) for one in brief.attachments] == [
        ("fees.pdf", "application/pdf"),
        ("list.csv", "text/csv"),
    ]
    (named,) = a_brief(attachments=[{"filename": "Fees", "link": "a.example/x", "mimeType": "text/plain"}]).attachments
    assert (named.name, named.url, named.media_type) == ("Fees", "https://a.example/x", "text/plain")
    assert problem_fields(attachments=[{"name": "Fees"}]) == ["attachments[0].url"]


@pytest.mark.parametrize("given", ["instagram: acme; x: @acme", ["IG: acme", "Twitter: acme"]])
def test_handles_may_come_as_text(given: Any) -> None:
    assert a_brief(social_handles=given).social_handles == {Channel.INSTAGRAM: "@acme", Channel.X: "@acme"}


@pytest.mark.parametrize("given", ["@acme", "https://instagram.com/acme", [{"platform": "IG", "handle": "@acme"}]])
def test_a_handle_of_no_platform_is_told_to_name_it(given: Any) -> None:
    assert "must name the platform" in problems_of(a_form(social_handles=given))["social_handles"].message


def test_names_joined_by_and_are_several() -> None:
    brief = a_brief(focus_platforms="Instagram and TikTok", languages="English / German")
    assert brief.focus_platforms == (Channel.INSTAGRAM, Channel.TIKTOK)
    assert brief.languages == ("en", "de")


def test_a_company_s_legal_form_is_part_of_its_name() -> None:
    assert a_brief(competitors="Acme, Inc.; Foo, GmbH, Bar").competitors == ("Acme, Inc.", "Foo, GmbH", "Bar")


def test_a_line_of_items_is_parted_by_semicolons_and_a_list_is_not() -> None:
    assert a_brief(objections="Too dear; too far").objections == ("Too dear", "too far")
    assert a_brief(objections=["Too dear; too far"]).objections == ("Too dear; too far",)


@pytest.mark.parametrize(
    ("written", "zone"), [("Berlin", "Europe/Berlin"), ("cet", "Europe/Berlin"), ("New York", "America/New_York")]
)
def test_a_city_names_its_time_zone(written: str, zone: str) -> None:
    assert a_brief(timezone=written).timezone == zone


def test_an_address_may_carry_the_name_of_its_owner() -> None:
    assert a_brief(contact_email="Ana Ruiz <ana@ACME.co.uk>").contact_email == "ana@acme.co.uk"


def test_a_brand_kit_may_be_its_colours_alone() -> None:
    assert a_brief(brand_kit="#1f5d57, #fff").brand_kit.colours == ("#1f5d57", "#ffffff")
    assert a_brief(brand_kit={"primaryColor": "#1f5d57"}).brand_kit.colours == ("#1f5d57",)


@pytest.mark.parametrize("colour", ["#12", "teal", "#12345g", 123456])
def test_a_colour_is_written_in_hexadecimal(colour: Any) -> None:
    assert problem_fields(brand_kit={"colours": [colour]}) == ["brand_kit.colours[0]"]


def test_colours_have_one_spelling() -> None:
    assert a_brief(brandKit={"colors": "#FA0, 1F5D57"}).brand_kit.colours == ("#ffaa00", "#1f5d57")


def test_languages_have_one_spelling() -> None:
    assert a_brief(languages="English, pt_br, Español").languages == ("en", "pt-BR", "es")
    assert problem_fields(languages=["en", "Klingon"]) == ["languages[1]"]


def test_an_unknown_time_zone_is_a_problem() -> None:
    assert problem_fields(timezone="America/Gotham") == ["timezone"]


def test_a_platform_named_twice_among_the_handles_is_a_problem() -> None:
    assert problem_fields(social_handles={"IG": "@a", "instagram": "@b"}) == ["social_handles.instagram"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("client_name", "n" * 201),
        ("pricing", "p" * 2001),
        ("pain_points", ["x" * 501]),
        ("objections", list("abc" * 40)),
    ],
)
def test_limits_of_length_are_enforced(field: str, value: Any) -> None:
    if field == "objections":
        value = [f"{item}{place}" for place, item in enumerate(value)]
    assert problem_fields(**{field: value})[0].startswith(field)


def test_a_field_that_we_do_not_know_is_left_alone() -> None:
    assert a_brief(favourite_cheese="Comté") == a_brief()


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_ADDRESS = (
    st.sampled_from(["acme.co.uk", "HTTPS://Shop.Example.com:8443/", "bücher.example/a?b=c#d", "x.io//y"]) | _TEXT
)
_LISTS = _TEXT | st.lists(_TEXT, max_size=4)
_AMOUNT = st.integers(0, 10**9) | st.floats(0, 1e9) | st.sampled_from(["$20k", "10-20k EUR", "1,500.75"]) | _TEXT
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=8,
)
_CHANNELS = st.lists(st.sampled_from(["IG", "Twitter", "e-mail", "SEO", "maps"]), max_size=3)
_OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    "website": _ADDRESS | st.none() | st.just("no website"),
    "industry": _TEXT | st.sampled_from(["SaaS / software", "Other", "Yoga studio"]),
    "industry_detail": _TEXT,
    "package": st.sampled_from(["Quick Social", "light", ""]),
    "pricing": _TEXT,
    "average_order_value": _AMOUNT,
    "differentiators": _LISTS,
    "competitors": _LISTS,
    "pain_points": _LISTS,
    "kpi_targets": st.lists(st.fixed_dictionaries({"metric": _TEXT, "target": _AMOUNT, "unit": _TEXT}), max_size=2),
    "budget": _AMOUNT | st.fixed_dictionaries({"min": _AMOUNT, "currency": st.sampled_from(["US$", "eur", ""])}),
    "banned_words": _LISTS,
    "languages": st.sampled_from(["English", "pt_br", ["de", "German"], []]),
    "brand_kit": st.fixed_dictionaries({"colors": st.just("#FA0"), "fonts": _LISTS, "logo": _ADDRESS}),
    "social_handles": st.dictionaries(st.sampled_from(["IG", "X", "e-mail", "wa"]), _ADDRESS, max_size=3),
    "focus_platforms": _CHANNELS,
    "timezone": st.sampled_from(["utc", "europe/kiev", "US/Pacific", ""]),
    "contact_email": st.sampled_from(["mailto:Ana@ACME.co.uk", ""]) | _TEXT,
    "attachments": st.lists(_ADDRESS, max_size=2),
    "context": st.dictionaries(_TEXT, _JSON, max_size=3),
}


@settings(max_examples=300, deadline=None)
@given(st.fixed_dictionaries({}, optional=_OPTIONAL))
def test_normalising_a_normalised_brief_gives_the_same_brief(fields: dict[str, Any]) -> None:
    brief = normalise(a_form(**fields), TODAY)
    if not isinstance(brief, Brief):
        named = {problem.field.partition(".")[0].partition("[")[0] for problem in brief}
        brief = normalise(a_form(**{name: value for name, value in fields.items() if name not in named}), TODAY)
    assert isinstance(brief, Brief), brief
    assert normalise(brief.model_dump(mode="json"), date(2031, 1, 1)) == brief


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(FIELDS)) | _TEXT, _JSON, max_size=12))
def test_no_form_makes_the_judgement_crash(form: dict[str, Any]) -> None:
    found = normalise(form, TODAY)
    assert isinstance(found, Brief) or found


def test_a_budget_survives_a_second_reading() -> None:
    brief = a_brief(budget="10-20k EUR")
    assert brief.budget == Budget(minimum=10_000, maximum=20_000, currency="EUR")
    assert normalise(brief.model_dump(mode="json"), TODAY) == brief
