"""How large a document may be before it is refused (contracts: limits)."""

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of one document; of one line, where each line is a document."""

MAX_DEPTH = 200
"""Levels of nesting of one document."""

MAX_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024
"""Bytes that unpacking may yield in all."""

MAX_UNPACKED_RATIO = 200
"""Unpacked bytes for each packed byte."""
