"""A text message keeps to the alphabet in which it may have 160 signs, as far as its words can be written in it."""

import pytest
from production_builders import a_brief, a_strategy_drafted

from contracts.brief import Channel
from contracts.strategy import ChannelPlan
from production.domain.drafting import write_draft
from production.domain.text_messages import LONGEST, in_alphabet


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("“Fresh” – today…", '"Fresh" - today...'),
        ("Łódź Coffee, Šibenik, Çeşme", "Lodz Coffee, Sibenik, Çesme"),
        ("Señor Müller's crème à 3 €", "Señor Müller's crème à 3 €"),
        ("₹500 off", "Rs500 off"),
        ("কলকাতা", "কলকাতা"),
    ],
)
def test_signs_outside_the_alphabet_are_replaced_where_that_is_possible(text: str, sent: str) -> None:
    assert in_alphabet(text) == sent


def test_the_messages_of_a_client_with_accents_in_its_name_fit() -> None:
    drafted = a_strategy_drafted(a_brief(client_name="Łódzka Palarnia", focus_platforms=(Channel.SMS,)))
    plan = ChannelPlan(channel=Channel.SMS, role="primary", budget_share_percent=100)
    strategy = drafted.strategy.model_copy(update={"channels": (plan,)})
    posts = write_draft(drafted.model_copy(update={"strategy": strategy})).calendar
    messages = [f"{post.hook} {post.caption} {post.call_to_action}" for post in posts if post.platform == Channel.SMS]
    assert messages
    for message in messages:
        assert in_alphabet(message) == message
        assert len(message) < LONGEST, message
