"""How complete a brief is, and what an account manager has to ask before the work starts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.brief import BrandKit, Brief, Industry, Objective
from onboarding.domain.contradictions import contradictions_in

REQUIRED_WEIGHT = 40
"""What every accepted brief has: its required fields."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A field that a good brief has: what it adds to completeness, and the question where it is missing."""

    field: str
    weight: int
    question: str


EXPECTED: tuple[Expected, ...] = (
    Expected(
        "kpi_targets", 8, "Which number should have moved after {weeks} of {client}'s campaign: from what, to what?"
    ),
    Expected("proof_assets", 8, "What proof of “{offer}” may we show: reviews, test results, case studies, press?"),
    Expected("budget", 7, "What may {client} spend on this campaign, from and to, in which currency?"),
    Expected("differentiators", 6, "What does {client} do that the buyer's second choice does not?"),
    Expected(
        "objections", 6, "What do people say when they decide against “{offer}”? Their own words, if you have them."
    ),
    Expected("competitors", 4, "Whom do customers compare {client} with? Names or web addresses."),
    Expected("tone_of_voice", 3, "How should {client} sound, in three words, and like which brand never?"),
    Expected("pricing", 4, "What does “{offer}” cost, and which trials, instalments or discounts may we mention?"),
    Expected("brand_kit", 3, "Which colours (#rrggbb), fonts and logo file belong to {client}?"),
    Expected(
        "focus_platforms", 2, "On which platforms does {client} have an audience? If none, we choose by industry."
    ),
    Expected("contact_email", 2, "Who approves the drafts at {client}, and under which e-mail address?"),
    Expected("social_handles", 2, "Under which handles is {client} found, so that posts can name them?"),
    Expected("approval_frequency", 1, "How often can {client} approve drafts: daily, weekly, every two weeks?"),
    Expected("banned_words", 1, "Which words must never stand beside {client}'s name?"),
    Expected("voice_examples", 1, "Can you send two texts in which {client} sounds as it should?"),
    Expected("constraints", 1, "What limits {client} in a campaign of {weeks}: stock, capacity, dates, people?"),
    Expected("average_order_value", 1, "What is an average order with {client} worth? It decides what one may cost."),
)
"""Most important first; the weights and REQUIRED_WEIGHT make 100."""

_REGULATED = frozenset({Industry.FINANCE, Industry.HEALTH_BEAUTY, Industry.FOOD})
_SHOWN_WORDS = 12
_NOTHING_GIVEN: tuple[object, ...] = (None, "", (), {})
_NO_KIT = BrandKit()


def completeness_of(brief: Brief) -> int:
    """Score a brief from 0 to 100 by the weights in EXPECTED; an accepted brief has REQUIRED_WEIGHT at least."""
    return REQUIRED_WEIGHT + sum(expected.weight for expected in EXPECTED if _is_given(brief, expected.field))


def questions_for(brief: Brief, today: date) -> tuple[str, ...]:
    """Ask for what is missing, the costliest gap first, and then for what this brief's own answers leave open.

    Before all else comes a start that had passed on `today`, the day the brief came in: every date counts from it.
    """
    weeks = "1 week" if brief.duration_weeks == 1 else f"{brief.duration_weeks} weeks"
    words = {"client": brief.client_name, "offer": _short(brief.primary_offer), "weeks": weeks}
    missing = [expected.question.format(**words) for expected in EXPECTED if not _is_given(brief, expected.field)]
    return (*_late_start(brief, today), *missing, *_open_points(brief))


def _is_given(brief: Brief, field: str) -> bool:
    given = getattr(brief, field)
    return given != _NO_KIT if isinstance(given, BrandKit) else given not in _NOTHING_GIVEN


def _late_start(brief: Brief, today: date) -> Iterator[str]:
    last = brief.start_date + timedelta(weeks=brief.duration_weeks, days=-1)
    if last < today:
        yield (
            f"The campaign for {brief.client_name} would be over already: from {brief.start_date} to {last}, while the"
            f" brief came in on {today}. On which day shall it start?"
        )
    elif brief.start_date < today:
        yield (
            f"The start date, {brief.start_date}, had passed when the brief came in on {today}. Is the campaign for"
            f" {brief.client_name} under way, or on which day shall it start?"
        )


def _open_points(brief: Brief) -> list[str]:
    found = [
        _baseline_question(target.metric, target.target) for target in brief.kpi_targets if target.baseline is None
    ]
    if brief.industry is Industry.OTHER and not brief.industry_detail:
        found.append(f"In which line of business is {brief.client_name}? The brief says only 'other'.")
    if brief.industry in _REGULATED and not brief.compliance_requirements:
        found.append(
            f"Which rules bind what {brief.client_name} may claim in {brief.geography}, and who signs the claims off?"
        )
    if brief.objective is Objective.RETENTION and brief.lifetime_value is None:
        found.append(
            f"What is a customer of {brief.client_name} worth over the years? It decides what keeping one may cost."
        )
    return [*found, *contradictions_in(brief)]


def _baseline_question(metric: str, target: float) -> str:
    return f"Where does {metric} stand today? The brief names {target:,.10g} as target but no starting point."


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= _SHOWN_WORDS else f"{' '.join(words[:_SHOWN_WORDS])}…"
