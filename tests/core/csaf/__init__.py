"""CSAF as it is written."""
