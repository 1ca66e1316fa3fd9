"""What a package is, computed from a passed draft alone: no I/O, no clock, the same event gives the same bytes."""
