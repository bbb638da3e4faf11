"""Signals of others by CVE number: what stands, what was taken back, and since when it is known here."""
