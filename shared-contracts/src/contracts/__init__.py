"""The messages that the campaign production line's services exchange, their topics and their envelope."""
