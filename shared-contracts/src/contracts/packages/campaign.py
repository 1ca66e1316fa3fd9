"""The sections of the strategy campaign packages; several stand in the other packages, too."""

from contracts.packages.specification import Specification

_PLACEHOLDERS = ("lorem ipsum", "to be announced")

STANDARD = (
    Specification(
        "campaign_objective", "Campaign objective", "prose", 100, 500,
        ("The sum behind it", "Why this comes first", "What it leaves out"), 3, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "core_idea", "Core idea", "prose", 90, 500,
        ("In one line", "The tension", "How it comes back", "What it gives up"), 3, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "channel_plan", "Channel plan", "table", 60, 900, ("Why these, and what comes first",), 2, 1,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "audience_segments", "Audience segments", "table", 110, 600, ("How they are found", "Which comes first"), 2, 2,
        forbidden=_PLACEHOLDERS,
    ),
    Specification("persona_cards", "Persona cards", "list", 150, 700, (), 10, forbidden=_PLACEHOLDERS),
    Specification(
        "creative_direction", "Creative direction", "list", 120, 600, ("Pictures", "Colour and type", "Words", "Never"),
        8, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "influencer_strategy", "Influencer strategy", "list", 140, 600,
        ("Whom to ask", "What they are asked for", "Money and measure", "Rules"), 9,
        phrases=("advertisement",), forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "promotions", "Promotions", "table", 100, 500, ("What each may cost", "When they pause"), 3, 3,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "email_crm_flows", "E-mail and CRM flows", "table", 220, 900,
        ("The second mail in full", "Branches", "Rules"), 7, 5, ("unsubscribe", "consent"), _PLACEHOLDERS,
    ),
    Specification(
        "ad_concepts", "Ad concepts", "list", 140, 700,
        ("The problem first", "The evidence first", "The doubt first", "What is compared"), 12,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "kpi_budget_plan", "KPI and budget plan", "table", 70, 700, ("Numbers", "Budget", "What ties the two"), 1, 2,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "post_campaign_analysis", "Post-campaign analysis", "list", 140, 600,
        ("Questions", "Comparison", "What follows from it"), 9, forbidden=_PLACEHOLDERS,
    ),
)  # fmt: skip
"""What the standard package adds to the social one."""

PREMIUM = (
    Specification(
        "value_proposition", "Value proposition", "prose", 90, 500,
        ("The proposition", "Gains and reliefs", "Why it can be believed", "What it is worth"), 1,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "competitive_positioning", "Competitive positioning", "table", 120, 600,
        ("The position", "What it claims", "What it leaves to others"), 3, 2, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "customer_journey", "Customer journey", "table", 150, 600,
        ("Where people are lost", "The moment that counts"), 4, 5, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "landing_page", "Landing page", "list", 160, 600,
        ("Above the fold", "Further down", "The form", "For search engines", "What is measured"), 13,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "messaging_flows", "Messaging flows", "list", 150, 500, ("SMS", "WhatsApp", "Limits"), 10,
        phrases=("STOP", "consent"), forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "retargeting_plan", "Retargeting plan", "table", 150, 600, ("Left alone", "Money and frequency", "Consent"), 6,
        4, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "community_plan", "Community plan", "list", 120, 600, ("Rituals", "Answers", "House rules", "Read each month"),
        9, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "measurement_framework", "Measurement framework", "table", 150, 700,
        ("Attribution", "Early and late signs", "What it can't say"), 7, 3, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "test_plan", "Test plan", "table", 160, 600, ("Order and dates", "Rules"), 7, 4, ("sample",), _PLACEHOLDERS
    ),
)  # fmt: skip
"""What the premium package adds."""

ENTERPRISE = (
    Specification(
        "executive_summary", "Executive summary", "prose", 110, 500,
        ("The decision", "The reasoning", "The numbers", "Open decisions"), 8, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "market_landscape", "Market landscape", "prose", 120, 500,
        ("Where the market stands", "Who is in it", "What moves it", "Still to be checked"), 10,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "partnerships", "Partnerships", "table", 120, 500, ("The first letter", "Terms to agree"), 3, 3,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "localisation", "Localisation", "list", 110, 500,
        ("Places", "What changes", "What stays", "How it is checked"), 10, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "budget_scenarios", "Budget scenarios", "table", 110, 500,
        ("If results differ from plan", "What decides"), 4, 3,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "risk_register", "Risk register", "table", 130, 700, ("Stop rules", "Legal limits"), 2, 6,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "issue_response", "Issue response", "list", 170, 600,
        ("Levels", "The first hour", "Three cases", "What is not said"), 13, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "data_privacy", "Data and privacy", "list", 150, 600,
        ("What is collected", "On what ground, how long", "What people can ask for", "To settle before the start"), 11,
        phrases=("consent", "counsel"), forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "governance", "Governance", "table", 140, 500,
        ("How a piece is approved", "Who may decide alone", "Versions"), 7, 4, forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "responsibilities", "Responsibilities", "table", 120, 500, ("What the client supplies", "Hours"), 6, 8,
        forbidden=_PLACEHOLDERS,
    ),
    Specification(
        "quarterly_roadmap", "Quarterly roadmap", "table", 100, 500, ("Checkpoints", "The quarter after"), 5, 2,
        forbidden=_PLACEHOLDERS,
    ),
)  # fmt: skip
"""What the enterprise package adds."""

SPECIFICATIONS = (*STANDARD, *PREMIUM, *ENTERPRISE)
