"""What persons wrote into the boxes of a report, beside what the case says: a draft made anew never loses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuki.store.cases.parts import place_of
from kizuki.store.models import Narrative, Report, User
from kizuki.store.record.canonical import canonical_json, digest_of, json_of

KIND = "box"
"""The kind of the text in which a box is kept: JSON of `value`, `by` (the id of its writer) and `stands`."""

HANDED_IN = "report_handed_in"
"""The kind of the text that keeps the boxes as they were handed in for signatures; its place is the report."""


@dataclass(frozen=True, slots=True)
class Line:
    """The reports of one form on one matter and person, of which `number` is being written.

    What a person wrote stays for those that follow, but for what a report says of itself (`report.…`).
    """

    case_id: int
    form: str
    at: str
    number: int

    def place(self, key: str) -> str:
        """Where the box of a key of the record is kept."""
        return f"{self.at}|{self.form}|{self.number if key.startswith('report.') else ''}|{key}"

    def key(self, place: str) -> str | None:
        """The key of the record of a place; None where it is of another line or number."""
        found = place.rpartition("|")[2]
        return found if self.place(found) == place else None


@dataclass(frozen=True, slots=True)
class Written:
    """A box as a person left it last. `value` is that of the record (None: left empty); `by` the id of its writer."""

    value: Any
    by: int | None
    at: datetime


def line_written(report: Report) -> Line:
    """The line of a report."""
    at = place_of("report", report.matter, report.person, report.series)
    return Line(report.case_id, report.form, at, report.number)


def written_in(line: Line) -> dict[str, Written]:
    """What persons wrote that stands, by key of the record."""
    rows = Narrative.objects.filter(
        case_id=line.case_id, kind=KIND, place__startswith=f"{line.at}|{line.form}|", erased_at=None
    )
    found: dict[str, Written] = {}
    for place, body, at in rows.order_by("revision").values_list("place", "body", "made_at"):
        key = line.key(place)
        if key is None:
            continue
        told = json_of(body)
        found.pop(key, None)
        if told["stands"]:
            found[key] = Written(told["value"], told["by"], at)
    return found


def body_of(value: Any, by: int | None, *, stands: bool) -> str:
    """The text in which a box is kept."""
    return canonical_json({"value": value, "by": by, "stands": stands})


def values(written: Mapping[str, Written]) -> dict[str, Any]:
    """Their values alone, by key of the record."""
    return {key: one.value for key, one in written.items()}


def tag_of(value: Any) -> str:
    """What names a value that was read, so that nobody writes over another one unseen."""
    return digest_of(canonical_json([value]))[:16]


def written_since(report: Report) -> bool:
    """Whether somebody wrote into its boxes after it was drafted: its print says what was before."""
    line = line_written(report)
    rows = Narrative.objects.filter(
        case_id=report.case_id,
        kind=KIND,
        place__startswith=f"{line.at}|{line.form}|",
        made_at__gt=report.drafted_at,
        erased_at=None,
    )
    return any(line.key(place) is not None for place in rows.values_list("place", flat=True))


def names_of(written: Mapping[str, Written]) -> dict[int, str]:
    """The names of those who wrote, by id."""
    people = {one.by for one in written.values() if one.by is not None}
    return dict(User.objects.filter(pk__in=people).values_list("pk", "display_name")) if people else {}
