"""Playbooks: steps with an owner and a day, as they come with the program or as a company has edited them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.facts import fields
from kizuki.core.people import ROLES
from kizuki.core.refusal import Refused

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_STEP_KEYS = {"key", "role", "within_days", "first_hour", "ja", "en"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who does it (`role`), how many days after the start, whether within the first hour."""

    key: str
    role: str
    within_days: int
    first_hour: bool
    ja: str
    en: str

    def due_on(self, started_on: date) -> date:
        """The day by which it is done."""
        return started_on + timedelta(days=self.within_days)


@dataclass(frozen=True, slots=True)
class Playbook:
    """A playbook; `revision` 0 is the one that comes with the program."""

    key: str
    ja: str
    en: str
    steps: tuple[Step, ...]
    revision: int = 0


@cache
def seeds() -> Mapping[str, Playbook]:
    """The playbooks that come with the program, by key."""
    text = (resources.files(__package__) / "playbooks.toml").read_text(encoding="utf-8")
    return {key: read_playbook(key, row) for key, row in tomllib.loads(text).items()}


def read_playbook(key: str, value: Mapping[str, Any], revision: int = 0) -> Playbook:
    """A playbook as told: `ja`, `en`, `steps`. `Refused` names the step that cannot be: no owner, no day, a key that
    comes twice, a step of the first hour that is due later."""
    if not _KEY.fullmatch(key):
        raise Refused("playbook.key", f"{key!r} is not a short name in small letters")
    row = fields.an_object(dict(value), "playbook", {"ja", "en", "steps"})
    steps = tuple(
        _step(step, f"playbook.steps.{place}") for place, step in enumerate(fields.a_list(row.get("steps"), "steps"))
    )
    if not steps:
        raise Refused("playbook.steps", "a playbook has at least one step")
    keys = [step.key for step in steps]
    for name in keys:
        if keys.count(name) > 1:
            raise Refused("playbook.steps", f"the step {name} comes twice")
    return Playbook(key, _text(row, "ja", "playbook"), _text(row, "en", "playbook"), steps, revision)


def _step(value: Any, place: str) -> Step:
    row = fields.an_object(value, place, _STEP_KEYS)
    key, role, days = row.get("key"), row.get("role"), row.get("within_days")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise Refused(f"{place}.key", f"{key!r} is not a short name in small letters")
    if role not in ROLES or role == "auditor":
        raise Refused(f"{place}.role", f"{role!r} cannot own a task")
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 366:
        raise Refused(f"{place}.within_days", "is a number of days from 0 to 366")
    first_hour = fields.yes_no(row, "first_hour", place).value or False
    if first_hour and days:
        raise Refused(f"{place}.within_days", "a step of the first hour is due on the first day (0)")
    return Step(key, str(role), days, first_hour, _text(row, "ja", place), _text(row, "en", place))


def _text(row: Mapping[str, Any], key: str, place: str) -> str:
    found = fields.a_text(row.get(key), f"{place}.{key}")
    if found is None:
        raise Refused(f"{place}.{key}", "must not be empty")
    return found
