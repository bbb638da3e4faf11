"""Webhooks: short messages handed to the addresses that the installation names."""
