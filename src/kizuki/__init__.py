"""Kizuki (気づき): from the first notice of a medical-device vulnerability to the last report to PMDA."""

__version__ = "0.1.0"
