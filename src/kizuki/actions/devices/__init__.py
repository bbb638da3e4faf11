"""Verbs on the company, its people, devices, releases, hospitals and units."""
