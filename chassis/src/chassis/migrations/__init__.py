"""Migrations of the chassis's own tables, frozen by version, and the environment that services' migrations run in."""
