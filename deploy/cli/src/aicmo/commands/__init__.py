"""The commands: each reads its arguments, asks the services, and hands what they said to a view."""
