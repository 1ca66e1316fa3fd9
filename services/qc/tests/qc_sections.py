"""The eight sections of the sound draft: title and Markdown, by section id."""

from collections.abc import Mapping

SECTIONS: Mapping[str, tuple[str, str]] = {
    "overview": (
        "Overview",
        (
            "Calm Skin Lab sells a three-step barrier routine to people in the United States whose skin reacts to "
            "nearly everything. They have drawers of half-used bottles and little patience for another promise. "
            "This month answers one question in thirty posts: what happens to reactive skin when a routine gets "
            "shorter? Fragrance-free since 2014 is the line that every week returns to. Patch test before first "
            "use. Instagram carries the daily conversation and e-mail turns readers into buyers of the starter "
            "set."
        ),
    ),
    "messaging_framework": (
        "Messaging framework",
        (
            "The core message is that fewer ingredients give reactive skin fewer reasons to react. Calm Skin Lab "
            "proves it with the full ingredient list on the front of each bottle, seven entries long, and with "
            "the 2023 patch study of 112 volunteers. People who object to the price of 48 dollars hear what three "
            "unfinished bottles cost them last year. Those who fear a flare-up get the returns policy: opened "
            "bottles come back within 60 days, no questionnaire attached."
        ),
    ),
    "calendar": (
        "30-day calendar",
        (
            "Every day has one post, and six ingredients take turns through five everyday moments. Mondays "
            "explain an ingredient, midweek posts show a bathroom shelf before and after, and Sundays answer a "
            "reader's letter. All posts lead to the starter set page, tagged by day, so that the team sees which "
            "moment sells. Replies are answered within four hours on working days, and questions about medication "
            "are passed to the customer's own doctor."
        ),
    ),
    "content_buckets": (
        "Content buckets",
        (
            "- Ingredient desk: what each of the seven entries does, shown under a lamp with its data sheet "
            "beside it.\n"
            "- Shelf audits: customers line up what they own and keep only what their skin asks for.\n"
            "- Letters: one reader's question a week, answered by the chemist who mixed the batch.\n"
            "- Patch diary: forty-eight hours of a forearm, photographed at breakfast and at bedtime.\n"
            "- Returns: what came back, why, and what was changed in the next batch."
        ),
    ),
    "hashtag_strategy": (
        "Hashtag strategy",
        (
            "Three tags a post: one for the brand, one for the condition, one for the ingredient of the day. Calm "
            "Skin Lab owns the first, joins the second where readers compare notes already, and rotates the "
            "third. Tags beyond ten million posts are left out, because a small account drowns in them within "
            "minutes."
        ),
    ),
    "kpi_plan": (
        "KPI plan",
        (
            "| KPI | From | To | When |\n"
            "|---|---|---|---|\n"
            "| Reach | 40,000 | 90,000 | 30 days |\n"
            "| Saves per post | 12 | 30 | 30 days |\n"
            "| Starter sets sold | 150 | 400 | 12 weeks |\n"
            "| Refill orders | 60 | 140 | 12 weeks |\n"
            "| E-mail sign-ups | 300 | 900 | 30 days |\n"
            "\n"
            "Reach tells whether new people see the brand, saves whether they mean to return. Sets and refills "
            "are read from the shop on Monday mornings and compared with the week before."
        ),
    ),
    "execution_roadmap": (
        "Execution roadmap",
        (
            "- Week 1: photograph the shelf, write the first ten captions, set up the tracked links.\n"
            "- Week 2: publish daily, read the saves, and move budget to the moment with the most of them.\n"
            "- Week 3: send the starter-set letter to readers who opened the first one.\n"
            "- Week 4: collect the returns, publish what was learned, decide which ingredient leads next month.\n"
            "Mara Lindqvist signs off captions by noon the day before; the chemist checks every sentence on "
            "ingredients."
        ),
    ),
    "summary": (
        "Summary",
        (
            "Calm Skin Lab spends thirty days showing that a short routine is enough for skin that reacts. "
            "Success is 400 starter sets within twelve weeks, and a refill list that grows without discounts. If "
            "saves stay under twenty after two weeks, the shelf audits replace the ingredient desk."
        ),
    ),
}
