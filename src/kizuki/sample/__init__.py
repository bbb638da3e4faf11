"""The sample portfolio: a fictional holder with real components and CVEs, as data files, for trying and teaching."""
