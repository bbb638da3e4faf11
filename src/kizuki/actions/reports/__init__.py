"""Verbs on reports to PMDA: draft."""
