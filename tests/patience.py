"""Waiting for conditions: no test measures speed (`make bench` does), and a busy machine changes no answer."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 900
"""Seconds after which something hangs. It only keeps a run from standing still for ever; nothing waits it out."""

A_CLICK = 240
"""Seconds after which a page that should have answered a click hangs: a browser's own thirty, on a machine eight times as
slow. One test that fails so must not use up the time of all others."""

A_WHILE = 1.0
"""Seconds for which something is watched not to happen: too short hides a fault, and never finds one that is none."""


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Until the condition holds; fails with what was waited for where it never does."""
    limit = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < limit, f"waited {PATIENCE} s for this: {what}"
        time.sleep(0.02)
