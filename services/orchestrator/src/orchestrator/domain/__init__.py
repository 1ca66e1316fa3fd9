"""The saga, its runs, and what an event changes: pure."""
