"""How a strategy follows from a brief: pure, so the same brief always gives the same strategy."""
