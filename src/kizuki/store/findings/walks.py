"""The beginnings of lists: rows of one table in the order of one of its indexes, a part at a time.

Each list begins with a table that has its order already, so that its first page costs the same however many findings
there are: nothing is sorted, and no planner has to guess. What a part gives is narrowed by `joined`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import DatabaseError, connection

from kizuki.store.findings.filters import Clock, Cursor, FindingFilter
from kizuki.store.models import Match, Release, ReleaseVerdict

_LAST = 2**62
"""Greater than any id."""
_LAST_VERDICT = "~"
"""Behind every verdict."""
_PART, _LARGEST_PART = 128, 8_192
"""Rows that are taken at once: the first are enough for a page, unless a filter leaves few of them."""
_MORE = 1.25
"""How many more rows are taken than those before lead one to expect."""

_FINDINGS_OF_A_ROW = {"finding": 1, "device": 3, "match": 8}
"""To how many findings a row leads at the least, by what it holds, where releases share most of their components."""

Place = tuple[Any, ...]
"""Values of the columns by which a walk is in order."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a walk: its place, its match, and what it says beside it: a device, a release, or nothing (0); and the
    verdict of its findings, where it says one."""

    place: Place
    match: int
    other: int = 0
    verdict: str = ""

    @property
    def asked(self) -> tuple[int, int, str]:
        """What is asked of the findings that it leads to."""
        return self.match, self.other, self.verdict

    @property
    def since(self) -> date | None:
        """Since when it waits, in a list that is in that order."""
        return self.place[0] if isinstance(self.place[0], date) else None


@dataclass(frozen=True, slots=True)
class Walk:
    """One order of one table: its index, the columns of it that the list is in order of (all the latest first, or all
    the earliest), and what of its rows is wanted. `holds` says what they lead to: a `match`, a `device` with a match,
    or a `finding`.
    """

    table: str
    index: str
    order: tuple[str, ...]
    holds: str
    where: tuple[str, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    ascending: bool = False

    def query(self, *, continued: bool) -> str:
        """The statement: %(…)s for `given`, the place in `at_0` … and the number of rows in `limit`."""
        indexed = f" INDEXED BY {self.index}" if connection.vendor == "sqlite" and self.index else ""
        columns = ", ".join(self.order)
        places = ", ".join(f"%(at_{number})s" for number in range(len(self.order)))
        further = (">" if self.ascending else "<") + ("" if continued else "=")
        conditions = [*self.where, f"({columns}) {further} ({places})"]
        order = ", ".join(f"{column} {'ASC' if self.ascending else 'DESC'}" for column in self.order)
        return (
            f"SELECT {columns} FROM {self.table}{indexed} WHERE {' AND '.join(conditions)}"  # noqa: S608 our own words
            f" ORDER BY {order} LIMIT %(limit)s"
        )

    def steps(self, rows: Iterable[Sequence[Any]]) -> list[Step]:
        """Rows as the database gives them."""
        at = {column: number for number, column in enumerate(self.order)}
        match = at["match_id"] if "match_id" in at else at["id"]
        other = next((at[column] for column in ("release_id", "device_id") if column in at), None)
        verdict, since = at.get("verdict"), at.get("waits_since")
        same_device, same_verdict = self.given.get("device") or 0, self.given.get("verdict", "")
        made = []
        for row in rows:
            if since is not None and isinstance(row[since], str):
                row = (*row[:since], date.fromisoformat(row[since]), *row[since + 1 :])
            said = row[verdict] if verdict is not None else same_verdict if self.holds == "device" else ""
            made.append(Step(tuple(row), row[match], same_device if other is None else row[other], said))
        return made


def parts_of(walk: Walk, at: Place, wanted: int = 0, found: Sequence[object] = ()) -> Iterator[list[Step]]:
    """The rows of a walk from a place on, with it, in parts: the first one mostly leads to as many findings as are
    wanted; each further one is as large as what was `found` by those before it asks for."""
    size, continued, taken = _at_first(wanted // _FINDINGS_OF_A_ROW[walk.holds]), False, 0
    while True:
        given = dict(walk.given) | {f"at_{number}": value for number, value in enumerate(at)} | {"limit": size}
        with connection.cursor() as cursor, in_index_order(cursor):
            cursor.execute(walk.query(continued=continued), given)
            steps = walk.steps(cursor.fetchall())
        if steps:
            yield steps
        if len(steps) < size:
            return
        taken += len(steps)
        at, continued, size = steps[-1].place, True, _next_part(size, taken, wanted, len(found))


def _at_first(rows: int) -> int:
    return max(_PART, min(rows, _LARGEST_PART))


def _next_part(size: int, taken: int, wanted: int, found: int) -> int:
    """Rows of the next part: as many as the yield so far asks for, four times the last where it gave nothing."""
    if not found:
        return min(size * 4, _LARGEST_PART)
    asked = int(taken * max(wanted - found, 0) / found * _MORE)
    return max(_PART, min(asked, _LARGEST_PART))


@contextmanager
def in_index_order(cursor: Any) -> Iterator[None]:
    """PostgreSQL takes the rows from the index, where it would gather and sort all of them. It knows no better until it
    has looked at a table that a load has filled; SQLite is told the index by name."""
    if connection.vendor == "sqlite":
        yield
        return
    cursor.execute(_SORTING.format(to="off"))
    try:
        yield
    finally:
        # In a transaction that failed nothing is taken any more, and its end brings back what was set before.
        with suppress(DatabaseError):
            cursor.execute(_SORTING.format(to="on"))


_SORTING = "SELECT " + ", ".join(
    f"set_config('{name}', '{{to}}', false)"
    for name in ("enable_sort", "enable_incremental_sort", "enable_bitmapscan")
)


def parts_of_matches(matches: Sequence[int], wanted: int, found: Sequence[object]) -> Iterator[list[Step]]:
    """The same for matches that are known, the newest first."""
    done, size = 0, _at_first(wanted // _FINDINGS_OF_A_ROW["match"])
    while done < len(matches):
        yield [Step((match,), match) for match in matches[done : done + size]]
        done += size
        size = _next_part(size, done, wanted, len(found))


def walk_of(wanted: FindingFilter, clock: Clock) -> Walk:
    """The walk that narrows a list most before anything is joined."""
    if wanted.suppressed:
        return Walk("store_suppression", "", ("match_id", "release_id"), "finding")
    said = wanted.triage not in ("", "to_do")
    if said and wanted.device is None:
        where, state = ("state = %(state)s",), {"state": wanted.triage}
        return Walk("store_triage", "triage_by_state", ("match_id", "release_id"), "finding", where, state)
    if wanted.exploited:
        return _of_devices(wanted, clock, ("match_exploited_first", "device_match_exploited"), ("exploited",))
    if wanted.overdue or wanted.triage == "to_do":
        return _waiting(wanted, clock)
    if wanted.device is not None and wanted.verdict:
        return _of_devices(wanted, clock, ("", "device_match_by_verdict"))
    if wanted.device is not None:
        return _of_devices(wanted, clock, ("", ""))
    if wanted.verdict:
        return _of_devices(wanted, clock, ("match_by_verdict_first", ""))
    return Walk("store_match", "active_match", ("id",), "match", ("active",))


def _of_devices(wanted: FindingFilter, clock: Clock, indexes: tuple[str, str], where: tuple[str, ...] = ()) -> Walk:
    every, of_one = indexes
    given: dict[str, Any] = {"device": wanted.device, "verdict": wanted.verdict, "on": clock.on}
    conditions = [*where]
    if wanted.device is not None:
        conditions.append("device_id = %(device)s")
    if wanted.verdict:
        conditions.append("verdict = %(verdict)s")
    if wanted.overdue or wanted.triage == "to_do":
        conditions.append("waits_since <= %(on)s")
    order = ("match_id",) if wanted.device is not None else ("match_id", "device_id")
    order = order if wanted.verdict else (*order, "verdict")
    index = of_one if wanted.device is not None else every
    return Walk("store_devicematch", index, order, "device", tuple(conditions), given)


def _waiting(wanted: FindingFilter, clock: Clock) -> Walk:
    """What waits for triage, by the day since when; what is overdue is a part of it from a day on."""
    conditions = ["waits_since IS NOT NULL"]
    given: dict[str, Any] = {"device": wanted.device, "verdict": wanted.verdict}
    order: tuple[str, ...]
    order, index = ("waits_since", "match_id", "device_id"), "match_waiting"
    if wanted.device is not None:
        conditions.append("device_id = %(device)s")
        order, index = order[:2], "device_match_waiting"
    if wanted.verdict:
        conditions.append("verdict = %(verdict)s")
    else:
        order = (*order, "verdict")
    ascending = wanted.sort == "waiting"
    if ascending:
        conditions.append("waits_since <= %(latest)s")
        given["latest"] = clock.in_time_since if wanted.overdue else clock.on
    return Walk("store_devicematch", index, order, "device", tuple(conditions), given, ascending)


def first_place(walk: Walk, wanted: FindingFilter, clock: Clock) -> Place:
    """The place before the first row. What is overdue is what waits since before a day."""
    if walk.ascending:
        earliest: Mapping[str, Any] = {"waits_since": date.min, "verdict": ""}
        return tuple([earliest.get(column, 0) for column in walk.order])
    latest = clock.in_time_since if wanted.overdue else clock.on
    latest_of: Mapping[str, Any] = {"waits_since": latest, "verdict": _LAST_VERDICT}
    return tuple(latest_of.get(column, _LAST) for column in walk.order)


def place_of(walk: Walk, at: Cursor) -> Place:
    """The row of a walk in which a finding stands."""
    match, release = at.key
    device = 0
    if "device_id" in walk.order:
        device = Release.objects.filter(pk=release).values_list("device_id", flat=True).first() or 0
    verdict = ""
    if "verdict" in walk.order:
        own = ReleaseVerdict.objects.filter(match=match, release=release).values_list("verdict", flat=True).first()
        verdict = own or Match.objects.filter(pk=match).values_list("verdict", flat=True).first() or ""
    by_column: Mapping[str, Any] = {
        "id": match,
        "match_id": match,
        "release_id": release,
        "device_id": device,
        "verdict": verdict,
        "waits_since": at.since or date.min,
    }
    return tuple(by_column[column] for column in walk.order)
