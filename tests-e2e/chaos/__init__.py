"""Chaos: the whole system under load while its processes, servers and connections fail; exact tables afterwards."""
