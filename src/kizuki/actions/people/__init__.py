"""Verbs on people: delegation, reviewers, the single-person mode, leaving, product scope; signing, and second persons."""
