"""NVD API 2.0."""

from kizuki.gateways.nvd.client import pages

__all__ = ["pages"]
