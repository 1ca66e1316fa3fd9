"""The sections of the growth, launch, turnaround, retention and audit packages."""
