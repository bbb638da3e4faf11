"""Verbs that keep advisories, match components against them and score what was found."""
