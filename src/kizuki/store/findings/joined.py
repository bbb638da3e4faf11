"""Findings as a join: a match in every release that has its component, with what people said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kizuki.core.clocks.triage import DEFAULT_LIMIT, MOST_DAYS
from kizuki.store.access.hidden import Hidden, hidden_advisories, hidden_devices
from kizuki.store.models import Release, TriageLimit
from kizuki.store.record.canonical import canonical_json, digest_of

Key = tuple[int, int]
"""A finding: the id of its match and of its release."""

MOST_AT_ONCE = 1_000
"""Findings that one act may be about, and how far they are counted."""


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings: of a device, with a verdict, an advisory by any of its names, known exploited, overdue.

    `triage` is `to_do` (nothing said yet, or what was said holds no more) or a state of VEX. `suppressed` shows only
    those that are left out otherwise. `person` is who looks: what is hidden from them is no finding (None: the program).
    """

    device: int | None = None
    verdict: str = ""
    advisory: str = ""
    triage: str = ""
    exploited: bool = False
    overdue: bool = False
    suppressed: bool = False
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The day on which one looks, and the earliest day of a match whose triage is still in time."""

    on: date
    in_time_since: date


# What was said holds no more once its day is over, or the advisory or the verdict is not what it was said of. The
# advisory is looked up only where something was said: most findings have neither triage nor suppression.
_LAPSED = (
    "({said}.expires_on IS NOT NULL AND {said}.expires_on < %(on)s OR {said}.verdict <> m.verdict"
    " OR {said}.advisory_revision <> (SELECT a.revision FROM store_advisory a WHERE a.id = m.advisory_id))"
)
_LAPSED_TRIAGE, _LAPSED_SUPPRESSION = _LAPSED.format(said="t"), _LAPSED.format(said="s")
_OVERDUE = (
    "(t.id IS NULL AND m.first_on < %(in_time_since)s OR t.id IS NOT NULL AND "
    "(t.expires_on IS NOT NULL AND t.expires_on < %(in_time_since)s OR m.last_on < %(in_time_since)s))"
)
_TRIAGE = "store_triage t ON t.match_id = m.id AND t.release_id = rc.release_id"
_SUPPRESSION = "store_suppression s ON s.match_id = m.id AND s.release_id = rc.release_id"
_TABLES = {
    "all": "store_match m {cross} store_releasecomponent rc ON rc.component_id = m.component_id"
    f" LEFT JOIN {_TRIAGE} LEFT JOIN {_SUPPRESSION}",
    "triage": "store_triage t {cross} store_match m ON m.id = t.match_id {cross} store_releasecomponent rc"
    f" ON rc.component_id = m.component_id AND rc.release_id = t.release_id LEFT JOIN {_SUPPRESSION}",
    "suppression": "store_suppression s {cross} store_match m ON m.id = s.match_id {cross} store_releasecomponent rc"
    f" ON rc.component_id = m.component_id AND rc.release_id = s.release_id LEFT JOIN {_TRIAGE}",
}
"""The tables in the order in which they narrow best; SQLite keeps the order of a CROSS JOIN."""


def keys_of(wanted: FindingFilter, clock: Clock, *, before: Key | None, limit: int) -> list[Key]:
    """Findings in the order of the list, the newest match first, from behind `before` on."""
    if wanted.device is None or _begin(wanted) != "all":
        return _keys(wanted, clock, before, limit)
    matches = _matches_of_device(wanted, clock, before)
    found: list[Key] = []
    done = 0
    for size in _MATCHES_AT_A_TIME:
        part = matches[done : done + size]
        if part and len(found) < limit:
            found += _keys(wanted, clock, before, limit - len(found), part)
        done += size
    return found


_MATCHES_AT_A_TIME = (400, 1_000_000)
"""Of a device's matches: the newest give what a page shows, unless a filter leaves few of them."""


def _keys(
    wanted: FindingFilter, clock: Clock, before: Key | None, limit: int, among: Sequence[int] = ()
) -> list[Key]:
    query, given = _query("m.id, rc.release_id", wanted, clock, before)
    chosen = f" AND m.id IN ({', '.join(f'{match:d}' for match in among)})" if among else ""
    match, release = _PLACE[_begin(wanted)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{query}{chosen} ORDER BY {match} DESC, {release} DESC LIMIT %(limit)s", given | {"limit": limit}
        )
        return [(number, of_release) for number, of_release in cursor.fetchall()]


def _matches_of_device(wanted: FindingFilter, clock: Clock, before: Key | None) -> list[int]:
    """The matches that the list of a device is made of, the newest first: each component once, however many releases
    have it."""
    _, given = _query("m.id", wanted, clock, before)
    cross = "CROSS JOIN" if connection.vendor == "sqlite" else "JOIN"
    conditions = [
        "m.active = %(yes)s",
        *_about_matches(wanted, given),
        *(["m.id + 0 <= %(match)s"] if before else []),
    ]
    query = f"""
        SELECT m.id FROM (
            SELECT DISTINCT rc.component_id AS component FROM store_release r
            {cross} store_releasecomponent rc ON rc.release_id = r.id WHERE r.device_id = %(device)s
        ) AS held {cross} store_match m ON m.component_id = held.component WHERE {" AND ".join(conditions)}
    """  # noqa: S608 our own words
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return sorted((match for (match,) in cursor.fetchall()), reverse=True)


def count_and_oldest(wanted: FindingFilter, clock: Clock) -> tuple[int, date | None]:
    """How many findings, all of them counted, and the earliest day on which a match of theirs was found."""
    query, given = _query("count(*), min(m.first_on)", wanted, clock, None)
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        count, oldest = cursor.fetchone()
    return count, date.fromisoformat(oldest) if isinstance(oldest, str) else oldest


def _query(columns: str, wanted: FindingFilter, clock: Clock, before: Key | None) -> tuple[str, dict[str, Any]]:
    given: dict[str, Any] = {"yes": True, "on": clock.on, "in_time_since": clock.in_time_since}
    given |= {"device": wanted.device, "verdict": wanted.verdict, "advisory": wanted.advisory[:200]}
    given |= {"triage": wanted.triage, "match": before[0] if before else 0, "release": before[1] if before else 0}
    tables = _TABLES[_begin(wanted)].format(cross="CROSS JOIN" if connection.vendor == "sqlite" else "JOIN")
    conditions = " AND ".join(_conditions(wanted, before is not None, given))
    return f"SELECT {columns} FROM {tables} WHERE {conditions}", given  # noqa: S608 our own words


def _begin(wanted: FindingFilter) -> str:
    if wanted.suppressed:
        return "suppression"
    return "triage" if wanted.triage not in ("", "to_do") else "all"


_PLACE = {
    "all": ("m.id", "rc.release_id"),
    "triage": ("t.match_id", "t.release_id"),
    "suppression": ("s.match_id", "s.release_id"),
}
"""By which columns of an index the list is in order."""


def _conditions(wanted: FindingFilter, continued: bool, given: dict[str, Any]) -> list[str]:
    found = ["m.active = %(yes)s", *_about_matches(wanted, given)]
    if wanted.person is not None:
        releases = Release.objects.filter(device__in=hidden_devices(wanted.person)).values("pk")
        found.append(f"rc.release_id NOT IN ({_named(releases, given)})")
    if continued:
        match, release = _PLACE[_begin(wanted)]
        found.append(f"{match} <= %(match)s AND ({match} < %(match)s OR {release} < %(release)s)")
    if wanted.device is not None:
        found.append("rc.release_id IN (SELECT id FROM store_release WHERE device_id = %(device)s)")
    if wanted.overdue:
        found.append(_OVERDUE)
    if wanted.triage == "to_do" or wanted.overdue:
        found.append(f"(t.id IS NULL OR {_LAPSED_TRIAGE})")
    elif wanted.triage:
        found.append("t.state = %(triage)s")
    found.append(f"NOT {_LAPSED_SUPPRESSION}" if wanted.suppressed else f"(s.id IS NULL OR {_LAPSED_SUPPRESSION})")
    return found


def _about_matches(wanted: FindingFilter, given: dict[str, Any]) -> list[str]:
    found = []
    if wanted.person is not None:
        found.append(f"m.advisory_id NOT IN ({_named(hidden_advisories(wanted.person), given)})")
    if wanted.verdict:
        found.append("m.verdict = %(verdict)s")
    if wanted.advisory:
        found.append("m.advisory_id IN (SELECT advisory_id FROM store_advisoryalias WHERE name = %(advisory)s)")
    if wanted.exploited:
        found.append("m.advisory_id IN (SELECT id FROM store_advisory WHERE known_exploited_on IS NOT NULL)")
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


@dataclass(frozen=True, slots=True)
class Standing:
    """How a finding stands: what a person who judges it has seen."""

    match: int
    release: int
    device: int
    verdict: str
    active: bool
    advisory_revision: int
    triage: int | None
    suppression: int | None


def standing_of(keys: Sequence[Key], *, lock: bool = False) -> list[Standing]:
    """How these findings stand, in the order of their ids; one that is none any more is missing. With `lock` nobody
    changes their matches until the transaction ends."""
    if not keys:
        return []
    asked = ", ".join(f"({match:d}, {release:d})" for match, release in sorted(set(keys)))
    postgresql = connection.vendor == "postgresql"
    query = f"""
        SELECT m.id, rc.release_id, r.device_id, m.verdict, m.active, a.revision, t.judgement_id, s.judgement_id
        FROM (VALUES {asked}) AS asked {"JOIN" if postgresql else "CROSS JOIN"} store_match m ON m.id = asked.column1
        JOIN store_advisory a ON a.id = m.advisory_id
        JOIN store_releasecomponent rc ON rc.component_id = m.component_id AND rc.release_id = asked.column2
        JOIN store_release r ON r.id = rc.release_id
        LEFT JOIN store_triage t ON t.match_id = m.id AND t.release_id = rc.release_id
        LEFT JOIN store_suppression s ON s.match_id = m.id AND s.release_id = rc.release_id
        ORDER BY m.id, rc.release_id {"FOR UPDATE OF m" if lock and postgresql else ""}
    """  # noqa: S608 numbers only
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [_standing(row) for row in cursor.fetchall()]


def _standing(row: tuple[Any, ...]) -> Standing:
    return Standing(*row[:4], bool(row[4]), *row[5:])


def token_of(standing: Sequence[Standing]) -> str:
    """The digest of how a set of findings stands: another one, and the set has moved."""
    return digest_of(canonical_json(list(standing)))
