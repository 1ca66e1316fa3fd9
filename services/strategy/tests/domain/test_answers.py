"""An objection is answered with what the brief says about the same thing."""

from strategy_builders import a_brief

from strategy.domain.answers import is_about_price_or_effort, rebuttals


def answers(**fields: object) -> dict[str, str]:
    return {one.objection: one.answer for one in rebuttals(a_brief(**fields))}


def test_the_closest_passage_answers_whatever_the_order_of_the_objections() -> None:
    sizes, repair = "Size advice from measurements", "Free repair in our own workshop"
    found = {"differentiators": (repair, sizes), "proof_assets": (), "pricing": None, "desired_outcomes": ("calm",)}
    for objections in (("I never know my size", "It will break"), ("It will break", "I never know my size")):
        given = answers(objections=objections, **found)
        assert given["I never know my size"].startswith(sizes)
        assert given["It will break"].startswith(repair)


def test_a_price_is_answered_with_what_the_price_list_makes_easier() -> None:
    given = answers(objections=("It is too expensive",), pricing="129 USD a month; 7 days free trial; parking 3 USD")
    assert given["It is too expensive"].startswith("7 days free trial.")


def test_an_objection_is_answered_without_any_evidence_too() -> None:
    bare = {
        "differentiators": (),
        "proof_assets": (),
        "pricing": None,
        "must_include": (),
        "desired_outcomes": ("calm",),
    }
    assert answers(objections=("Why?", "How?"), **bare)["How?"]


def test_price_and_effort_are_told_from_doubt() -> None:
    assert is_about_price_or_effort("€189 is more than mine cost")
    assert is_about_price_or_effort("I have no time")
    assert not is_about_price_or_effort("Does it work at my age?")
