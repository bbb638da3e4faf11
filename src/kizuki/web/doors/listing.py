"""The forms by which a list is brought in: of our own, or of events abroad."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import available_timezones

from kizuki.core.information.sources import sources
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.fields import Choice, Day, Line, Paper, Words
from kizuki.web.doors.form import DoorForm


class ListForm(DoorForm):
    """A list in Excel or CSV, and what its columns are called where they are not called as here."""

    file = Paper("imports.field.file", hint="imports.hint.file", required=True)
    columns = Words("imports.field.columns", longest=4_000, rows=3, hint="imports.hint.columns", required=False)

    folded = ("columns",)
    places: ClassVar = {"columns": "columns", "column": "columns", "table": "file", "received_on": "received_on"}

    def together(self) -> None:
        """A line of columns is `id=header`."""
        told: dict[str, str] = {}
        for line in (self.cleaned_data.get("columns") or "").splitlines():
            name, equals, header = line.partition("=")
            if not line.strip():
                continue
            if not (equals and name.strip() and header.strip()):
                self.wrong("columns", "imports.error.columns")
                return
            name = name.strip()
            told[name] = (
                ",".join(filter(None, (told.get(name, ""), header.strip()))) if name == "-" else header.strip()
            )
        self.cleaned_data["mapping"] = told


def _abroad(doing: Doing) -> list[tuple[str, str]]:
    return [(one.code, one.said(doing.lang)) for one in sources().values() if one.foreign]


def _languages(doing: Doing) -> list[tuple[str, str]]:
    return offers.worded("imports.language", ("foreign", "japanese"), doing.lang)


class ForeignList(ListForm):
    """A line listing of events abroad: whose clock it tells, and when it reached us."""

    source = Choice("portfolio.source", _abroad)
    received_on = Day("imports.field.received_on", hint="door.hint.learned_on")
    who = Line("portfolio.who", required=False)
    zone = Line("imports.field.zone", longest=60, hint="imports.hint.zone")
    language = Choice("imports.field.language", _languages, open_list=True)
    field_order = ("source", "file", "received_on", "who", "zone", "language", "columns")

    def together(self) -> None:
        """The zone is one that there is."""
        super().together()
        zone = self.cleaned_data.get("zone")
        if zone and zone not in available_timezones():
            self.wrong("zone", "imports.error.zone")


def carried_of(told: Mapping[str, Any]) -> dict[str, str]:
    """What a preview hands to its commit, beside the list itself."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else str(value)
        for name, value in told.items()
        if name not in ("file", "mapping")
    }
