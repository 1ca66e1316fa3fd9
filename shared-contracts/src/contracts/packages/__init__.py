"""What each package consists of: its sections in their order, and what each section must be."""
