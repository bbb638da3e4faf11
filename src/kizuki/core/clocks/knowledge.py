"""When a vulnerability counts as known to the holder: on the first day on which a person of the holder had before them
that the component is or may be in the device (decision 0014)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kizuki.core.clocks.triage import MOST_DAYS, triage_due_on

Ground = Literal["settled", "entered", "told", "seen", "matched"]
Latest = Literal["seen", "triage_limit"]


@dataclass(frozen=True, slots=True)
class Occasions:
    """On which days the vulnerability of a device came before the holder, None where it did not.

    `entered_on` a person of the holder knew of it and entered it; `told_on` a message about it arrived; `matched_on` the
    machine found it in the device; `seen_on` a person first opened that finding; `settled_on` the day that the safety
    manager settled, with its reason.
    """

    entered_on: date | None = None
    told_on: date | None = None
    matched_on: date | None = None
    seen_on: date | None = None
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The day from which it counts as known, and why.

    While `provisional`, the day is that of the match, which is the earliest that it can be; `by_rule_on` is the day that
    the rule gives (`by_rule`: a person opened the finding, or its triage limit ran out), to which the safety manager
    may settle it. `by_rule_on` may still lie ahead.
    """

    on: date
    ground: Ground
    provisional: bool = False
    by_rule_on: date | None = None
    by_rule: Latest | None = None


def known_since(told: Occasions, limit: int) -> Known | None:
    """From which day it counts as known; None where nothing has brought it before anybody, nor any match.

    What was settled holds. Else the earliest of the day on which a person entered it, the arrival of a message, and the
    match: the last is provisional unless a person had it before them by that very day. `limit` is the company's triage
    limit in business days, of which at most three count (`MOST_DAYS`).
    """
    if told.settled_on is not None:
        return Known(told.settled_on, "settled")
    certain: list[tuple[date, Ground]] = []
    if told.entered_on is not None:
        certain.append((told.entered_on, "entered"))
    if told.told_on is not None:
        certain.append((told.told_on, "told"))
    if told.seen_on is not None and (told.matched_on is None or told.seen_on <= told.matched_on):
        certain.append((told.seen_on, "seen"))
    first = min(certain, key=lambda one: one[0], default=None)
    if told.matched_on is None or (first is not None and first[0] <= told.matched_on):
        return None if first is None else Known(*first)
    return _from_match(told.matched_on, told.seen_on, first, limit)


def _from_match(matched_on: date, seen_on: date | None, first: tuple[date, Ground] | None, limit: int) -> Known:
    by_rule_on, by_rule = triage_due_on(matched_on, min(limit, MOST_DAYS)), "triage_limit"
    before = [day for day in (seen_on, first[0] if first else None) if day is not None]
    if before and min(before) <= by_rule_on:
        by_rule_on, by_rule = min(before), "seen"
    return Known(matched_on, "matched", True, by_rule_on, "seen" if by_rule == "seen" else "triage_limit")
