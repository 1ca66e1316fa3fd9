"""The sections that retention and CRM adds: why people leave, their months with the client, staying, coming back."""

from contracts.packages.specification import Specification

SPECIFICATIONS = (
    Specification(
        "churn_diagnosis",
        "Churn diagnosis",
        "table",
        100,
        900,
        ("What leaving costs", "Why people leave", "What is not known yet"),
        4,
        2,
    ),
    Specification(
        "lifecycle_map",
        "Lifecycle map",
        "table",
        130,
        900,
        ("Rules of contact",),
        3,
        6,
        phrases=("unsubscribe",),
    ),
    Specification(
        "loyalty_programme",
        "Loyalty programme",
        "table",
        120,
        900,
        ("What it may cost", "Rules"),
        4,
        3,
        forbidden=("points expire without notice",),
    ),
    Specification(
        "winback_programme",
        "Win-back programme",
        "table",
        120,
        900,
        ("Who is left alone", "When it stops"),
        4,
        3,
        phrases=("unsubscribe",),
    ),
)
