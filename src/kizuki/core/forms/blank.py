"""A form with nothing in it but who reports: to be written by hand where no screen can be reached."""

from __future__ import annotations

from datetime import date

from kizuki.core.forms.edition import Box, FormName
from kizuki.core.forms.filled import FilledField, FilledForm, Row, Standing
from kizuki.core.forms.filling import FIRST
from kizuki.core.forms.house import OURS, House

BLANK = (FIRST, 8, 10)
"""The forms whose clocks do not wait for a screen: the sheet of a first report, 様式第8 and 様式第10."""

_CONTACT = ("name", "department", "phone", "fax", "email")
_LINE = "　"
_DAY = "　　　　年　　月　　日"
_ROOM = {
    "number": "",
    **dict.fromkeys(("date", "partial_date"), _DAY),
    "instant": f"{_DAY}　　時　　分",
}
_LINES = {"long": 3, "terms": 3, "table": 3, "texts": 2, "enums": 2}
"""Room for a hand, by the type of a box; one line less on the sheet that has to be one page."""
_SUBMITTER = ("address", "name", "representative")


def blank_form(
    number: FormName, company: dict[str, str], contact: dict[str, str], on: date, house: House = OURS
) -> FilledForm:
    """A form of the edition of a day with its addressee, and who reports (`address`, `name`, `representative`; `name`,
    `department`, `phone`, `fax`, `email`) where that is known. Every other box is empty."""
    table = house.edition(number, on)
    known = {"submitter": _row(company, _SUBMITTER), "contact": _row(contact, _CONTACT)}
    fields = tuple(_field(box, known, fewer=number == FIRST) for box in table.boxes)
    return FilledForm(number, table.edition, table, fields, (), on, "")


def _row(told: dict[str, str], parts: tuple[str, ...]) -> tuple[Row, ...]:
    cells = tuple((part, told[part]) for part in parts if told.get(part))
    return (Row(cells),) if cells else ()


def _field(box: Box, known: dict[str, tuple[Row, ...]], *, fewer: bool) -> FilledField:
    if box.id == "addressee" and box.values:
        return FilledField(box.id, box.ja, box.values[0][1], Standing.FILLED.value, "constant")
    if known.get(box.id):
        return FilledField(box.id, box.ja, known[box.id], Standing.FILLED.value, "company")
    lines = _LINES.get(box.type, 1)
    room = _ROOM.get(box.type, "\n".join([_LINE] * (lines - (fewer and lines > 1))))
    return FilledField(box.id, box.ja, room, Standing.MAY_FOLLOW.value, "", "by_hand")
