"""How fast the line is, beside what the same broker and databases allow and what others make of them."""
