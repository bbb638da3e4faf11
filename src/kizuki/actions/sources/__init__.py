"""Verbs on the collection plan: sources that no feed reads, and every look at one."""
