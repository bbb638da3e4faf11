"""Devices in use that are not confirmed to 基本要件基準12条3項, and what is planned about each (notification 1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.core.devices.scope import GROUNDS, scope_of

WAYS = ("patch", "control", "information", "replacement", "withdrawal", "confirmation")
"""A patch or update, a compensating control, information to hospitals by stage of support, replacement by another
device, withdrawal from use, or the confirmation that was only missing."""

PLAN_DAYS = 30
"""Within how many days a device that is found unconfirmed has its plan. No text names a number."""


def needs_plan(traits: Mapping[str, Any]) -> bool:
    """Whether a device with these traits is to be confirmed and is not. One that is known to be out of scope is not to
    be; where scope or conformity is not told, it is."""
    if scope_of({name: traits.get(name) for name in GROUNDS}).state == "no":
        return False
    told = traits.get("essential_12_3") or {}
    return bool(told.get("state") != "yes")
