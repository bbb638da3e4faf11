"""Verbs on components."""
