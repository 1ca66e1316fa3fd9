"""Sample packages from the ten example briefs: made by the line in memory, then measured against each other."""
