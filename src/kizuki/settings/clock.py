"""The clock of a demonstration: KIZUKI_CLOCK_SHIFT moves it, and nothing else does."""

import os
import re
from datetime import timedelta

from kizuki.core.refusal import Refused

_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def shift_of(text: str) -> timedelta:
    """`+30d`, `-12h` or `+5m` as a span; nothing where the text is empty. `Refused` at KIZUKI_CLOCK_SHIFT."""
    if not text:
        return timedelta()
    written = re.fullmatch(r"([+-])(\d{1,5})([dhm])", text)
    if not written:
        raise Refused("KIZUKI_CLOCK_SHIFT", f"{text!r} is not a span like +30d, -12h or +5m")
    sign, number, unit = written.groups()
    return timedelta(**{_UNITS[unit]: int(f"{sign}{number}")})


CLOCK_SHIFT = shift_of(os.environ.get("KIZUKI_CLOCK_SHIFT", "").strip())
