"""What a brief is about, as words: by them a sentence is told from one that would be true of any client."""

from collections.abc import Iterable, Iterator

from contracts.brief import Brief
from contracts.strategy import Strategy
from qc.domain.words import word_list

_ROOT_LENGTH = 6
_SHORTEST = 4

_LISTED_COMMON_WORDS = """
    able about above accept achieve across action active actual added after again against agency ahead allow
    almost alone along already also although always amount another answer anyone anything around asked audience
    available away based became because become been before began begin behind being below benefit best better
    between beyond both brand bring brings brought build building business busy call called came campaign cannot
    careful carry case change channel check choose clear client close come comes common company complete
    consider content could create current customer daily data date days deliver different does doing done down
    during each early easy effective either else email engage enough ensure even ever every everyone everything
    example expect experience fact feel final find fine first focus follow found four free from full further
    future gave general gets give given gives goal goes going gone good great group grow growth half happen hard
    have having help helps here high hold however idea important improve include increase inside into itself
    join just keep kind know known large last later lead learn least leave less life like likely line list
    little long look made main make makes making many market marketing matter maybe mean means measure media
    message might mind month more most move much must near nearly need needs never next nobody nothing number
    offer often once ones only open optimise order other others over own page part people perhaps person place
    plan plans platform point possible post posts present problem process product promise proof provide quality
    quarter question quick quite range rather reach read reader ready real really reason receive relevant result
    results review right same save says second section seen sell send sense serve service services several shall
    share short should show shown side simple since small social solution some someone something soon sound
    speak spend start state stay step still stop story strategy strong such support sure take taken takes talk
    target team tell than that their them then there these they thing things think this those though three
    through time times together told toward track true turn twice under understand until upon used useful user
    uses using value various very visit want wants week weeks well went were what when where whether which while
    whole whom whose will wish with within without word words work works world would write year years your yours
    yourself
"""

_COMMON_WORDS = frozenset(_LISTED_COMMON_WORDS.split())
"""English words of four letters or more that stand in any plan for anybody, the jargon of marketing among them."""


def telling_words(text: str) -> Iterator[str]:
    """Give the words of a text that say something, cut to their roots."""
    return roots_of(word_list(text))


def roots_of(words: Iterable[str]) -> Iterator[str]:
    """Give the roots of those words that say something; a number does, a common word doesn't."""
    for word in words:
        if word.isdigit() or not word.isascii():
            yield word
        elif len(word) >= _SHORTEST and word not in _COMMON_WORDS and word.removesuffix("s") not in _COMMON_WORDS:
            yield word[:_ROOT_LENGTH]


def subject_of(brief: Brief, strategy: Strategy) -> frozenset[str]:
    """Give the telling words of what the client said of itself, and of the pillars that follow from it."""
    named = (word for word in word_list(brief.client_name) if len(word) > 1)
    pillars = (text for pillar in strategy.pillars for text in (pillar.name, *pillar.topics))
    said = (word for text in (*texts_of(brief), *pillars) for word in telling_words(text))
    return frozenset((*named, *said))


def texts_of(brief: Brief) -> Iterator[str]:
    """Give what the client wrote of itself, and not what it forbids or wants avoided."""
    yield from (brief.client_name, brief.industry_detail, brief.geography, brief.primary_offer, brief.target_audience)
    yield from (brief.industry.value, brief.objective.value, brief.pricing or "")
    yield from (*brief.pain_points, *brief.desired_outcomes, *brief.differentiators, *brief.competitors)
    yield from (*brief.proof_assets, *brief.objections, *brief.must_include, *brief.required_disclaimers)
    yield from (*brief.constraints, *brief.compliance_requirements, *brief.voice_examples)
    for target in brief.kpi_targets:
        yield f"{target.metric} {target.target:g} {target.unit}"
