"""The table of rules: what a draft is held to, how much each rule weighs, and how to mend what it finds."""

from contracts.report import Severity
from qc.domain.calendar import calendar_contiguous, calls_varied, hooks_on_subject, posts_complete, posts_specific
from qc.domain.claims import unproved_claims
from qc.domain.lengths import platform_limits
from qc.domain.links import links
from qc.domain.obligations import brand_named, brief_consistent, must_include, required_disclaimers
from qc.domain.originality import cliches, duplicate_hooks, generic_sentences, repeated_lines, similar_hooks
from qc.domain.plan import (
    budget_amounts,
    budget_shares,
    channels_covered,
    channels_planned,
    client_targets_kept,
    kpis_measurable,
)
from qc.domain.platforms import avoided_content, avoided_platforms, email_unsubscribe, hashtags
from qc.domain.privacy import personal_data
from qc.domain.prohibitions import banned_words, forbidden_claims, forbidden_language, must_avoid
from qc.domain.readability import long_sentences, reading_level, shouting
from qc.domain.rule import Rule
from qc.domain.sections import (
    files_complete,
    package_as_ordered,
    section_forms,
    section_headings,
    section_lengths,
    section_phrases,
    sections_in_order,
    sections_present,
    tables_whole,
)
from qc.domain.unfinished import cut_off, placeholders

BLOCKER, MAJOR, MINOR = Severity.BLOCKER, Severity.MAJOR, Severity.MINOR

# fmt: off
RULES: tuple[Rule, ...] = (
    Rule("placeholders", BLOCKER, "nothing is left to fill in", placeholders,
         "Write the text that the placeholder stands for.", for_light=True),
    Rule("banned_words", BLOCKER, "no banned word is used, in any form or disguise", banned_words,
         "Say it in other words, or ask the client to lift the ban.", for_light=True),
    Rule("forbidden_claims", BLOCKER, "no forbidden claim is made", forbidden_claims,
         "Drop the claim, or say what the client can prove.", for_light=True),
    Rule("must_avoid", BLOCKER, "no message is sent that the client wants avoided", must_avoid,
         "Take the message out.", for_light=True),
    Rule("personal_data", BLOCKER, "nobody's private data is shown", personal_data,
         "Take it out, or have the client name it as a public contact.", for_light=True),
    Rule("budget_shares", BLOCKER, "the budget shares sum to 100 %", budget_shares,
         "Share the budget out again.", for_light=True),
    Rule("package_as_ordered", BLOCKER, "the draft is for the package that was ordered", package_as_ordered,
         "Produce the package that the brief orders.", for_light=True),
    Rule("brief_consistent", BLOCKER, "the brief demands nothing that it rules out", brief_consistent,
         "Ask the client which of the two holds."),
    Rule("required_disclaimers", BLOCKER, "every required disclaimer is there, word for word", required_disclaimers,
         "Add the disclaimer word for word."),
    Rule("sections_present", BLOCKER, "every section of the package is there, once", sections_present,
         "Write the missing section."),
    Rule("calendar_contiguous", BLOCKER, "the calendar has each of its 30 days, in order", calendar_contiguous,
         "Fill the gap; count the dates from the launch."),
    Rule("email_unsubscribe", BLOCKER, "every e-mail can be unsubscribed from", email_unsubscribe,
         "Add an unsubscribe line with its link."),
    Rule("must_include", MAJOR, "every message that must be included is said", must_include,
         "Say the message word for word."),
    Rule("brand_named", MAJOR, "sections, calendar and e-mails name the brand", brand_named,
         "Name the client."),
    Rule("forbidden_language", MAJOR, "the strategy's guardrails are kept", forbidden_language,
         "Say it in other words."),
    Rule("unproved_claims", MAJOR, "every claim in the copy has its proof in the brief", unproved_claims,
         "Drop the claim, or have the client add its proof to the brief."),
    Rule("section_phrases", MAJOR, "sections have the phrases they need and none they must not have", section_phrases,
         "Say the phrase, or take the forbidden one out."),
    Rule("platform_limits", MAJOR, "posts and advertisements fit their platforms", platform_limits,
         "Shorten the text."),
    Rule("avoided_platforms", MAJOR, "nothing is made for platforms that the client avoids", avoided_platforms,
         "Move it to a platform of the strategy."),
    Rule("avoided_content", MAJOR, "no section has a text for a platform that the client avoids", avoided_content,
         "Take the text out, and say that the platform isn't used."),
    Rule("links", MAJOR, "links are well formed, lead to the client and are tracked", links,
         "Mend the link; add utm_source, utm_medium and utm_campaign."),
    Rule("duplicate_hooks", MAJOR, "no two posts open alike", duplicate_hooks,
         "Write another hook."),
    Rule("posts_specific", MAJOR, "every post has a hook and a call of its own", posts_specific,
         "Name the subject, and what the reader gets."),
    Rule("kpis_measurable", MAJOR, "every KPI can be measured", kpis_measurable,
         "Give the KPI a number, a unit and a window."),
    Rule("client_targets_kept", MAJOR, "the client's targets are among the KPIs", client_targets_kept,
         "Take the target over with its number."),
    Rule("budget_amounts", MAJOR, "the channels' amounts sum to the budget", budget_amounts,
         "Work the amounts out from the budget and the shares."),
    Rule("channels_covered", MAJOR, "every channel of the strategy is served", channels_covered,
         "Plan posts, an advertisement or an e-mail for the channel."),
    Rule("files_complete", MAJOR, "the bundle's files are whole", files_complete,
         "Produce the files again."),
    Rule("channels_planned", MINOR, "the calendar keeps to the strategy's channels", channels_planned,
         "Move the posts, or plan the channel."),
    Rule("sections_in_order", MINOR, "the sections stand in the package's order, and no others", sections_in_order,
         "Put the sections in the package's order."),
    Rule("section_lengths", MINOR, "sections keep to their specified length", section_lengths,
         "Shorten the section, or say more."),
    Rule("section_forms", MINOR, "sections have their specified form, bullets and rows", section_forms,
         "Give the section its bullets or rows."),
    Rule("section_headings", MINOR, "sections have their specified headings, each once", section_headings,
         "Add the heading, or give each its own words."),
    Rule("tables_whole", MINOR, "every row of a table has as many cells as its head", tables_whole,
         "Fill or split the row's cells; a bar within a cell is written \\|."),
    Rule("hashtags", MINOR, "hashtags are well formed and specific", hashtags,
         "Use a tag that names the offer, the place or the audience."),
    Rule("hooks_on_subject", MINOR, "hooks speak of this brief", hooks_on_subject,
         "Open with the offer, the audience or its problem."),
    Rule("similar_hooks", MINOR, "no two hooks say nearly the same", similar_hooks,
         "Open one of the two from another side."),
    Rule("calls_varied", MINOR, "no call to action closes more than twenty posts", calls_varied,
         "Ask for something that follows from the post."),
    Rule("posts_complete", MINOR, "every post has a theme, an asset type and a status", posts_complete,
         "Fill in what is missing."),
    Rule("cliches", MINOR, "no phrase would fit just any brand", cliches,
         "Say what is true of this client alone."),
    Rule("generic_sentences", MINOR, "most sentences speak of this client", generic_sentences,
         "Say it with the client's offer, audience, numbers or places."),
    Rule("repeated_lines", MINOR, "no sentence is repeated", repeated_lines,
         "Say it once, or say something new."),
    Rule("cut_off", MINOR, "no line breaks off", cut_off,
         "Finish the sentence, or choose a shorter one."),
    Rule("long_sentences", MINOR, "no sentence has more than 40 words", long_sentences,
         "Make two sentences of it."),
    Rule("reading_level", MINOR, "the copy reads as easily as its audience needs", reading_level,
         "Use shorter sentences and plainer words."),
    Rule("shouting", MINOR, "the copy doesn't shout", shouting,
         "One exclamation mark at most; capitals for names alone."),
)
# fmt: on
