"""Verbs on cases: open, answer, describe, determine, note."""
