"""The one error that a person at the terminal is meant to read."""


class LocalStackError(Exception):
    """Something the person must act on; its text is the whole explanation, shown without a traceback."""
