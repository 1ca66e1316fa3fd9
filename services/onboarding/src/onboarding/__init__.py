"""Onboarding: turns what a client sends into a brief that later steps need not doubt, or names all its faults."""
