"""The eight sections of the sound draft: title and Markdown, by section id."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

START = date(2026, 3, 2)
INGREDIENTS = ("oat lipids", "ceramides", "squalane", "panthenol", "glycerin", "zinc oxide")
MOMENTS = ("after shaving", "in dry office air", "on a winter walk", "before sunscreen", "past midnight")


def _rows() -> Iterator[str]:
    for day in range(30):
        ingredient, moment = INGREDIENTS[day % 6], MOMENTS[day // 6]
        platform = "X" if day % 5 == 4 else "Instagram"
        due = START + timedelta(days=day)
        hook, call = f"What do {ingredient} do {moment}?", f"Read the {ingredient} data sheet"
        yield f"| {day + 1} | {due:%a %d %b} | {platform} | {hook} | {call} |"


SECTIONS: Mapping[str, tuple[str, str]] = {
    "overview": (
        "Overview",
        (
            "Calm Skin Lab sells a three-step barrier routine to people in the United States whose skin reacts to "
            "nearly everything. Fragrance-free since 2014 is the line that every week returns to. Patch test before "
            "first use.\n\n"
            "### The problem\n\n"
            "- Drawers of half-used bottles, and little patience for another promise.\n"
            "- Flare-ups that follow a new product by two days.\n\n"
            "### The change\n\n"
            "Thirty posts answer one question: what happens to reactive skin when a routine gets shorter?\n\n"
            "### The frame\n\n"
            "Instagram carries the daily conversation and e-mail turns readers into buyers of the starter set."
        ),
    ),
    "messaging_framework": (
        "Messaging framework",
        (
            "### Core promise\n\n"
            "Fewer ingredients give reactive skin fewer reasons to react.\n\n"
            "### Proof\n\n"
            "Calm Skin Lab shows the full ingredient list on the front of each bottle, seven entries long, and the "
            "2023 patch study of 112 volunteers. People who object to the price of 48 dollars hear what three "
            "unfinished bottles cost them last year. Those who fear a flare-up get the returns policy: opened bottles "
            "come back within 60 days, no questionnaire attached.\n\n"
            "### Voice\n\n"
            "Like a chemist who answers letters: short, exact, never louder than the label."
        ),
    ),
    "calendar_30_day": (
        "30-day calendar",
        (
            "Every day has one post, and six ingredients take turns through five everyday moments. All posts lead to "
            "the starter set page, tagged by day, so that Calm Skin Lab sees which moment sells.\n\n"
            "| Day | Date | Platform | Hook | Call to action |\n|---|---|---|---|---|\n" + "\n".join(_rows())
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
            "- The brand: #CalmSkinLab stands under every post.\n"
            "- The condition: #ReactiveSkinNotes, where readers compare notes already.\n"
            "- The ingredient of the day, as #BarrierRoutine or its chemical name.\n\n"
            "### How to use them\n\n"
            "Three tags a post. Tags beyond ten million posts are left out, because a small account drowns in them "
            "within minutes."
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
            "\n### Decision rules\n\n"
            "Reach tells whether new people see the brand, saves whether they mean to return. Sets and refills "
            "are read from the shop on Monday mornings and compared with the week before."
        ),
    ),
    "execution_roadmap": (
        "Execution roadmap",
        (
            "### Milestones\n\n"
            "| Week | What is ready | Who |\n|---|---|---|\n"
            "| 1 | Shelf photographed, ten captions written, tracked links set up | Mara Lindqvist |\n"
            "| 2 | Saves read, budget moved to the moment with the most of them | Agency |\n"
            "| 3 | Starter-set letter sent to readers who opened the first one | Agency |\n"
            "| 4 | Returns collected, next month's leading ingredient decided | Chemist |\n\n"
            "### Channels and budget\n\n"
            "| Channel | Share | Amount |\n|---|---|---|\n"
            "| Instagram | 45 % | 4,500 USD |\n| E-mail | 25 % | 2,500 USD |\n"
            "| Google Ads | 20 % | 2,000 USD |\n| X | 10 % | 1,000 USD |\n\n"
            "Mara Lindqvist signs off captions by noon the day before; the chemist checks every sentence on "
            "ingredients."
        ),
    ),
    "summary": (
        "Summary",
        (
            "Calm Skin Lab spends thirty days showing that a short routine is enough for skin that reacts. "
            "Success is 400 starter sets within twelve weeks, and a refill list that grows without discounts. If "
            "saves stay under twenty after two weeks, the shelf audits replace the ingredient desk.\n\n"
            "### Next steps\n\n"
            "1. The chemist reads the ingredient captions.\n"
            "2. Mara Lindqvist approves the first ten posts.\n"
            "3. The tracked links go live on the second of March."
        ),
    ),
}
