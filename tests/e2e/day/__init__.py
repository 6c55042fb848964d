"""A day in fast motion."""
