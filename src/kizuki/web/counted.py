"""Requests as this process of pages has answered them, for who watches the installation."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter

REGISTRY = CollectorRegistry()
"""Our own: nothing that a library counts of itself goes out."""

_REQUESTS = Counter(
    "kizuki_requests",
    "Requests answered since this process began, by the first digit of their status.",
    ("process", "status"),
    registry=REGISTRY,
)


def count_request(status: int) -> None:
    """One more. By class of status alone: an address would name a case."""
    _REQUESTS.labels(str(os.getpid()), f"{status // 100}xx").inc()
