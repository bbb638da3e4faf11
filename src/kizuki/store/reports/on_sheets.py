"""What persons wrote of persons on the sheets of first reports (第一報連絡票) of a case: taken over by their reports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kizuki.core.forms.filling import FIRST
from kizuki.store.models import Narrative, Report
from kizuki.store.record.canonical import json_of
from kizuki.store.reports.written import KIND

SHEET = "sheet:"
"""How the place of what is written on a sheet begins; those whom it names follow."""

_PERSONS = f"|{FIRST}||first.persons"


@dataclass(frozen=True, slots=True)
class OnSheet:
    """What a sheet says of one person (`age_band`, `sex`, `on`), and the ids of those whom that sheet names."""

    said: Mapping[str, Any]
    names: tuple[str, ...] = field(default=())


def told_on_sheets(case_id: int) -> dict[str, OnSheet]:
    """By id of a person what the sheets say of them; of several sheets what was written last counts."""
    found: dict[str, OnSheet] = {}
    for place, rows in _standing(case_id).items():
        names = tuple(place.removeprefix(SHEET).removesuffix(_PERSONS).split("+"))
        for row in rows:
            person = str(row.get("id", ""))
            said = {key: text for key, text in row.items() if text and key != "id"}
            before = found[person].said if person in found else {}
            # A sheet of very many is kept under a digest, which names nobody: then it is that of the person.
            found[person] = OnSheet({**before, **said}, names if person in names else (person,))
    return found


@dataclass(frozen=True, slots=True)
class BoxOnSheet:
    """What was written into a box of a sheet, and the ids of those whom that sheet names."""

    value: Any
    names: tuple[str, ...]


def boxes_on_sheets(case_id: int, names: Collection[str]) -> dict[str, BoxOnSheet]:
    """By key of the record what stands in the boxes of the sheets that name one of these; of several sheets what was
    written last counts. A sheet of very many is kept under a digest, which names nobody: it is left out."""
    wanted = {name for name in names if name}
    found: dict[str, BoxOnSheet] = {}
    for place, body in _rows(case_id).order_by("made_at", "pk").values_list("place", "body"):
        at, _, key = place.partition(f"|{FIRST}||")
        whom, told = tuple(at.removeprefix(SHEET).split("+")), json_of(body)
        if not key or not wanted & set(whom):
            continue
        found.pop(key, None)
        if told["stands"]:
            found[key] = BoxOnSheet(told["value"], whom)
    return found


def rows_with_sheets(case_id: int, told: Any) -> list[dict[str, Any]]:
    """The rows of `first.persons` as the case tells them, with what the sheets say over them."""
    rows = {str(row.get("id", "")): dict(row) for row in told or ()}
    for person, one in told_on_sheets(case_id).items():
        rows[person] = {**rows.get(person, {}), **one.said, "id": person}
    return list(rows.values())


def told_since(report: Report) -> bool:
    """Whether something was written of its person on a sheet after it was drafted: its print says what was before."""
    if not report.person:
        return False
    rows = _rows(report.case_id).filter(made_at__gt=report.drafted_at)
    return any(report.person in body for place, body in rows.values_list("place", "body") if place.endswith(_PERSONS))


def _standing(case_id: int) -> dict[str, list[Mapping[str, Any]]]:
    """The rows that stand on each sheet, by its place, the one that was written last coming last."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for place, told in _told(case_id):
        found.pop(place, None)
        if told["stands"]:
            found[place] = list(told["value"] or ())
    return found


def _told(case_id: int) -> Iterator[tuple[str, Any]]:
    for place, body in _rows(case_id).order_by("made_at", "pk").values_list("place", "body"):
        if place.endswith(_PERSONS):
            yield place, json_of(body)


def _rows(case_id: int) -> Any:
    return Narrative.objects.filter(case_id=case_id, kind=KIND, place__startswith=SHEET, erased_at=None)
