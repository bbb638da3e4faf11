"""What stands beside the facts of a case: who was told what, and the hospital's own report held against ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from kizuki.core.glossary import Lang, all_words, day_said, say
from kizuki.core.lifecycle.consistency import Compared
from kizuki.core.people import may
from kizuki.store.queries.cases import CasePage
from kizuki.store.queries.hospital_report import hospital_comparison
from kizuki.store.queries.reports import ReportRow
from kizuki.store.queries.told import ToldRow, told_matrix
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_information import InformationLine, case_information
from kizuki.web.doors.door import address_of


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One field of both reports as a person reads it; '' where it is not told. `differs`: somebody has to settle it."""

    label: str
    ours: str
    theirs: str
    state: str
    differs: bool


@dataclass(frozen=True, slots=True)
class HospitalOwn:
    """Whether the hospital reports by itself, since when that is known, and what it says beside ours. `explains` leads
    to where the differences are explained in the report that is being made; '' where there is none, or not for the
    reader."""

    state: str
    on: date | None
    erased: bool
    lines: tuple[ComparedLine, ...]
    untold: tuple[str, ...]
    """Fields that neither report tells, by their labels."""
    explains: str = ""
    records: str = ""
    """Where what the hospital says is recorded; '' for who may not."""

    @property
    def differing(self) -> int:
        """How many fields somebody has to settle with the hospital."""
        return sum(line.differs for line in self.lines)


@dataclass(frozen=True, slots=True)
class Telling:
    """The matrix of the case: who was told something, who nothing yet; `tells` leads to the door, '' for who may not."""

    told: tuple[ToldRow, ...]
    untold: tuple[ToldRow, ...]
    tells: str


@dataclass(frozen=True, slots=True)
class AtSide:
    """What stands beside a case; `hospital_own` is None where it has no hospital."""

    information: tuple[InformationLine, ...]
    telling: Telling
    hospital_own: HospitalOwn | None


def at_side(viewer: Viewer, found: CasePage, on: date) -> AtSide:
    """What stands beside a case as seen on a day."""
    case_id = found.row.id
    return AtSide(
        information=case_information(viewer, case_id, on),
        telling=telling_of(viewer, case_id),
        hospital_own=hospital_own(viewer, case_id, found.reports) if found.row.hospital else None,
    )


def telling_of(viewer: Viewer, case_id: int) -> Telling:
    """Who was told what of a case, with what was told of the incidents that it belongs to."""
    rows = told_matrix(viewer, case_id=case_id, of_its_incidents=True)
    return Telling(
        tuple(row for row in rows if row.told),
        tuple(row for row in rows if not row.told),
        door_of(viewer, case_id, "record_communication"),
    )


def hospital_own(viewer: Viewer, case_id: int, reports: Sequence[ReportRow]) -> HospitalOwn:
    """The hospital's own report beside our document of the case."""
    found = hospital_comparison(viewer, case_id)
    told = [field for field in found.fields if field.state != "missing_both"]
    open_reports = [row.id for row in reports if row.state != "submitted"]
    explains = ""
    if found.to_settle and open_reports and may(viewer.role, "explain_difference"):
        explains = f"{reverse('report-check', args=[case_id, max(open_reports)])}#do-explain"
    return HospitalOwn(
        state=found.state,
        on=found.on,
        erased=found.erased,
        lines=tuple(_line(field, viewer.lang) for field in told),
        untold=tuple(one.field.said(viewer.lang) for one in found.fields if one.state == "missing_both"),
        explains=explains,
        records=door_of(viewer, case_id, "record_hospital_report"),
    )


def door_of(viewer: Viewer, case_id: int, verb: str) -> str:
    """The address of the door of a verb about a case; '' for who may not run it."""
    return address_of("case", case_id, verb) if viewer.user_id is not None and may(viewer.role, verb) else ""


def _line(one: Compared, lang: Lang) -> ComparedLine:
    return ComparedLine(
        label=one.field.said(lang),
        ours=_said(one.ours, lang),
        theirs=_said(one.theirs, lang),
        state=one.state,
        differs=one.asks,
    )


def _said(value: Any, lang: Lang) -> str:
    """A value of a document in words: a code by its word, a day with its weekday, several one after the other."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return say("binder.value.yes" if value else "binder.value.no", lang)
    if isinstance(value, list):
        return say("screens.comma", lang).join(_said(one, lang) for one in value)
    known = next((key for key in (f"binder.value.{value}", f"value.{value}") if key in all_words()), None)
    if known:
        return say(known, lang)
    try:
        return day_said(date.fromisoformat(str(value)), lang) if len(str(value)) == len("2026-06-01") else str(value)
    except ValueError:
        return str(value)
