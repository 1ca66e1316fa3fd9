"""Watches every run, keeps its deadlines, and has it undone in every service when it fails."""
