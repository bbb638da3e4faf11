"""Signed bundles that carry feeds to a machine without a network."""

from kizuki.gateways.bundles.keys import make_key_pair, read_private_key, read_public_key
from kizuki.gateways.bundles.reading import Bundle, open_bundle
from kizuki.gateways.bundles.writing import Part, write_bundle

__all__ = [
    "Bundle",
    "Part",
    "make_key_pair",
    "open_bundle",
    "read_private_key",
    "read_public_key",
    "write_bundle",
]
