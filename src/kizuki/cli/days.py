"""Days as they are written on the command line."""

from __future__ import annotations

from datetime import date

from kizuki.core.refusal import Refused


def day_of(text: str | None, option: str) -> date | None:
    """The day that an option names, None where it is not given; `Refused` names the option."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(option, f"{text!r} is not a day like 2026-06-01") from None
