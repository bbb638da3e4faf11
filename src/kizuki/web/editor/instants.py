"""An instant as a person reads it and writes it anew in a box: on the clocks of Japan, without a zone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kizuki.web.today import JAPAN


def on_the_clock(raw: Any) -> str:
    """`2026-11-19 09:40` of an instant of the record (ISO 8601 with its zone); what is none stands as it is."""
    try:
        at = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw))
    except ValueError:
        return str(raw)
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M}" if at.tzinfo else str(raw)
