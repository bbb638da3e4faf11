"""Measures through their verbs."""
