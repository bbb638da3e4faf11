"""OSV.dev: GitHub's advisories, and those of the databases that it collects."""

from kizuki.gateways.osv.client import pages

__all__ = ["pages"]
