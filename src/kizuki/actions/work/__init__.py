"""Verbs on background work: what failed is tried again or given up, what waits or is under way is cancelled."""
