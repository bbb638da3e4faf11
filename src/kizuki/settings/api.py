"""The door for programs."""

import os

from kizuki.core.refusal import Refused


def a_minute(text: str) -> int:
    """How many requests of one token a minute; `Refused` where it is no number from 1 to 100,000."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:7]) <= 100_000:
        raise Refused("KIZUKI_API_PER_MINUTE", f"{text} is no number from 1 to 100000")
    return int(text)


API_PER_MINUTE = a_minute(os.environ.get("KIZUKI_API_PER_MINUTE", "").strip() or "600")
"""Of one token, in each process of pages."""
