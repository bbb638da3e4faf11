"""Electronic reports as bytes: one writer for each format that a receiver reads."""

from kizuki.gateways.electronic.writers import WRITERS, CanonicalJson, Writer, writer_of

__all__ = ["WRITERS", "CanonicalJson", "Writer", "writer_of"]
