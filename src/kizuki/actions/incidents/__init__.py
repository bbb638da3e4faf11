"""Verbs on incidents: open, add, split, merge, mark as duplicate, open their cases; on playbooks: edit, start."""
