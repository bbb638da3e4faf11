"""In which stage of its life a device stands on a day, and whether it is a legacy device (notification 3(3), 4(4)).

The two are different questions: age does not make a device legacy, and a device on sale can become one overnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from kizuki.core.refusal import Refused

MILESTONES = ("sale", "eol", "limited_support", "eos")
"""販売開始, EOL (end of life), limited support, EOS (end of support), in the order in which they come."""

ANNOUNCED = ("eol", "limited_support", "eos")
"""Milestones of which every hospital with a unit is told (notification 3(3): EOL is a formal process, with a notice to
customers)."""

STAGES: Mapping[str, str] = {
    "sale": "on_sale",
    "eol": "after_eol",
    "limited_support": "limited_support",
    "eos": "after_eos",
}
"""The stage that each milestone begins; before any of them stands `before_sale`."""

Verdict = Literal["legacy", "not_legacy", "undetermined"]


@dataclass(frozen=True, slots=True)
class Stage:
    """The stage on a day, and the day it began. `possible` are later stages that it may have reached as well,
    because nobody has said when they begin: while it is not empty the stage is not settled."""

    code: str
    since_on: date | None
    possible: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing unknown could make it a later stage."""
        return not self.possible


@dataclass(frozen=True, slots=True)
class Legacy:
    """Whether a device can be protected by reasonable means; `because` are codes of the glossary (`device.legacy.*`)."""

    verdict: Verdict
    because: tuple[str, ...]


def require_order(days: Mapping[str, date | None]) -> None:
    """Raise `Refused` where a milestone is none of ours or comes before an earlier one."""
    for name in days:
        if name not in MILESTONES:
            raise Refused(f"milestones.{name}", f"is not one of: {', '.join(MILESTONES)}")
    known = [(name, day) for name in MILESTONES if (day := days.get(name)) is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            raise Refused(f"milestones.{later}", f"{second} is before {earlier} ({first})")


def stage_on(days: Mapping[str, date | None], on: date) -> Stage:
    """The stage on a day. `days` has the milestones that were told: a day, or None where the company has said that
    it is not planned yet (then it has not come). A milestone that is absent is not known, which is not a no."""
    reached, since = "before_sale", None
    last = -1
    for place, name in enumerate(MILESTONES):
        day = days.get(name)
        if day is not None and day <= on:
            reached, since, last = STAGES[name], day, place
    possible: list[str] = []
    for name in MILESTONES[last + 1 :]:
        if name in days:
            if days[name] is not None:  # Its day lies ahead, and what follows it further still.
                break
        else:
            possible.append(STAGES[name])
    return Stage(reached, since, tuple(possible))


def legacy_verdict(update_protects: bool | None, control_protects: bool | None, stage: Stage | None = None) -> Legacy:
    """Legacy only where neither an update nor a compensating control protects against today's threats.

    None is not known. After EOS nothing is updated any more, so an unknown update counts as none; an answer stands.
    """
    because: list[str] = []
    if update_protects is None and stage is not None and stage.code == "after_eos":
        update_protects = False
        because.append("no_update_after_eos")
    for name, protects in (("update", update_protects), ("control", control_protects)):
        state = {True: "protects", False: "does_not_protect", None: "not_known"}[protects]
        because.append(f"{name}_{state}")
    if update_protects or control_protects:
        return Legacy("not_legacy", tuple(because))
    if update_protects is None or control_protects is None:
        return Legacy("undetermined", tuple(because))
    return Legacy("legacy", tuple(because))
