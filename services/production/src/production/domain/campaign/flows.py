"""The sections of messages that follow one another: e-mails, and short messages by SMS and WhatsApp."""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.brief import Channel
from production.domain.calls import call_to_action
from production.domain.campaign.case import Case, case_of
from production.domain.mail import LONGEST_SUBJECT
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.wording import clip, closing, gist, inside, leading, opened, plain, quoted, sentence, shortened
from production.domain.work import Work, Writer

LONGEST_SMS = 160
MESSAGES_A_MONTH = 4
APPOINTMENTS = frozenset(["class", "conversation", "appointment", "meeting", "lesson", "drive", "valuation", "working"])


def email_crm_flows(work: Work) -> str:
    """Show the series mail by mail, write one of them out, and say what starts, branches and ends it."""
    case, material = case_of(work, 1), work.material
    header = ("Day", "Mail", "Subject", "Content", "Call")
    return body(
        material.say(
            f"One series for {case.people}. It begins when somebody gives {case.client} an address and consents; "
            f"it ends once somebody has {case.acted}, or after day {case.aim.mails[-1][0]}."
        ),
        table(header, sayable(material, _mails(case))),
        heading("The second mail in full"),
        _in_full(case),
        heading("Branches"),
        bullets(material, _branches(case)),
        heading("Rules"),
        bullets(material, _mail_rules(case)),
    )


def _mails(case: Case) -> list[tuple[str, ...]]:
    return [
        (
            str(day),
            name,
            _subject(case, name, content),
            opened(case.filled(content)),
            call_to_action(case.material, turn, 40),
        )
        for turn, (day, name, content) in enumerate(case.aim.mails)
    ]


def _subject(case: Case, name: str, content: str) -> str:
    """Take the subject from what the mail is about; its name where that doesn't fit whole."""
    about = {
        "{pain}": f"{opened(case.pain())}?",
        "{doubt}": f"{opened(case.doubt())}?".replace("??", "?"),
        "{evidence}": opened(case.shown()),
        "{outcome}": opened(case.outcome()),
        "{reason}": opened(case.reason()),
    }
    told = [gist(text, LONGEST_SUBJECT) for field, text in about.items() if field in content]
    return next((text for text in told if text), clip(f"{case.client}: {inside(name)}", LONGEST_SUBJECT))


def _in_full(case: Case) -> str:
    guard = case.material.guard
    required = [sentence(plain(text)) for text in case.material.brief.required_disclaimers[:1]]
    lines = (
        f"You know it well: {closing(case.pain(0))}",
        f"It is the reason why {case.client} works like this: {closing(case.reason())}",
        f"Whether it holds, you can see from this: {closing(case.shown())}",
        f"If your question is rather {quoted(case.doubt(1))}, reply to this mail; a person answers.",
        f"{call_to_action(case.material, 1)}.",
    )
    greeting = guard.first(("Hello,", "Good day,"))
    way_out = f"To unsubscribe from the letters of {case.client}, click below or reply with that one word."
    return "\n".join(f"> {line}" for line in (greeting, *guard.allowed(lines), *required, way_out) if line)


def _branches(case: Case) -> list[str]:
    third = case.aim.mails[2]
    return [
        f"Clicked on {quoted(case.shown())}: skip to “{case.aim.mails[3][1]}” the next working day.",
        f"Opened nothing until day {third[0]}: one more mail with {quoted(case.pain(1))} as its subject, then silence.",
        f"{opened(case.acted)}: leaves this series and hears about {quoted(case.outcome(1))} instead.",
        f"Replied with a question: the series pauses until {case.client} has answered.",
    ]


def _mail_rules(case: Case) -> list[str]:
    address = case.material.brief.contact_email
    compliance = [leading(plain(rule), 150) for rule in case.material.strategy.guardrails.compliance[:1]]
    return [
        f"Consent is stored with date and source; {case.client} buys no addresses in {case.place}.",
        f"Every mail of {case.client} carries a line to unsubscribe, and it works within one day.",
        f"Replies reach a person{f' at {address}' if address else ''}; no address that can't be answered.",
        *(f"Checked before the series starts: {closing(rule)}" for rule in compliance),
        f"{case.client} reads clicks and {case.aim.results} per mail; opens mislead, since programs load pictures.",
    ]


def messaging_flows(work: Work) -> str:
    """Write the short messages within their limits, and say who gets them, when, and how they are stopped."""
    case, material = case_of(work, 2), work.material
    planned = {plan.channel for plan in material.strategy.channels}
    planned_here = sorted({Channel.SMS, Channel.WHATSAPP} & planned)
    intro = (
        f"{case.client} has messages in its plan ({', '.join(planned_here)})."
        if planned_here
        else f"The strategy of {case.client} gives messages no budget of their own; they answer a request."
    )
    return body(
        material.say(intro, f"They go only to those {case.people} who asked for them."),
        heading("SMS"),
        bullets(material, _short_messages(case)),
        heading("WhatsApp"),
        bullets(material, _chat(case)),
        heading("Limits"),
        bullets(material, _message_limits(case)),
    )


def _short_messages(case: Case) -> list[str]:
    stop = "Reply STOP to end."
    texts = (
        ("Confirmation", f"{case.client}: got it. We answer within one working day."),
        ("Reminder", _reminder(case)),
        ("Afterwards", f"{case.client}: did it go as expected? Reply 1 for yes, 2 for no."),
        ("News", f"{case.client}: {closing(case.reason())}"),
    )
    return [f"{name}: {_fitted(text, stop)}" for name, text in texts]


def _reminder(case: Case) -> str:
    if APPOINTMENTS & set(case.trade.threshold.split()):
        return f"{case.client}: tomorrow is {case.trade.threshold}. Reply C to change the time."
    return f"{case.client}: is a question about {shortened(case.product, 40)} still open? Reply C and we call."


def _fitted(text: str, stop: str) -> str:
    whole = f"{text} {stop}"
    return whole if len(whole) <= LONGEST_SMS else f"{clip(text, LONGEST_SMS - len(stop) - 1)} {stop}"


def _chat(case: Case) -> list[str]:
    return [
        f"Opening, after a question: “Thank you. Is it this: {inside(shortened(case.pain(), 60))}?”",
        f"If yes: “Here is {case.trade.aid}. Is anything left open?”",
        f"If the answer is {quoted(case.doubt())}: send {quoted(case.shown())}, then wait.",
        f"Handing over: after two messages a person from {case.client} takes part, by name.",
    ]


def _message_limits(case: Case) -> list[str]:
    zone = case.material.brief.timezone
    return [
        f"At most {MESSAGES_A_MONTH} messages a month to one person from {case.client}, confirmations not counted.",
        f"Between 9 a.m. and 7 p.m. in the recipient's zone; the client's is {zone}.",
        f"STOP ends all messages of {case.client} at once and is noted beside the consent.",
        f"Nothing from {case.trade.records} is written into a message.",
    ]


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {"email_crm_flows": email_crm_flows, "messaging_flows": messaging_flows}
)
