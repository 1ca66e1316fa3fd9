"""Delivery: turns a draft that passed quality control into the package that the client receives."""
