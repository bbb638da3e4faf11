"""Disclosure through its verbs."""
