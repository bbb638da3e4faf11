"""How large a document may be before it is refused (contracts: limits)."""

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of one document; of one line, where each line is a document."""

MAX_DEPTH = 200
"""Levels of nesting of one document."""

MAX_COMPONENTS = 1_000_000
"""Components of one list."""

MAX_CELLS = 2_000_000
"""Cells of one table."""

MAX_FAULTS = 20_000
"""Faults of one document that are listed; the last entry says that there are more."""

MAX_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024
"""Bytes that unpacking may yield in all."""

MAX_UNPACKED_RATIO = 200
"""Unpacked bytes for each packed byte."""
