"""The sections of a performance audit: what is checked, with which figure, at which threshold, what follows.

An audit is written before anyone has seen the accounts, so no section may claim to have found something in them.
"""

from contracts.packages.specification import Specification

UNSEEN = ("we found", "the account shows", "the data shows")
"""Statements that only somebody with access could make."""


def _checks(section_id: str, title: str, headings: tuple[str, ...], rows: int) -> Specification:
    return Specification(section_id, title, "table", 60, 1100, headings, 2, rows, forbidden=UNSEEN)


SPECIFICATIONS = (
    Specification(
        "audit_scope",
        "Audit scope",
        "table",
        110,
        900,
        ("Access to grant", "Left out"),
        3,
        3,
        phrases=("read-only",),
        forbidden=UNSEEN,
    ),
    _checks("account_structure", "Account structure", ("The arithmetic",), 2),
    Specification(
        "tracking_check",
        "Tracking check",
        "table",
        110,
        1100,
        ("Events that must arrive",),
        3,
        4,
        phrases=("consent",),
        forbidden=UNSEEN,
    ),
    _checks("audience_review", "Audience review", ("Who is addressed", "Who is left out"), 4),
    _checks("creative_review", "Creative review", ("What a fair test needs",), 3),
    _checks("search_and_bidding", "Search and bidding", ("Search terms", "The bid"), 3),
    _checks("landing_page_review", "Landing page review", ("What must stand on it",), 4),
    _checks("channel_review", "Channel review", ("When a channel stops",), 1),
    _checks("budget_review", "Budget review", ("Break-even", "What moving money means"), 1),
    Specification(
        "findings_and_priorities",
        "Findings and priorities",
        "table",
        120,
        1100,
        ("What the brief alone shows", "Order of work"),
        3,
        4,
        phrases=("before access",),
        forbidden=UNSEEN,
    ),
)
