"""CISA's catalogue of known exploited vulnerabilities."""

from kizuki.gateways.kev.client import pages

__all__ = ["pages"]
