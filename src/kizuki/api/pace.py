"""How often somebody may come: so many in a minute, refilled steadily. Counted in each process of pages by itself."""

from __future__ import annotations

import math
from threading import Lock

_MOST_KEPT = 10_000


class Pace:
    """A bucket for each who; those that are full again are forgotten."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def wait_of(self, who: str, a_minute: int, now: float) -> int:
        """Seconds that `who` has to wait; 0: they may come, and it is counted. `now` in seconds of any clock."""
        with self._lock:
            left, at = self._left.get(who, (float(a_minute), now))
            left = min(float(a_minute), left + max(0.0, now - at) * a_minute / 60)
            if left < 1:
                self._left[who] = left, now
                return math.ceil((1 - left) * 60 / a_minute)
            if len(self._left) >= _MOST_KEPT:
                self._forget(a_minute, now)
            self._left[who] = left - 1, now
            return 0

    def _forget(self, a_minute: int, now: float) -> None:
        """Whoever has not come for a minute has everything again."""
        self._left = {who: (left, at) for who, (left, at) in self._left.items() if now - at < 60}
        if len(self._left) >= _MOST_KEPT:
            self._left.clear()
