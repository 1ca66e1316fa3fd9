"""The sections of the quick social package; the others use most of them, too."""

from contracts.packages.specification import Specification

SPECIFICATIONS = (
    Specification("overview", "Overview", "prose", 60, 500, ("The problem", "The change", "The frame"), 2),
    Specification("messaging_framework", "Messaging framework", "prose", 60, 800, ("Core promise", "Proof", "Voice")),
    Specification("calendar_30_day", "30-day calendar", "table", 240, 2200, minimum_rows=30),
    Specification("content_buckets", "Content buckets", "list", 60, 800, minimum_bullets=3),
    Specification("hashtag_strategy", "Hashtag strategy", "list", 40, 400, ("How to use them",), 3),
    Specification("kpi_plan", "KPI plan", "table", 50, 700, ("Decision rules",), minimum_rows=1),
    Specification(
        "execution_roadmap",
        "Execution roadmap",
        "table",
        60,
        900,
        ("Milestones", "Channels and budget"),
        minimum_rows=2,
    ),
    Specification("summary", "Summary", "prose", 50, 400, ("Next steps",), 3),
)
