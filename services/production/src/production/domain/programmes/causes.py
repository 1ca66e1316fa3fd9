"""What usually stands behind a complaint, by its words: the cause to check, its answer, how it heals."""

from dataclasses import dataclass

from production.domain.wording import plain


@dataclass(frozen=True, slots=True)
class Cause:
    """Each in few words, for a cell: an early `sign` that somebody leaves over it, and from where it counts."""

    cause: str
    healed: str
    sign: str
    threshold: str
    answer: str


def _cause(*parts: str) -> Cause:
    return Cause(*parts)


_CAUSES: tuple[tuple[str, Cause], ...] = (
    (
        "price prices fee fees cost costs expensive hidden charge pay paid money cheaper bill bills rise loan $ £ € ₹",
        _cause("price told late or in parts", "price asked in no first call", "visits to the price page", "2 in a week",
               "the whole sum, before it is asked"),
    ),
    (
        "slow wait late delay weeks hour hours month busy date promised",
        _cause("no date is promised", "9 of 10 dates kept", "a date that was missed", "1 miss",
               "a new date the same day"),
    ),
    (
        "pressure pushy sales rude ignored nobody answer service phone call",
        _cause("paid for closing, not for keeping", "no such remark in 30 days", "no reply to a message", "48 hours",
               "a person with a name"),
    ),
    (
        "stale broken break fault damaged soaks freeze repair repairs zips lumps noise sting stung redness quality",
        _cause("nobody checks before hand-over", "returns and repairs halved", "a complaint in the first order",
               "1 complaint", "replacement before discussion"),
    ),
    (
        "cancel contract lock tied skip skipping pause login away holiday summer moving travel stuck",
        _cause("leaving is harder than joining", "leaving takes two steps", "a look at the cancel page", "1 look",
               "a pause beside the cancelling"),
    ),
    (
        "newspaper story scandal accident accidents odometers turned used somebody trouble history reputation papers",
        _cause("the past is not told first", "told by the client, not to it", "a question about the past", "1 question",
               "the record, opened unasked"),
    ),
    (
        "trust believe real proof scam doubt risk safe secure honest claim true own business reads privacy",
        _cause("claims without a record", "each claim links its record", "proof page left at once", "8 of 10 visits",
               "one case, told whole"),
    ),
    (
        "pile cupboard much many full overstock rhythm guessed enough",
        _cause("rhythm set once, never asked again", "rhythm changed by a third", "deliveries unopened", "2 in a row",
               "a slower rhythm, in one reply"),
    ),
    (
        "taste tastes berries flavour like liked chosen wrong size sizes fits differ",
        _cause("choice made without asking", "fewer exchanges a month", "a rating of 3 or less", "1 rating",
               "the next one chosen together"),
    ),
    (
        "hard difficult complicated confusing learn setup understand form switch fit know",
        _cause("the first step is too large", "first use within a day", "no first use", "3 days", "one step, shown"),
    ),
    (
        "stop motivation forget bored boring same habit variety again weeks unused",
        _cause("nothing new after the first weeks", "third month as active as first", "use down by half", "2 weeks",
               "a smaller rhythm, offered first"),
    ),
    (
        "supermarket shop man competitor brands big discount discounts alternative elsewhere",
        _cause("compared by price alone", "named for what differs", "fewer orders, smaller ones", "2 in a row",
               "the difference, side by side"),
    ),
)  # fmt: skip
_OTHERS = (
    _cause("not known; asked in week 1", "named half as often", "fewer messages opened", "3 in a row",
           "one open question"),
    _cause("to be heard in ten talks", "gone from new reviews", "shorter visits", "half as long", "a call, if wanted"),
    _cause("no pattern in the brief", "under 5 of 100 mention it", "a month without use", "30 days",
           "what changed since"),
)  # fmt: skip


def cause_of(complaint: str, turn: int = 0) -> Cause:
    """Give the cause whose words the complaint has most of; where it has none, one of three ways to find out."""
    words = {word.strip("“”.,;:!?'’").casefold() for word in plain(complaint).split()}
    words |= {sign for sign in "$£€₹" if sign in complaint}
    marks, cause = max(_CAUSES, key=lambda entry: len(words & set(entry[0].split())))
    return cause if words & set(marks.split()) else _OTHERS[turn % len(_OTHERS)]
