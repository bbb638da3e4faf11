"""The day of the pages: today in Japan by the one clock, read here and handed down."""

from __future__ import annotations

from kizuki.store.record.clock import JAPAN, today

__all__ = ["JAPAN", "today"]
