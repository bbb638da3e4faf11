"""Incidents above cases: what kinds of malfunction and effect there are, which cases they need, what to do first."""
