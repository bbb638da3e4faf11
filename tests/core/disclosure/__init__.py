"""Disclosure: the gate before the public."""
