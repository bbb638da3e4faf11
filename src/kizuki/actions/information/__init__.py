"""Verbs on safety information: receive, examine, join or open a case, set aside, translate, take a list."""
