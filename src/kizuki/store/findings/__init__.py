"""Matches and findings: candidates, joins, counts, and the day from which one counts as known."""
