"""How much a submitted brief may hold; what is longer is a problem that the submitter is told, never cut in silence."""

from datetime import date, timedelta

NAME_CHARACTERS = 200
"""A name, a place, a web address's label: what stands on one line of a report."""

TEXT_CHARACTERS = 2_000
"""An offer, an audience, a pricing text."""

ITEM_CHARACTERS = 500
"""One item of a list."""

LIST_ITEMS = 50
WORD_ITEMS = 200
"""Banned words come as long lists; everything else does not."""

URL_CHARACTERS = 2_000
EMAIL_CHARACTERS = 254

FORM_CHARACTERS = 200_000
FORM_VALUES = 5_000
FORM_DEPTH = 8
FIELD_NAME_CHARACTERS = 200
"""The whole submission: all its text, all its values, and how deep objects and lists may lie in one another."""

TOLD_PROBLEMS = 100
TOLD_PATH_CHARACTERS = 200
TOLD_FORM_BYTES = 500_000
"""What a refusal repeats of the form: each problem names its path, and a message has to fit the broker's limit."""

LARGEST_NUMBER = 10**15
"""JSON readers keep whole numbers exactly up to about here."""

LARGEST_AMOUNT = 10**12

SHORTEST_WEEKS = 1
LONGEST_WEEKS = 104

START_DELAY = timedelta(days=7)
"""A campaign without a start date starts a week after its brief came in: the time an approval takes."""

EARLIEST_START = date(2000, 1, 1)
LATEST_START = date(2100, 12, 31)
