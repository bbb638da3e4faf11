"""Which device has which match, and since when a finding of it waits: kept where it changes, read by lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.findings.candidates import Pair

_AT_A_TIME = 2_000

# What was said ends on its day, or on the day of the last change where the advisory or the verdict is another one now.
_NOW = """
SELECT r.device_id, m.id, COALESCE(v.verdict, m.verdict) AS verdict, a.known_exploited_on IS NOT NULL AS exploited,
  MIN(CASE WHEN t.id IS NULL THEN m.first_on
           WHEN t.verdict <> COALESCE(v.verdict, m.verdict) OR t.advisory_revision <> a.revision
           THEN CASE WHEN t.expires_on < m.last_on THEN t.expires_on ELSE m.last_on END
           ELSE t.expires_on END) AS waits_since
FROM {begin}
  JOIN store_advisory a ON a.id = m.advisory_id
  LEFT JOIN store_releaseverdict v ON v.match_id = m.id AND v.release_id = r.id
  LEFT JOIN store_triage t ON t.match_id = m.id AND t.release_id = r.id
WHERE m.active {only}
GROUP BY r.device_id, m.id, COALESCE(v.verdict, m.verdict), a.known_exploited_on
"""
_FROM_MATCHES = """store_match m {cross} store_releasecomponent rc ON rc.component_id = m.component_id
  {cross} store_release r ON r.id = rc.release_id"""
_FROM_PAIRS = """(VALUES {asked}) AS asked {cross} store_match m
  ON m.component_id = asked.column1 AND m.advisory_id = asked.column2
  {cross} store_releasecomponent rc ON rc.component_id = m.component_id
  {cross} store_release r ON r.id = rc.release_id"""
_FROM_COMPONENTS = """(VALUES {asked}) AS asked {cross} store_match m ON m.component_id = asked.column1
  {cross} store_release r ON r.device_id = asked.column2
  {cross} store_releasecomponent rc ON rc.release_id = r.id AND rc.component_id = m.component_id"""
_FROM_RELEASE = """store_releasecomponent here {cross} store_release mine ON mine.id = here.release_id
  {cross} store_match m ON m.component_id = here.component_id AND here.release_id = {release}
  {cross} store_release r ON r.device_id = mine.device_id
  {cross} store_releasecomponent rc ON rc.release_id = r.id AND rc.component_id = m.component_id"""
_KEEP = (
    "INSERT INTO store_devicematch (device_id, match_id, verdict, exploited, waits_since)"
    + _NOW
    + """
ON CONFLICT (device_id, match_id, verdict) DO UPDATE
SET exploited = excluded.exploited, waits_since = excluded.waits_since
WHERE store_devicematch.exploited <> excluded.exploited
   OR store_devicematch.waits_since IS DISTINCT FROM excluded.waits_since
"""
)
# Rows of a verdict that none of the device's findings has any more. They are asked for first and deleted by number:
# one DELETE over this question walks the whole table once a row where PostgreSQL still believes it to be empty.
_GONE = """
SELECT d.id FROM store_devicematch d {cross} store_match m ON m.id = d.match_id
WHERE d.match_id IN ({matches}) {only} AND d.verdict <> m.verdict
  AND NOT EXISTS (SELECT 1 FROM store_releaseverdict v JOIN store_release r ON r.id = v.release_id
                  WHERE v.match_id = d.match_id AND r.device_id = d.device_id AND v.verdict = d.verdict)
UNION ALL
SELECT d.id FROM store_devicematch d {cross} store_match m ON m.id = d.match_id
WHERE d.match_id IN ({matches}) {only} AND d.verdict = m.verdict
  AND EXISTS (SELECT 1 FROM store_releaseverdict v WHERE v.match_id = d.match_id)
  AND NOT EXISTS (SELECT 1 FROM store_releasecomponent rc JOIN store_release r ON r.id = rc.release_id
                  LEFT JOIN store_releaseverdict v ON v.match_id = d.match_id AND v.release_id = r.id
                  WHERE rc.component_id = m.component_id AND r.device_id = d.device_id AND v.id IS NULL)
"""


def keep_pairs(pairs: Sequence[Pair]) -> None:
    """These components and advisories have a match that is new or changed: say so for every device that has them."""
    for start in range(0, len(pairs), _AT_A_TIME):
        asked = ", ".join(
            f"({component:d}, {advisory:d})" for component, advisory in pairs[start : start + _AT_A_TIME]
        )
        _execute(_KEEP, _FROM_PAIRS, asked=asked)


def drop_other_verdicts(matches: Collection[int], devices: Collection[int] = ()) -> None:
    """These matches have another verdict than before, by themselves or in a release: rows of the old one go."""
    ordered = sorted(matches)
    only = f"AND d.device_id IN ({_listed(devices)})" if devices else ""
    for start in range(0, len(ordered), _AT_A_TIME):
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            part = _listed(ordered[start : start + _AT_A_TIME])
            cursor.execute(_filled(_GONE, "", DEFAULT_DB_ALIAS, matches=part, only=only))
            _delete(cursor, "id", [row for (row,) in cursor.fetchall()])


def keep_matches(matches: Collection[int], devices: Collection[int] = ()) -> None:
    """What is said of these matches, or what their advisories say, has changed; on these devices, where any is named."""
    ordered = sorted(matches)
    for start in range(0, len(ordered), _AT_A_TIME):
        only = f"AND m.id IN ({_listed(ordered[start : start + _AT_A_TIME])})"
        if devices:
            only += f" AND r.device_id IN ({_listed(devices)})"
        _execute(_KEEP, _FROM_MATCHES, only=only)
    drop_other_verdicts(ordered, devices)


def keep_advisories_matched(advisories: Collection[int]) -> None:
    """These advisories have another revision, or are known to be exploited now."""
    ordered = sorted(advisories)
    for start in range(0, len(ordered), _AT_A_TIME):
        _execute(_KEEP, _FROM_MATCHES, only=f"AND m.advisory_id IN ({_listed(ordered[start : start + _AT_A_TIME])})")


def keep_components(device: int, components: Sequence[int]) -> None:
    """A release of the device has these components: with what is found in them already."""
    for start in range(0, len(components), _AT_A_TIME):
        asked = ", ".join(f"({component:d}, {device:d})" for component in components[start : start + _AT_A_TIME])
        _execute(_KEEP, _FROM_COMPONENTS, asked=asked)


def keep_release(release: int) -> None:
    """Everything that is found in the components of a release."""
    _execute(_KEEP, _FROM_RELEASE.replace("{release}", f"{release:d}"))


def end_matches(matches: Collection[int]) -> None:
    """These matches hold no more."""
    ordered = sorted(matches)
    for start in range(0, len(ordered), _AT_A_TIME):
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            _delete(cursor, "match_id", ordered[start : start + _AT_A_TIME])


def unlike_device_matches(using: str) -> Iterator[str]:
    """The rows that are not as they follow from matches, lists and triage, as `device-match`."""
    kept = "SELECT device_id, match_id, verdict, exploited, waits_since FROM store_devicematch"
    now = _filled(_NOW, _FROM_MATCHES, using)
    with connections[using].cursor() as cursor:
        for one, other in ((kept, now), (now, kept)):
            cursor.execute(f"SELECT u.* FROM ({one}) AS u EXCEPT SELECT v.* FROM ({other}) AS v")  # noqa: S608
            yield from (f"{device}-{match}" for device, match, *_ in cursor.fetchall())


def _delete(cursor: Any, column: str, numbers: Sequence[int]) -> None:
    for start in range(0, len(numbers), _AT_A_TIME):
        part = _listed(numbers[start : start + _AT_A_TIME])
        cursor.execute(f"DELETE FROM store_devicematch WHERE {column} IN ({part})")  # noqa: S608 numbers only


def _execute(query: str, begin: str, using: str = DEFAULT_DB_ALIAS, **words: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(_filled(query, begin, using, **words))


def _filled(query: str, begin: str, using: str, **words: str) -> str:
    cross = "CROSS JOIN" if connections[using].vendor == "sqlite" else "JOIN"
    given: dict[str, Any] = {"asked": "", "only": "", "matches": ""} | words
    begin = begin.format(cross=cross, asked=given["asked"])
    return query.format(begin=begin, only=given["only"], matches=given["matches"], cross=cross)


def _listed(numbers: Collection[int]) -> str:
    return ", ".join(f"{number:d}" for number in numbers)
