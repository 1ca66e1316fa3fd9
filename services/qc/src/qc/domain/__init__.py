"""The pure core of quality control: the rules, and the report that follows from them."""
