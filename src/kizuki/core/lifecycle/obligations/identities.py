"""Ids of matters and persons from revision to revision: given by the person who answers, else found by content."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from kizuki.core.refusal import Refused

Facts = Mapping[str, Any]


def identified(
    facts: Facts,
    before: Facts | None,
    *,
    new_matter: Callable[[], str],
    new_person: Callable[[str], str],
    known: Collection[str] = (),
) -> dict[str, Any]:
    """The facts (full form) with an id for every matter and person.

    An id that is given must be one of the revision `before`, or of `known`; else `Refused`. What has none is the same
    as before where its content is, or where day and kind leave no other; all else is new, so that it is owed anew and
    never taken for something that was reported. `new_matter()` and `new_person(matter)` give fresh ids.
    """
    old = list(before["matters"]) if before else []
    rows = [dict(row) for row in facts["matters"]]
    keys = _keys(rows, old, known, "matters")
    found = []
    for place, (row, key) in enumerate(zip(rows, keys, strict=True)):
        row["id"] = key or new_matter()
        was = next((one for one in old if one.get("id") == row["id"]), None)
        if row.get("harms") is not None:
            row["harms"] = _persons(row, was, f"matters.{place}.harms", known, new_person)
        found.append(row)
    return {**facts, "matters": found}


def _persons(
    row: Facts, was: Facts | None, at: str, known: Collection[str], new_person: Callable[[str], str]
) -> list[dict[str, Any]]:
    harms = [dict(harm) for harm in row["harms"]]
    old = [dict(harm) for harm in (was or {}).get("harms") or ()]
    keys = _keys(harms, old, known, at)
    for harm, key in zip(harms, keys, strict=True):
        harm["id"] = key or new_person(row["id"])
    return harms


def _keys(rows: Sequence[Facts], old: Sequence[Facts], known: Collection[str], at: str) -> list[str | None]:
    allowed = {row["id"] for row in old if "id" in row} | set(known)
    given: list[str | None] = []
    for place, row in enumerate(rows):
        key = row.get("id")
        if key is not None and key not in allowed:
            raise Refused(f"{at}.{place}.id", f"{key!r} is not known here; leave it out for what is new")
        if key is not None and key in given:
            raise Refused(f"{at}.{place}.id", f"{key} stands twice")
        given.append(key)
    free = [row for row in old if row.get("id") not in given]
    for same in (_content, _day_and_kind):
        _match(rows, free, given, same)
    return given


def _match(
    rows: Sequence[Facts], free: list[Facts], given: list[str | None], same: Callable[[Facts], object]
) -> None:
    """Give each row without an id that of the one old row that is the same; where two could be, neither."""
    for place, row in enumerate(rows):
        if given[place] is not None:
            continue
        mark = same(row)
        alike = [one for one in free if same(one) == mark]
        rivals = [one for number, one in enumerate(rows) if given[number] is None and same(one) == mark]
        if len(alike) == len(rivals) and alike and (len(alike) == 1 or same is _content):
            given[place] = alike[0]["id"]
            free.remove(alike[0])


def _content(row: Facts) -> object:
    """Everything that is said of it, ids apart."""
    return repr(sorted((key, _plain(value)) for key, value in row.items() if key != "id" and value is not None))


def _plain(value: Any) -> object:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return sorted((key, _plain(one)) for key, one in value.items() if key != "id" and one is not None)
    return value


def _day_and_kind(row: Facts) -> object:
    return row.get("learned_on"), row.get("kind"), row.get("locus")


def without_ids(facts: Facts) -> dict[str, Any]:
    """The facts as they were before they had ids: what digests of register and drafts are taken of."""
    if "matters" not in facts:
        return dict(facts)
    rows = []
    for row in facts["matters"]:
        plain = {key: value for key, value in row.items() if key != "id"}
        if plain.get("harms") is not None:
            plain["harms"] = [{key: value for key, value in harm.items() if key != "id"} for harm in plain["harms"]]
        rows.append(plain)
    return {**facts, "matters": rows}
