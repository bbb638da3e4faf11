"""How commands answer: JSON on standard output, refusals as one line on standard error."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused
from kizuki.core.refusals import told_in

UNUSABLE = 2
"""Exit code: the input cannot be used."""


def print_json(value: Any, *, pretty: bool = True) -> None:
    """One JSON value in UTF-8 on standard output, dates in ISO 8601."""
    encoded = msgspec.json.encode(value)
    sys.stdout.buffer.write(msgspec.json.format(encoded, indent=2) if pretty else encoded)
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def print_text(text: str) -> None:
    """A page of text on standard output, in UTF-8 whatever the locale says."""
    sys.stdout.buffer.write(text.rstrip("\n").encode() + b"\n")
    sys.stdout.buffer.flush()


def refuse(refusal: Refused, lang: Lang = "en") -> int:
    """One line on standard error that names file, place and reason; returns the exit code."""
    sys.stderr.buffer.write(f"kizuki: {told_in(refusal, lang)}\n".encode())
    sys.stderr.buffer.flush()
    return UNUSABLE
