"""Texts that nobody reads without a key: keys, sealing, and the columns that are sealed."""
