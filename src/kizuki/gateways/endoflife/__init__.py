"""endoflife.date."""

from kizuki.gateways.endoflife.client import pages

__all__ = ["pages"]
