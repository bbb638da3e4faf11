"""The prompt first report that left, and the draft of a form."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.reports.draft_first_sheet import draft_first_sheet
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.actions.reports.sheet_filling import sheet_ground
from kizuki.store.models.reports import WAYS
from kizuki.store.queries.obligations import obligations_of
from kizuki.store.record import clock
from kizuki.web.doors import kept_sheets, offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.ends import about_row, row_of
from kizuki.web.doors.fields import Choice, Day, Line, Paper, Several, Time
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_case_rows import of_first_reports
from kizuki.web.editor.sheet_page import sheet_address
from kizuki.web.first_addressee import FirstAddressee, first_addressee
from kizuki.web.numbers import number_in
from kizuki.web.today import JAPAN


def _ways(doing: Doing) -> Any:
    return offers.worded("record.value.way", WAYS, doing.lang)


def _results(doing: Doing) -> Any:
    return offers.worded("door.transmission", ("good", "failed"), doing.lang)


class FirstReport(DoorForm):
    """For whom the sheet was, how and when it left, and how the transmission ended. It ends nobody else's."""

    named = Several("door.field.named", of_first_reports, required=True, hint="door.hint.named")
    way = Choice("report_page.way", _ways)
    addressee = Line("door.field.addressee", hint="door.hint.addressee")
    number = Line("door.field.number", longest=40, hint="door.hint.number", required=False)
    on = Day("door.field.sent_on")
    at = Time("door.field.sent_at")
    delivered = Choice("door.field.transmission", _results, open_list=True, hint="door.hint.transmission")
    kept = Choice(
        "door.field.kept_sheet", kept_sheets.offered, hint="door.hint.kept_sheet", required=False, open_list=True
    )
    sheet = Paper("door.field.sheet")

    places: ClassVar = {"sent_at": "at"}

    def begin(self) -> dict[str, Any]:
        """The addressee of first reports with its FAX, as they are registered for today: where there is one, that it went
        there today. The sheet that was drawn up last for whom the address names."""
        to = _to(self.doing)
        by_fax = {"way": "fax", "on": self.doing.on} if to.fax else {}
        return {"addressee": to.name, "number": to.fax, "kept": kept_sheets.newest_of_row(self.doing), **by_fax}

    def shape(self) -> None:
        """Nothing is to be chosen where no sheet was drawn up here."""
        if not kept_sheets.drawn_up(self.doing):
            del self.fields["kept"]

    def together(self) -> None:
        """Of another way than a FAX the number that was proposed says nothing."""
        if self.cleaned_data.get("way") != "fax" and self.cleaned_data.get("number") == _to(self.doing).fax:
            self.cleaned_data["number"] = ""


def _to(doing: Doing) -> FirstAddressee:
    """To whom it goes today, and to whom it went on the day of what is owed: it may be recorded later than it left."""
    row = row_of(doing)
    return doing.once("to", lambda: first_addressee(doing.viewer, doing.on, row.due_on if row else None))


def _about_sending(doing: Doing) -> tuple[str, ...]:
    to = _to(doing)
    return (*about_row(doing), *to.lines, *filter(None, (to.missing,)))


def _first_report(doing: Doing, told: dict[str, Any]) -> None:
    sent = FirstSheet(
        named=[int(number) for number in told["named"]],
        way=told["way"],
        addressee=told["addressee"],
        number=told["number"],
        sent_at=datetime.combine(told["on"], told["at"], JAPAN),
        delivered=told["delivered"] == "good",
        sheet=told["sheet"].read() if told["sheet"] else kept_sheets.bytes_of(doing, told.get("kept", "")),
    )
    record_first_report(doing.id, sent, now=clock.now(), actor=doing.actor)


class Sheet(DoorForm):
    """For whom the sheet is drawn up: chosen by name, nobody by default."""

    named = Several("door.field.named", of_first_reports, required=True, hint="door.hint.named")


def _sheet(doing: Doing, told: dict[str, Any]) -> str:
    chosen = {number_in(number) for number in told["named"]}
    rows = [row for row in obligations_of(doing.viewer, doing.id) if row.id in chosen]
    persons = list(dict.fromkeys(row.person for row in rows if row.person))
    matters = list(dict.fromkeys(row.matter for row in rows if not row.person))
    if not sheet_ground(doing.id, matters, persons).filled().missing:
        draft_first_sheet(doing.id, matters=matters, persons=persons, actor=doing.actor)
    return sheet_address(doing.id, (*matters, *persons))


class Draft(DoorForm):
    """The draft of a form about the matter and person of an obligation: what the case says is filled in."""


def _draft(doing: Doing, told: dict[str, Any]) -> str:
    row = row_of(doing)
    number = number_in(row.form if row else "") or 0
    made = draft_form(
        doing.id, number, matter=row.matter if row else None, person=row.person if row else None, actor=doing.actor
    )
    return reverse("report-editor", args=[doing.id, made])


def _has_form(doing: Doing) -> bool:
    row = row_of(doing)
    return row is not None and bool(row.form) and "submit" in row.ends


def _owes_first_report(doing: Doing) -> bool:
    return bool(of_first_reports(doing))


DOORS = (
    Door(
        "record_first_report",
        "case",
        ("record_first_report",),
        FirstReport,
        _first_report,
        _owes_first_report,
        _about_sending,
        leads=lambda doing: _to(doing).entered,
    ),
    Door("draft_first_sheet", "case", ("draft_first_sheet",), Sheet, _sheet, _owes_first_report, about_row),
    Door("draft_form", "case", ("draft_form",), Draft, _draft, _has_form, about_row),
)
"""The doors of what is sent about a case."""
