"""MyJVN API of JVN iPedia."""

from kizuki.gateways.jvn.client import pages

__all__ = ["pages"]
