"""Verbs on people: delegation, the single-person mode, leaving, product scope; and signing again with a password."""
