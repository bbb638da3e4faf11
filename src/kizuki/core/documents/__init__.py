"""Documents as bytes and as values: what encoding they are in, how large and how deep they may be."""

from kizuki.core.documents.limits import MAX_BYTES, MAX_DEPTH
from kizuki.core.documents.text import json_value, text_of, told_value

__all__ = ["MAX_BYTES", "MAX_DEPTH", "json_value", "text_of", "told_value"]
