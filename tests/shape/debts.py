"""What is not yet as the design says, frozen: these lists may only grow shorter.

`docs/not-yet.md` is written from them (`make map`): the text under a list is what it says there.
"""

from __future__ import annotations

VERBS_WITHOUT_A_DOOR: set[str] = set()
"""What the record can do, and no page, command or task of the worker calls."""

COLUMNS_READ_NOWHERE: set[str] = set()
"""Columns that are written and that nothing in the program reads by their name."""

CLOCK_READS: set[str] = set()
"""Modules outside the one clock that ask the machine what time it is."""

LONG_FUNCTIONS: set[str] = set()
"""Functions of more than 40 lines."""

LONG_FILES: set[str] = set()
"""Files of more than 300 lines."""

FREE_TEXT_IN_THE_CLEAR: set[str] = set()
"""Columns with free text that is not sealed yet."""

TABLES_WITHOUT_A_READER: set[str] = set()
"""Tables that are written and shown nowhere."""
