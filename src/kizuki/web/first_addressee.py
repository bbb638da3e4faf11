"""To whom a first report (第一報) goes, by the telephone and FAX of a day; what is missing, and where it is entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kizuki.core.glossary import Lang, say
from kizuki.core.people import may
from kizuki.store.queries.company import AddresseeRow, addressees_on
from kizuki.store.queries.people import standing_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.door import address_of

KIND = "pmda_first_report"
"""How the record calls PMDA's office for first reports."""


@dataclass(frozen=True, slots=True)
class FirstAddressee:
    """`name` and `fax` are proposed where it is recorded that a sheet left; `lines` tell every office that is in force on
    one of the days asked for; `missing` says what is not registered ('' where all is), `entered` where that is done:
    address and words."""

    name: str
    fax: str
    lines: tuple[str, ...]
    missing: str
    entered: tuple[str, str] | None


def first_addressee(viewer: Viewer, on: date, *others: date | None) -> FirstAddressee:
    """The office in force on a day, with those that were on other days: a sheet may be recorded later than it left."""
    found = addressees_on(viewer, KIND, on)
    to = found[0] if found else None
    days = [on, *(day for day in others if day is not None)]
    rows = {row.id: row for day in days for row in addressees_on(viewer, KIND, day)[:1]}
    lacks = "" if to and to.fax else "no_fax" if to else "nobody"
    return FirstAddressee(
        name=_name(to) if to else "",
        fax=to.fax if to else "",
        lines=tuple(_line(row, viewer.lang) for row in rows.values()),
        missing=say(f"first_addressee.{lacks}", viewer.lang) if lacks else "",
        entered=_entered(viewer, on) if lacks else None,
    )


def _name(row: AddresseeRow) -> str:
    return " ".join(filter(None, (row.name, row.unit)))


def _line(row: AddresseeRow, lang: Lang) -> str:
    numbers = (("company.phone", row.phone), ("company.fax", row.fax), ("company.email", row.email))
    told = [
        say("first_addressee.number", lang, mark=say(mark, lang), number=number) for mark, number in numbers if number
    ]
    word = "days_over" if row.to_on else "days"
    days = say(f"first_addressee.{word}", lang, since=row.from_on.isoformat(), until=row.to_on)
    said = ("　" if lang == "ja" else ", ").join(told) or say("first_addressee.no_number", lang)
    return say("first_addressee.line", lang, name=_name(row), numbers=said, days=days)


def _entered(viewer: Viewer, on: date) -> tuple[str, str]:
    """The form that registers it; the page of the company for whoever may not."""
    if any(may(role, "register_addressee") for role in standing_of(viewer, on).roles):
        words = say("door.register_addressee.title", viewer.lang)
        return address_of("", 0, "register_addressee", {"kind": KIND}), words
    return reverse("company"), say("company.title", viewer.lang)
