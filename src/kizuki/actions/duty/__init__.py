"""Verbs on the roster of duty: turns, calls, and acknowledging them."""
