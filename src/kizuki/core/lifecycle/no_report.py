"""The register of no-report decisions (報告不要判断台帳): what a decision needs, and what reopens it.

Notification 4(3): what need not be reported is watched over time, and reported when the need arises.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from kizuki.core.clocks import READING
from kizuki.core.refusal import Refused

STATES = ("proposed", "decided", "declined", "reopened", "replaced")


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason for not reporting: what it needs as evidence, and where it is said."""

    code: str
    needs: frozenset[str]
    said: str


@cache
def grounds() -> Mapping[str, Ground]:
    """Every reason by code."""
    table = tomllib.loads((resources.files(__package__) / "no_report.toml").read_text(encoding="utf-8"))
    return {code: Ground(code, frozenset(row["needs"]), row["said"]) for code, row in table.items()}


@dataclass(frozen=True, slots=True)
class Hole:
    """A vulnerability as it stands on the device of the case. `None`: not known.

    `vector` is the clinical reading's CVSS 3.1 vector, `pips` its answers that touch patient safety, `open_pips` those
    that no hazard answers for. Each `…_on` is the day on which Kizuki stored that fact.
    """

    name: str
    known_exploited: bool | None = None
    exploited_on: date | None = None
    vector: str | None = None
    pips: tuple[str, ...] | None = None
    open_pips: tuple[str, ...] = ()
    assessed_on: date | None = None
    learned_on: date | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """What a no-report decision rests on, read at one moment.

    `facts` is the digest of the newest fact sheet; `outcome` of its determination, empty where there is none yet.
    `units_done` of `units_total` carry the measure (None: not known); `measure_withdrawn` the patch was taken back.
    `support_ends_on` end of support (EOS); `events` how many events on the same device came to be known.
    """

    facts: str
    facts_on: date
    outcome: str
    holes: tuple[Hole, ...] = ()
    units_done: int | None = None
    units_total: int | None = None
    units_on: date | None = None
    measure_withdrawn: bool = False
    support_ends_on: date | None = None
    events: int = 0
    event_on: date | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a decision is reopened: a code with words in the glossary (`register.cause.<code>`), what it is about, and
    `stored_on`, the day on which Kizuki stored the fact: the provisional awareness day."""

    code: str
    about: str
    stored_on: date


def require_evidence(reason: str, now: Watched, documents: int) -> None:
    """`Refused` where the reason is none, or where what it needs is not there.

    A no needs its evidence (notification 4(3)); every PIPS answer other than None needs a hazard entry first, and
    mitigation counts only where it is on every unit in use.
    """
    ground = grounds().get(reason)
    if ground is None:
        raise Refused("reason", f"{reason!r} is not one of: {', '.join(grounds())}")
    if now.outcome != "no_report":
        raise Refused("outcome", f"the rules answer {now.outcome or 'nothing yet'}; only no_report can be registered")
    if "document" in ground.needs and not documents:
        raise Refused("evidence", f"{reason} needs at least one document as evidence")
    if "units" in ground.needs and not (now.units_total and now.units_done == now.units_total):
        done, total = _count(now.units_done), _count(now.units_total)
        raise Refused("units", f"{reason} counts only on every unit in use: {done} of {total}")
    unread = [hole.name for hole in now.holes if hole.vector is None]
    if "assessment" in ground.needs and unread:
        raise Refused("assessment", f"{reason} needs the clinical reading of {', '.join(unread)} first")
    lacking = [f"{hole.name} ({', '.join(hole.open_pips)})" for hole in now.holes if hole.open_pips]
    if lacking:
        raise Refused("hazards", f"a hazard entry comes first for the patient-safety answers of {'; '.join(lacking)}")


def latest_review(decided_on: date, asked_for: date | None, limit: int = READING.days_to_review) -> date:
    """The day on which a decision is looked at again; `Refused` where it lies too far off, or is past."""
    latest = decided_on + timedelta(days=limit)
    if asked_for is None:
        return latest
    if not decided_on < asked_for <= latest:
        raise Refused("review_on", f"must lie after {decided_on} and not after {latest} ({limit} days)")
    return asked_for


def causes(then: Watched, now: Watched, *, decided_on: date, review_on: date, on: date) -> tuple[Cause, ...]:
    """Why a decision made on `decided_on` from `then` no longer stands on day `on`; empty where it stands.

    Where the day on which a fact was stored is not known, the day of the decision is taken: the strictest clock.
    """
    found = [
        *_of_the_case(then, now),
        *_of_the_holes(then.holes, now.holes, decided_on),
        *_of_the_measure(then, now),
    ]
    ends = now.support_ends_on
    # Support that had ended when it was decided was known to those who decided.
    ended_then = then.support_ends_on is not None and then.support_ends_on <= decided_on
    if ends is not None and ends <= on and not ended_then:
        found.append(Cause("support_ended", ends.isoformat(), max(ends, decided_on)))
    if review_on <= on:
        found.append(Cause("review_day", review_on.isoformat(), review_on))
    return tuple(found)


def _of_the_case(then: Watched, now: Watched) -> Iterable[Cause]:
    if now.events > then.events:
        yield Cause("new_event", str(now.events - then.events), now.event_on or now.facts_on)
    if now.facts != then.facts:
        yield Cause("facts_changed", "", now.facts_on)
    elif now.outcome != then.outcome:
        yield Cause("outcome_changed", now.outcome, now.facts_on)


def _of_the_holes(then: Iterable[Hole], now: Iterable[Hole], decided_on: date) -> Iterable[Cause]:
    before = {hole.name: hole for hole in then}
    for hole in now:
        assessed_on = hole.assessed_on or decided_on
        was = before.get(hole.name)
        if was is None:
            yield Cause("vulnerability_added", hole.name, hole.learned_on or decided_on)
            continue
        if hole.known_exploited and not was.known_exploited:
            yield Cause("exploited", hole.name, hole.exploited_on or decided_on)
        if hole.pips != was.pips:
            yield Cause("patient_safety_changed", hole.name, assessed_on)
        elif hole.vector != was.vector:
            yield Cause("metric_changed", hole.name, assessed_on)


def _of_the_measure(then: Watched, now: Watched) -> Iterable[Cause]:
    stored_on = now.units_on or now.facts_on
    if now.measure_withdrawn and not then.measure_withdrawn:
        yield Cause("measure_withdrawn", "", stored_on)
    done_then = then.units_total is not None and then.units_done == then.units_total
    if done_then and now.units_done != now.units_total:
        yield Cause("units_undone", f"{_count(now.units_done)}/{_count(now.units_total)}", stored_on)


def _count(number: int | None) -> str:
    return "?" if number is None else str(number)
