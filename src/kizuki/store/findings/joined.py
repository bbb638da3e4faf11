"""Findings as a join: a match in every release that has its component, with what people said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection

from kizuki.core.clocks.triage import DEFAULT_LIMIT, MOST_DAYS
from kizuki.store.access.hidden import Hidden, hidden_advisories, hidden_devices
from kizuki.store.findings.filters import Clock, Cursor, FindingFilter, Key
from kizuki.store.findings.named import Named, named_matches
from kizuki.store.findings.walks import (
    Step,
    Walk,
    first_place,
    parts_of,
    parts_of_matches,
    place_of,
    walk_of,
)
from kizuki.store.models import TriageLimit
from kizuki.store.models.advisories import VERDICTS

# What was said holds no more once its day is over, or the advisory or the verdict is not what it was said of. The
# advisory is looked up only where something was said: most findings have neither triage nor suppression.
_LAPSED = (
    "({said}.expires_on IS NOT NULL AND {said}.expires_on < %(on)s OR {said}.verdict <> COALESCE(v.verdict, m.verdict)"
    " OR {said}.advisory_revision <> (SELECT a.revision FROM store_advisory a WHERE a.id = m.advisory_id))"
)
_LAPSED_TRIAGE, _LAPSED_SUPPRESSION = _LAPSED.format(said="t"), _LAPSED.format(said="s")
_OVERDUE = (
    "(t.id IS NULL AND m.first_on < %(in_time_since)s OR t.id IS NOT NULL AND "
    "(t.expires_on IS NOT NULL AND t.expires_on < %(in_time_since)s OR m.last_on < %(in_time_since)s))"
)
_EXPLOITED = "(SELECT a.known_exploited_on FROM store_advisory a WHERE a.id = m.advisory_id) IS NOT NULL"

# The tables from the rows of a walk on, in the order in which they narrow, and by what each is found.
_MATCH = ("store_match", "m", "m.id = asked.column1")
_HELD = ("store_releasecomponent", "rc", "rc.release_id = r.id AND rc.component_id = m.component_id")
_LEADS = {
    "match": (
        ("store_releasecomponent", "rc", "rc.component_id = m.component_id"),
        ("store_release", "r", "r.id = rc.release_id"),
    ),
    "device": (("store_release", "r", "r.device_id = asked.column2"), _HELD),
    "releases": (
        ("store_releasecomponent", "rc", "rc.component_id = m.component_id AND rc.release_id = ANY(asked.releases)"),
        ("store_release", "r", "r.id = rc.release_id"),
    ),
    "finding": (("store_release", "r", "r.id = asked.column2"), _HELD),
}
_WITH_RELEASES = (
    "(SELECT told.*, of.releases FROM {begin} AS told JOIN (SELECT device_id, array_agg(id) AS releases"
    " FROM store_release GROUP BY device_id) AS of ON of.device_id = told.column2 OFFSET 0)"
)
_SAID = (
    ("store_releaseverdict", "v", "v.match_id = m.id AND v.release_id = r.id"),
    ("store_triage", "t", "t.match_id = m.id AND t.release_id = r.id"),
    ("store_suppression", "s", "s.match_id = m.id AND s.release_id = r.id"),
)


def keys_of(wanted: FindingFilter, clock: Clock, *, before: Cursor | None = None, limit: int) -> list[Key]:
    """Findings in the order of the list, from behind `before` on."""
    return [found.key for found in cursors_of(wanted, clock, before=before, limit=limit)]


def cursors_of(wanted: FindingFilter, clock: Clock, *, before: Cursor | None = None, limit: int) -> list[Cursor]:
    """The same with where they stand: the newest match first; of what waits for triage, what waits the shortest."""
    named = named_matches(wanted)
    walk = _KNOWN if named.matches is not None else walk_of(wanted, clock)
    at = place_of(walk, before) if before else None
    found: list[Cursor] = []
    for steps in _parts(walk, named, at or first_place(walk, wanted, clock), limit, found):
        releases = _releases(walk, steps, wanted, named, clock)
        for step in steps:
            behind = before.key[1] if before and step.place == at else None
            found += _findings(step, releases.get(step.asked, ()), behind)
        if len(found) >= limit:
            break
    return found[:limit]


_KNOWN = Walk("store_match", "", ("id",), "match")


def findings_at(
    steps: Sequence[Step], holds: str, wanted: FindingFilter, named: Named, clock: Clock
) -> Iterator[tuple[Step, list[int]]]:
    """The releases in which each of these rows is a finding of the list, the latest first; `holds` as of a walk."""
    among = None if named.matches is None else set(named.matches)
    told = [step for step in steps if among is None or step.match in among]
    if not told:
        return
    releases = _releases(Walk("", "", (), holds), told, wanted, named, clock)
    for step in told:
        yield step, releases.get(step.asked, [])


def _parts(walk: Walk, named: Named, at: Any, limit: int, found: Sequence[Cursor]) -> Iterator[list[Step]]:
    if named.matches is None:
        return parts_of(walk, at, limit, found)
    return parts_of_matches([match for match in named.matches if match <= at[0]], limit, found)


def _findings(step: Step, releases: Sequence[int], behind: int | None) -> Iterator[Cursor]:
    for release in releases:
        if behind is None or release < behind:
            yield Cursor((step.match, release), step.since)


def _releases(
    walk: Walk, steps: Sequence[Step], wanted: FindingFilter, named: Named, clock: Clock
) -> dict[tuple[int, int, str], list[int]]:
    """The releases in which these rows of a walk are findings, by what the rows say, the latest first."""
    given: dict[str, Any] = {**named.given}
    query = _query(
        "asked.column1, asked.column2, asked.column3, r.id",
        _asked(steps, given),
        walk.holds,
        (*_conditions(wanted, clock, given), *named.conditions, _OF_THE_ROW),
    )
    found: dict[tuple[int, int, str], list[int]] = {}
    for *asked, release in _rows(query, given):
        found.setdefault(tuple(asked), []).append(release)
    return {row: sorted(releases, reverse=True) for row, releases in found.items()}


_OF_THE_ROW = "(asked.column3 = '' OR asked.column3 = COALESCE(v.verdict, m.verdict))"


def _asked(steps: Sequence[Step], given: dict[str, Any]) -> str:
    """The rows of a walk as a table of three columns. PostgreSQL gets them as three lists, which are read faster than
    many rows of a statement."""
    if connection.vendor == "sqlite":
        return f"(VALUES {', '.join(map(_row, steps))})"
    matches, others, verdicts = zip(*(step.asked for step in steps), strict=True)
    for name, values in (("matches", matches), ("others", others), ("verdicts", verdicts)):
        given[f"asked_{name}"] = "{" + ",".join(str(value) or '""' for value in values) + "}"
    return (
        "(SELECT * FROM unnest(%(asked_matches)s::bigint[], %(asked_others)s::bigint[], %(asked_verdicts)s::text[])"
        " AS list(column1, column2, column3))"
    )


def _row(step: Step) -> str:
    if step.verdict not in ("", *VERDICTS):
        raise ValueError(f"{step.verdict!r} is no verdict")
    return f"({step.match:d}, {step.other:d}, '{step.verdict}')"


def count_and_oldest(device: int, clock: Clock, *, person: int | None) -> tuple[int, date | None]:
    """How many findings of a device are overdue, all of them counted, and the earliest day on which a match of theirs
    was found."""
    given: dict[str, Any] = {}
    wanted = FindingFilter(device=device, overdue=True, person=person)
    query = _query(
        "count(*), min(m.first_on)",
        "(SELECT DISTINCT match_id AS column1, device_id AS column2 FROM store_devicematch"
        " WHERE device_id = %(device)s AND waits_since < %(in_time_since)s)",
        "device",
        _conditions(wanted, clock, given),
    )
    ((count, oldest),) = _rows(query, given)
    return count, date.fromisoformat(oldest) if isinstance(oldest, str) else oldest


def _query(columns: str, begin: str, holds: str, conditions: Sequence[str]) -> str:
    """The join in the order in which its tables stand, each found by an index of its own: SQLite keeps that of a CROSS
    JOIN, PostgreSQL that of a subquery with an OFFSET, whatever its statistics say (after a load there are none)."""
    if connection.vendor == "sqlite":
        inner, outer = "CROSS JOIN {table} {name} ON {found_by}", "LEFT JOIN {table} {name} ON {found_by}"
    else:
        inner = "JOIN LATERAL (SELECT * FROM {table} {name} WHERE {found_by} OFFSET 0) {name} ON TRUE"
        outer = f"LEFT {inner}"
        if holds == "device":
            # Most releases of a device hold another version of the component: one look for all of them, not one each.
            holds, begin = "releases", _WITH_RELEASES.format(begin=begin)
    joined = [(inner, one) for one in (_MATCH, *_LEADS[holds])] + [(outer, one) for one in _SAID]
    tables = " ".join(text.format(table=table, name=name, found_by=by) for text, (table, name, by) in joined)
    return f"SELECT {columns} FROM {begin} AS asked {tables} WHERE {' AND '.join(conditions)}"  # noqa: S608 our own


def _rows(query: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall())


def _conditions(wanted: FindingFilter, clock: Clock, given: dict[str, Any]) -> list[str]:
    """What makes a match in a release a finding of the list; the values go to `given`."""
    given |= {"on": clock.on, "in_time_since": clock.in_time_since, "device": wanted.device}
    given |= {"verdict": wanted.verdict, "triage": wanted.triage}
    found = ["m.active"]
    if wanted.person is not None:
        found.append(f"r.device_id NOT IN ({_named(hidden_devices(wanted.person), given)})")
        found.append(f"m.advisory_id NOT IN ({_named(hidden_advisories(wanted.person), given)})")
    if wanted.device is not None:
        found.append("r.device_id = %(device)s")
    if wanted.verdict:
        found.append("COALESCE(v.verdict, m.verdict) = %(verdict)s")
    if wanted.exploited:
        found.append(_EXPLOITED)
    if wanted.overdue:
        found.append(_OVERDUE)
    if wanted.triage == "to_do" or wanted.overdue:
        found.append(f"(t.id IS NULL OR {_LAPSED_TRIAGE})")
    elif wanted.triage:
        found.append("t.state = %(triage)s")
    found.append(f"NOT {_LAPSED_SUPPRESSION}" if wanted.suppressed else f"(s.id IS NULL OR {_LAPSED_SUPPRESSION})")
    return found


def _named(rows: Hidden, given: dict[str, Any]) -> str:
    """A subquery with its values under names of their own, which are added to `given`."""
    query, values = rows.query.sql_with_params()
    names = [f"hidden_{len(given) + at}" for at in range(len(values))]
    given |= dict(zip(names, values, strict=True))
    return query % tuple(f"%({name})s" for name in names)


def triage_limit() -> int:
    """Within how many business days findings are to be triaged. A longer one that an earlier release allowed counts as
    three."""
    row = TriageLimit.objects.values_list("business_days", flat=True).first()
    return DEFAULT_LIMIT if row is None else min(int(row), MOST_DAYS)
