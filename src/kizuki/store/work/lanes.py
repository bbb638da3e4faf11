"""Lanes of work: nothing waits behind anything that is less urgent."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

CALLS, MAIL, LONG = "calls", "mail", "long"

LANES = (CALLS, MAIL, LONG)
"""The most urgent first. Each is worked through by itself, one task after another."""

_URGENT = MappingProxyType({"send_call": CALLS, "send_notice": MAIL, "ask_for_notices": MAIL})


def lane_of(kind: str) -> str:
    """The lane of a kind of task: whatever is not declared urgent is long."""
    return _URGENT.get(kind, LONG)


def kinds_of(lane: str) -> tuple[str, ...]:
    """The urgent kinds of a lane; none for `long`, which takes all that are not named here."""
    return tuple(kind for kind, its in _URGENT.items() if its == lane)


def urgent_kinds() -> tuple[str, ...]:
    """Every kind that the long lane leaves alone."""
    return tuple(_URGENT)


def sending_kind(notice: str) -> Literal["send_call", "send_notice"]:
    """The kind of task that sends a notice of this kind: a call to whoever is on duty waits behind no reminder."""
    return "send_call" if notice in ("call", "hook") else "send_notice"
