"""`kizuki audit anchor`."""

from __future__ import annotations

import argparse

from kizuki.core.refusal import Refused


def run(arguments: argparse.Namespace) -> int:
    """Not set up."""
    raise Refused("KIZUKI_TSA_URL", "names no time-stamping authority")
