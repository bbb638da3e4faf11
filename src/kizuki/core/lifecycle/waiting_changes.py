"""What changed around a no-report decision and decided nothing: it waits for the review day, and reopens nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kizuki.core.lifecycle.no_report import Hole, Watched, before_of, raised, reached_anew


@dataclass(frozen=True, slots=True)
class Change:
    """One of them: a code with words in the glossary (`register.waits_for_review.<code>`), of which vulnerability, and
    what it is (names, numbers, records)."""

    code: str
    hole: str
    about: str


def changes_that_wait(then: Watched, now: Watched) -> tuple[Change, ...]:
    """Every change of the advisories since then that is no cause of its own, by vulnerability."""
    found: list[Change] = []
    for hole in now.holes:
        was = before_of(hole, then.holes)
        if was is not None and was.names:
            found += [*_of_names(was, hole), *_of_records(was, hole), *_of_severity(was, hole), *_of_reach(was, hole)]
    return tuple(found)


def _of_names(was: Hole, now: Hole) -> Iterable[Change]:
    for code, names in (("name_added", now.all_names - was.all_names), ("name_gone", was.all_names - now.all_names)):
        if names:
            yield Change(code, now.name, ", ".join(sorted(names)))


def _of_records(was: Hole, now: Hole) -> Iterable[Change]:
    before = dict(was.records)
    for record, revision in now.records:
        if record not in before:
            yield Change("record_added", now.name, record)
        elif revision != before[record]:
            yield Change("record_changed", now.name, f"{record} ({before[record]} → {revision})")
    for record in sorted(before.keys() - dict(now.records).keys()):
        yield Change("record_gone", now.name, record)


def _of_severity(was: Hole, now: Hole) -> Iterable[Change]:
    if was.severity != now.severity and not raised(was, now):
        yield Change("severity_changed", now.name, f"{_scores(was)} → {_scores(now)}")


def _of_reach(was: Hole, now: Hole) -> Iterable[Change]:
    still = {(one.component, one.record) for one in now.reach}
    gone = [one for one in was.reach if (one.component, one.record) not in still]
    for one in gone:
        yield Change("no_longer_reached", now.name, f"{one.component} ({one.record})")
    stood = {(one.component, one.record) for one in was.reach}
    anew = set(reached_anew(was, now))
    for one in now.reach:
        if (one.component, one.record) not in stood and one not in anew:
            yield Change("reached_too", now.name, f"{one.component} ({one.record})")


def _scores(hole: Hole) -> str:
    return ", ".join(f"CVSS {version}: {score}" for version, score in hole.severity) or "?"
