"""The one reader of ids and counts that come from outside: what cannot be a row of any table is no number at all."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


def number_in(text: str) -> int | None:
    """The number that a text spells, below 10**18; None for anything else: `²`, a sign, 5,000 digits.

    >>> number_in("12"), number_in("²"), number_in("9" * 5000)
    (12, None, None)
    """
    return int(text) if _NUMBER.fullmatch(text) else None


class Number:
    """An id in the path of an address: `<number:case_id>`. A longer one leads to no page."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """As it stands in an address."""
        return str(value)
