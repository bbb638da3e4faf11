"""Which posts are reminded of an obligation: those that usually act, and higher ones when its day is there or past."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources

from kizuki.core.reminding.days import Owed, Reminder, is_statutory

LAST_RESORT = ("safety_manager", "general_manager")
"""Who is told where nobody holds a post that is asked."""


@cache
def asked() -> Mapping[str, tuple[str, ...]]:
    """The posts by kind of obligation."""
    text = (resources.files(__package__) / "asked.toml").read_text(encoding="utf-8")
    return {kind: tuple(roles) for kind, roles in tomllib.loads(text).items()}


def reminded_roles(owed: Owed, reminder: Reminder, held: Collection[str]) -> frozenset[str]:
    """The posts that are told; `held` are those that somebody holds (or stands in for) on that day.

    On a day of the law the safety manager is told too (安全管理責任者), past it the general manager (総括) as well.
    """
    roles = set(asked()[owed.kind])
    if is_statutory(owed) and reminder.days <= 0:
        roles.add("safety_manager")
    if reminder.word == "over":
        roles.add("general_manager")
    found = roles & set(held)
    return frozenset(found or LAST_RESORT)
