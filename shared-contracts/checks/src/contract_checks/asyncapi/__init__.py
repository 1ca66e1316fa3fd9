"""AsyncAPI 3.0 documents of the whole system and of each service, generated from the contracts."""
