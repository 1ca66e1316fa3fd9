"""The strategy service: turns an accepted brief into a campaign strategy and keeps every version of it."""
