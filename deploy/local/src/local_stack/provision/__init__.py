"""What the services find when they start: databases, roles, topics, tables. Repeating any of it is harmless."""
