"""Bad input from a seed, on every topic that a service reads and on every HTTP API, and the account of all of it."""
