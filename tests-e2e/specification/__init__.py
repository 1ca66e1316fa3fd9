"""The protocol as a TLA+ specification: checked by TLC, each guard shown to be needed, replayed against the code."""
