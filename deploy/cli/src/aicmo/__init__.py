"""The production line from a terminal: submit a brief, follow its run, fetch the package; it talks HTTP only."""
