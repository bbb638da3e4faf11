"""Documents as bytes and as values: what encoding they are in, how large and how deep they may be."""

from kizuki.core.documents.encodings import marked_or_utf8, table_text
from kizuki.core.documents.limits import MAX_BYTES, MAX_DEPTH
from kizuki.core.documents.text import json_value, text_of, told_value
from kizuki.core.documents.yaml import yaml_value

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "json_value",
    "marked_or_utf8",
    "table_text",
    "text_of",
    "told_value",
    "yaml_value",
]
