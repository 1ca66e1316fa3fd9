"""Consumer-driven contracts: what each consumer reads of each message, recorded as pacts that the producers verify."""
