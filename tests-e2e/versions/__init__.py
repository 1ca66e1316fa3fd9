"""Versions in flight: old and new code of a service side by side, made from this checkout by small edits."""
