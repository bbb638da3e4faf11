"""Whether a feed can be relied on: a pure judgement over what its runs left, at an instant that is passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kizuki.core.information.japanese_day import JAPAN

MISSING_AT_MOST = 0.01
"""Records that may be missing of those announced before that is an alarm: feeds move while they are counted."""


class Alarm(StrEnum):
    """What is wrong with a feed."""

    NEVER = "never"
    FAILED = "failed"
    STALE = "stale"
    BEHIND = "behind"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a feed: is it fetched here at all, its last success and failure, and how much it holds.

    `announced` is how many records its provider says there are, None where they do not say; `held` how many we hold,
    None where that is not counted. `complete` is False while a first load is under way or was never made.
    """

    enabled: bool
    last_success_at: datetime | None
    last_failure_at: datetime | None
    stale_after: timedelta
    held: int | None = None
    announced: int | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Health:
    """The alarms of a feed, gravest first; its age (None: never); how many records are missing of those announced."""

    alarms: tuple[Alarm, ...]
    age: timedelta | None
    missing: int | None

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.alarms


@dataclass(frozen=True, slots=True)
class Freshness:
    """What "not listed" rests on: the instant as of which a feed was fetched last (None: never), and whether that is
    further back than the limit of the feed."""

    fetched_at: datetime | None
    old: bool

    @property
    def day(self) -> str:
        """The day in Japan on which it was fetched; empty where it never was."""
        return self.fetched_at.astimezone(JAPAN).date().isoformat() if self.fetched_at else ""

    @property
    def doubtful(self) -> bool:
        """Whether that something is not listed says nothing of today."""
        return self.fetched_at is None or self.old


def freshness_of(standing: Standing, now: datetime) -> Freshness:
    """How fresh what a feed told is, whether it is fetched here or was loaded."""
    return Freshness(standing.last_success_at, Alarm.STALE in health_of(standing, now).alarms)


def health_of(standing: Standing, now: datetime) -> Health:
    """The health of a feed. One that is not fetched here has an age and no alarm unless it once was loaded and aged."""
    success, failure = standing.last_success_at, standing.last_failure_at
    age = now - success if success else None
    missing = _missing(standing)
    alarms = []
    if standing.enabled and success is None:
        alarms.append(Alarm.NEVER)
    if failure and (success is None or failure > success):
        alarms.append(Alarm.FAILED)
    if age is not None and age > standing.stale_after:
        alarms.append(Alarm.STALE)
    if missing is not None and standing.announced and missing > standing.announced * MISSING_AT_MOST:
        alarms.append(Alarm.BEHIND)
    if not standing.complete and success is not None:
        alarms.append(Alarm.GAP)
    return Health(tuple(alarms), age, missing)


def _missing(standing: Standing) -> int | None:
    if standing.held is None or standing.announced is None:
        return None
    return max(0, standing.announced - standing.held)
