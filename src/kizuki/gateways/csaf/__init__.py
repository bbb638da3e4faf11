"""CSAF: advisories of providers, and the official validation of documents."""

from kizuki.gateways.csaf.client import pages

__all__ = ["pages"]
