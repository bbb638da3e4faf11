"""Verbs on embargoes: who sees a subject, from its intake until somebody lifts it."""
