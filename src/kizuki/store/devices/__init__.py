"""Devices as last told."""
