"""The dates, rules and tests of a campaign's sections agree with its strategy's and with one another."""

from production_builders import a_channel, a_strategy, material

from contracts.brief import Brief, Channel
from contracts.strategy import Strategy
from production.domain.calendar import calendar
from production.domain.campaign.writers import WRITERS
from production.domain.hashtags import hashtags
from production.domain.work import Work


def section(name: str, brief: Brief | None = None, strategy: Strategy | None = None) -> str:
    words = material(brief, strategy)
    tags = hashtags(words)
    return WRITERS[name](Work(words, calendar(words, tags), tags))


def test_a_stop_rule_is_that_of_the_channel_it_names() -> None:
    plans = [
        (Channel.BLOG, 20, "no article grows"),
        (Channel.WEBINAR, 30, "few attend"),
        (Channel.EMAIL, 50, "few click"),
    ]
    channels = [
        a_channel(at, share).model_copy(update={"kill_criteria": f"Stop if {rule}."}) for at, share, rule in plans
    ]
    rules = section("risk_register", None, a_strategy(channels=tuple(channels)))
    for name, rule in (("Blog", "no article grows"), ("Webinar", "few attend"), ("E-mail", "few click")):
        assert f"on {name}: stop if {rule}." in rules
