"""Files and standard input, read whole and within the limits."""

from kizuki.gateways.files.reading import Document, read_document

__all__ = ["Document", "read_document"]
