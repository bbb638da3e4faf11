"""Verbs on work that waits for people: assign a task, close it."""
