"""The CVE list (cvelistV5)."""

from kizuki.gateways.cve.client import pages

__all__ = ["pages"]
