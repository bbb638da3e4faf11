"""Verbs: one file each, one transaction, one audit entry."""
