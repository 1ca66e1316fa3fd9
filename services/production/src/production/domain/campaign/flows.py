"""The sections of messages that follow one another: e-mails, and short messages by SMS and WhatsApp."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from contracts.brief import Channel
from production.domain.calls import call_to_action
from production.domain.campaign.case import Case, case_of
from production.domain.markdown import body, bullets, heading, sayable, table
from production.domain.platforms import label
from production.domain.series import flow_emails
from production.domain.text_messages import LONGEST, in_alphabet
from production.domain.wording import clip, leading, listed, opened, plain, quoted, shortened
from production.domain.work import Work, Writer

MESSAGES = (Channel.SMS, Channel.WHATSAPP)
MESSAGES_A_MONTH = 4
APPOINTMENTS = frozenset(["class", "conversation", "appointment", "meeting", "lesson", "drive", "valuation", "working"])


def email_crm_flows(work: Work) -> str:
    """Show the series mail by mail, name their files, and say what starts, branches and ends it."""
    case, material = case_of(work, 1), work.material
    header = ("Day", "Mail", "Subject", "Content", "Call")
    return body(
        material.say(
            f"One series for {case.people}. It begins when somebody gives {case.client} an address and consents; "
            f"it ends once somebody has {case.acted}, or after day {case.aim.mails[-1][0]}.",
            f"The brief asks to avoid e-mail: nothing is sent before {case.client} has decided which of the two holds."
            if Channel.EMAIL in material.brief.avoid_platforms
            else "",
        ),
        table(header, sayable(material, _mails(case))),
        heading("Written out"),
        bullets(material, _written_out(case)),
        heading("Branches"),
        bullets(material, _branches(case)),
        heading("Rules"),
        bullets(material, _mail_rules(case)),
    )


def _mails(case: Case) -> list[tuple[str, ...]]:
    return [
        (str(day), name, subject, opened(case.filled(content)), call_to_action(case.material, turn, 40))
        for turn, ((day, name, content), subject) in enumerate(zip(case.aim.mails, _subjects(case), strict=True))
    ]


def _subjects(case: Case) -> list[str]:
    return [letter.subject for letter in flow_emails(case.material)]


def _written_out(case: Case) -> list[str]:
    letters = flow_emails(case.material)
    return [
        f"All {len(letters)} mails of {case.client} are written out beside this report, each as a page of its own.",
        *(f"Mail {turn}: email-{letter.name}.html" for turn, letter in enumerate(letters, start=1)),
    ]


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
        *(f"Checked before the series starts: {case.closing(rule)}" for rule in compliance),
        f"{case.client} reads clicks and {case.aim.results} per mail; opens mislead, since programs load pictures.",
    ]


def messaging_flows(work: Work) -> str:
    """Write the short messages within their limits, and say who gets them, when, and how they are stopped.

    A channel that the client avoids gets no text: its place says that it isn't used, and what takes it over.
    """
    case, material = case_of(work, 2), work.material
    used = [channel for channel in MESSAGES if channel not in material.brief.avoid_platforms]
    return body(
        material.say(*_messages_in_general(case, used)),
        heading("SMS"),
        bullets(material, _short_messages(case) if Channel.SMS in used else _no_short_messages(case)),
        heading("WhatsApp"),
        bullets(material, _chat(case) if Channel.WHATSAPP in used else _no_chat(case)),
        heading("Limits"),
        bullets(material, _message_limits(case) if used else _limits_without_messages(case)),
    )


def _messages_in_general(case: Case, used: Sequence[Channel]) -> list[str]:
    planned = {plan.channel for plan in case.material.strategy.channels}
    planned_here = [label(channel) for channel in used if channel in planned]
    avoided = [label(channel) for channel in MESSAGES if channel not in used]
    unplanned = f"The strategy of {case.client} gives messages no budget of their own; they answer a request."
    return [
        f"The brief rules out {listed(avoided)}: {case.client} writes to nobody there." if avoided else "",
        f"{case.client} has {listed(planned_here)} in its plan." if planned_here else unplanned if used else "",
        f"Messages go only to those {case.people} who asked for them." if used else "",
    ]


def _no_short_messages(case: Case) -> list[str]:
    return [
        f"Not used: {case.client} asks to avoid SMS, so no text message is written.",
        f"Confirmations and reminders of {case.trade.threshold} go by {_instead(case)}.",
        f"A number that somebody leaves serves to call back; {case.client} sends nothing to it.",
    ]


def _no_chat(case: Case) -> list[str]:
    return [
        f"Not used: {case.client} asks to avoid WhatsApp, so no chat is prepared.",
        f"The question {quoted(case.doubt())} is answered by {_instead(case)}, with {quoted(case.shown())}.",
        f"If {case.client} changes its mind, consent is asked for first, since none is on file for it.",
    ]


def _instead(case: Case) -> str:
    return "telephone" if Channel.EMAIL in case.material.brief.avoid_platforms else "e-mail"


def _limits_without_messages(case: Case) -> list[str]:
    return [
        f"No tool for messages is bought or connected for {case.client}, not even for a test.",
        f"Consent to letters from {case.client} is none to messages; it is not carried over.",
        f"STOP, by whichever way it reaches {case.client}, ends its letters and is noted beside the consent.",
        f"Nothing from {case.trade.records} is written into an answer.",
    ]


def _short_messages(case: Case) -> list[str]:
    stop = "Reply STOP to end."
    texts = (
        ("Confirmation", f"{case.client}: got it. We answer within one working day."),
        ("Reminder", _reminder(case)),
        ("Afterwards", f"{case.client}: did it go as expected? Reply 1 for yes, 2 for no."),
        ("News", f"{case.client}: {case.closing(case.reason())}"),
    )
    return [f"{name}: {_fitted(text, stop)}" for name, text in texts]


def _reminder(case: Case) -> str:
    if APPOINTMENTS & set(case.trade.threshold.split()):
        return f"{case.client}: tomorrow is {case.trade.threshold}. Reply C to change the time."
    return f"{case.client}: is a question about {shortened(case.product, 40)} still open? Reply C and we call."


def _fitted(text: str, stop: str) -> str:
    return f"{clip(in_alphabet(text), LONGEST - len(stop) - 1, mark='...')} {stop}"


def _chat(case: Case) -> list[str]:
    return [
        f"Opening, after a question: “Thank you. Is it this: {case.inside(shortened(case.pain(), 60))}?”",
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
