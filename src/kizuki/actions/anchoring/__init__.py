"""Dates of others for the chain of the audit."""
