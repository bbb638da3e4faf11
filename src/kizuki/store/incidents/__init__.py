"""Incidents and playbooks as they stand."""
