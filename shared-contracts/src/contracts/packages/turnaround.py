"""The sections that a brand turnaround adds: what is broken, how far image and fact differ, the turn, its proof."""

from contracts.packages.specification import Specification

SPECIFICATIONS = (
    Specification(
        "brand_diagnosis",
        "Brand diagnosis",
        "table",
        120,
        900,
        ("What the numbers say", "How the diagnosis is checked"),
        4,
        2,
    ),
    Specification(
        "perception_gap",
        "Perception gap",
        "table",
        110,
        900,
        ("Where the gap is widest", "How it is measured"),
        3,
        2,
    ),
    Specification(
        "repositioning",
        "Repositioning",
        "prose",
        85,
        800,
        ("From", "To", "What is dropped", "What stays"),
        4,
    ),
    Specification(
        "proof_plan",
        "Proof plan",
        "table",
        120,
        900,
        ("Rules of evidence", "What is still missing"),
        4,
        3,
        forbidden=("studies show", "experts agree"),
    ),
)
