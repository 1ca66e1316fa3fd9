"""Draws what the domain has written, as PDF, slides and documents, in processes of their own."""
