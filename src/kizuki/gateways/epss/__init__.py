"""FIRST's scores of how likely a vulnerability is exploited."""

from kizuki.gateways.epss.client import pages

__all__ = ["pages"]
