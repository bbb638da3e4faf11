"""Log lines without the words of errors: they may quote what was being read."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any


class WithoutWords(logging.Formatter):
    """Says of an exception where it arose and of which kind it is, and nothing of what it says."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 of logging
        """The frames, and the kind of each error of the chain."""
        kind, fault, trace = ei
        lines: list[str] = []
        while fault is not None:
            lines = [*_frames(fault.__traceback__ or trace), type(fault).__name__, *lines]
            fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
        return "\n".join(lines or [getattr(kind, "__name__", "")])


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
