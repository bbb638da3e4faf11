"""Verbs on incidents: open, add, split, merge, mark as duplicate, close, reopen, open their cases; on playbooks."""
