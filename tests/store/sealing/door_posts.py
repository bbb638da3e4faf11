"""Each door filled in as somebody would who writes a patient's name into every field that takes words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from kizuki.store import models
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import (
    Amount,
    Choice,
    Code,
    Count,
    Day,
    Hidden,
    NewPassword,
    Paper,
    Password,
    Several,
    Time,
)
from tests.actions.office import PASSWORD
from tests.store.sealing.marked import Marks

ROWS: Mapping[str, tuple[type[Any], ...]] = {
    "": (),
    "information": (models.SafetyInformation,),
    "case": (models.Case,),
    "incident": (models.Incident,),
    "device": (models.Device,),
    "person": (models.User,),
    "hospital": (models.Hospital,),
    "patch": (models.Patch,),
    "release": (models.Release,),
    "vulnerability": (models.Advisory,),
}
"""The table of each kind of row that a door is about."""

INSTEAD = ("kz-9", "7", "CVE-2026-4242", "2026-05-01", "a@example.test", "03-1234-5678", "1.0", "東京都", "")
"""What is typed where a field refuses a name: a code, a number, a day, an address …"""

MOST_TRIES = 30
MOST_PEOPLE = 4
MOST_OPENINGS = 4


@dataclass
class Post:
    """What came of one door: the fields with words in it, those that took a name, those that refused it, and whether the
    verb ran."""

    door: str
    fields: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    done: bool = False
    why: str = ""
    goes_to: str = ""


def takes_words(one: forms.Field) -> bool:
    """Whether somebody could type a name there, and it would be kept."""
    return isinstance(one, forms.CharField) and not isinstance(one, Password | NewPassword | Code)


class _Recorded(dict[str, str]):
    """The query of an address, which keeps what a door asks of it."""

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__(told)
        self.wanted: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.wanted.add(name)
        return super().get(name, default)


def openings(
    door: Door, on: date, people: Sequence[Viewer] = (), last: Mapping[type[Any], int] | None = None
) -> Iterator[Doing]:
    """Ways in which this door opens in the record as it stands: who, about which row, asked by what. `people` are
    everybody where nobody is named; `last` is the last row of a table that is asked about."""
    people = people or [Viewer(row.pk, row.role) for row in models.User.objects.order_by("pk") if row.is_active]
    people = [one for one in people if door.allowed(Doing(one, door.name, 0, on))][:MOST_PEOPLE]
    ids = _ids(ROWS[door.kind][0], last)[:8] if door.kind else [0]
    wanted = _wanted(door, people[:1], ids[:1], on)
    opened = 0
    for person, number in product(people, ids):
        for said in _asked(door, wanted, number, last):
            doing = Doing(person, door.name, number, on, said)
            try:
                if not door.opens(replace(doing, kept={})):
                    continue
            except Exception:  # noqa: BLE001 an address that means nothing to this door
                continue
            yield doing
            opened += 1
            if opened >= MOST_OPENINGS:
                return


def _wanted(door: Door, people: list[Viewer], ids: list[int], on: date) -> set[str]:
    """What the door asks of its address."""
    found: set[str] = set()
    for person, number in product(people, ids):
        asked = _Recorded({})
        for ask in (door.opens, door.form, door.about):
            try:
                ask(Doing(person, door.name, number, on, asked))
            except Exception:  # noqa: BLE001 as above
                continue
        found |= asked.wanted
    return found


def _ids(model: type[Any], last: Mapping[type[Any], int] | None) -> list[int]:
    return list(_rows(model, last).values_list("pk", flat=True))


def _rows(model: type[Any], last: Mapping[type[Any], int] | None) -> Any:
    rows = model._default_manager.order_by("-pk")
    return rows if last is None else rows.filter(pk__lte=last.get(model, 0))


def _asked(
    door: Door, wanted: set[str], number: int, last: Mapping[type[Any], int] | None
) -> Iterator[dict[str, str]]:
    yield {}
    for name in sorted(wanted & set(_BY)):
        model, way, key = _BY[name]
        rows = _rows(model, last)
        if door.kind in way:
            rows = rows.filter(**{way[door.kind]: number})
        for value in rows.values_list(key, flat=True)[:15]:
            yield {name: str(value)}
    if "fact" in wanted:
        for leaf in ("potential", "locus", "exploited", "notes", "malfunction_predictable"):
            yield {"fact": f"matters.0.{leaf}"}
    if "playbook" in wanted:
        yield {"playbook": "ransomware"}


_BY: Mapping[str, tuple[Any, Mapping[str, str], str]] = {
    "row": (models.Obligation, {"case": "case"}, "pk"),
    "measure": (models.Measure, {"case": "case"}, "pk"),
    "letter": (models.MeasureLetter, {"case": "measure__case"}, "pk"),
    "period": (models.RunningPeriod, {"device": "device"}, "pk"),
    "report": (models.PeriodReport, {"device": "device"}, "pk"),
    "statement": (models.Statement, {"case": "disclosure__case"}, "pk"),
    "proposal": (models.EndProposal, {}, "pk"),
    "obligation": (models.Obligation, {"case": "case", "device": "device"}, "pk"),
    "case": (models.Case, {"device": "device"}, "pk"),
    "alias": (models.ConfirmedAlias, {}, "pk"),
    "hold": (models.LegalHold, {"case": "case", "device": "device"}, "pk"),
    "action": (models.CorrectiveAction, {}, "pk"),
    "source": (models.SourcePlan, {}, "key"),
    "link": (models.HospitalLink, {"hospital": "hospital"}, "pk"),
    "delegation": (models.Delegation, {}, "pk"),
    "sheet": (models.SentSheet, {}, "sheet"),
}
"""What an address asks by: the table, the way from it to what the door is about, and the column."""


def filled(door: Door, doing: Doing, marks: Marks) -> Post:
    """Send the form with a name in each field, and with something else where it is refused, until the verb runs."""
    post, told = Post(f"{door.kind}/{door.name}"), _Told(door, doing, marks)
    post.fields = {name for name, one in told.form.fields.items() if takes_words(one) or isinstance(one, Paper)}
    for _ in range(MOST_TRIES):
        form, goes_to, post.done = door.told(replace(doing, kept={}), told.data(), told.files())
        if post.done:
            post.taken = told.marked()
            post.refused = dict(told.refused)
            post.goes_to = goes_to or ""
            return post
        post.why = str(dict(form.errors))
        if not told.other(form.errors):
            break
    post.refused = dict(told.refused)
    return post


class _Told:
    """What is typed into one form, which is changed where it is refused."""

    def __init__(self, door: Door, doing: Doing, marks: Marks) -> None:
        self.form = door.form(replace(doing, kept={}))
        self._place = f"{door.kind}/{door.name}"
        self._marks = {name: marks.mark(f"{self._place}.{name}") for name in self.form.fields}
        self._on = doing.on
        self._tries: dict[str, int] = dict.fromkeys(self.form.fields, 0)
        self.refused: dict[str, str] = {}

    def _ways(self, name: str) -> list[Any]:
        one = self.form.fields[name]
        begun = self.form.initial.get(name, one.initial)
        if isinstance(one, Hidden):
            return [begun or ""]
        if isinstance(one, Password):
            return [PASSWORD]
        if isinstance(one, NewPassword):
            return ["a-long-password-0472"]
        if isinstance(one, Day):
            return [self._on.isoformat(), "2027-01-01", "2026-01-01", ""]
        if isinstance(one, Time):
            return ["00:01", ""]
        if isinstance(one, Count | Amount):
            return ["1", "0", "20", ""]
        if isinstance(one, Several):
            values = [value for value, _ in one.choices]
            return [values[:1], values, [], *([value] for value in values[1:6])]
        if isinstance(one, Choice):
            values = [value for value, _ in one.choices if value]
            return [*values[:12], ""]
        if isinstance(one, Paper):
            return ["paper", ""]
        return [self._marks[name], *INSTEAD, str(begun or "")]

    def _value(self, name: str) -> Any:
        ways = self._ways(name)
        return ways[min(self._tries[name], len(ways) - 1)]

    def data(self) -> QueryDict:
        """The fields as a browser sends them."""
        told = QueryDict(mutable=True)
        for name, one in self.form.fields.items():
            if isinstance(one, Paper):
                continue
            value = self._value(name)
            told.setlist(name, value if isinstance(value, list) else [value])
        return told

    def files(self) -> MultiValueDict[str, Any]:
        """The files: a name in their own name and in their words."""
        told: MultiValueDict[str, Any] = MultiValueDict()
        for name, one in self.form.fields.items():
            if isinstance(one, Paper) and self._value(name):
                mark = self._marks[name]
                told[name] = SimpleUploadedFile(f"{mark}.pdf", b"%PDF-1.7\n" + mark.encode() * 3, "application/pdf")
        return told

    def marked(self) -> set[str]:
        """The fields in which a name stands now."""
        return {
            name
            for name, one in self.form.fields.items()
            if (takes_words(one) and self._value(name) == self._marks[name])
            or (isinstance(one, Paper) and self._value(name))
        }

    def other(self, errors: Any) -> bool:
        """Type something else where it was refused; False where there is nothing else left."""
        moved = False
        names = [name for name in errors if name in self.form.fields]
        for name in names or [*self.form.fields]:
            if isinstance(self.form.fields[name], Hidden):
                continue
            if takes_words(self.form.fields[name]) and not self._tries[name] and names:
                self.refused[name] = str(errors.get(name, ""))
            if self._tries[name] < len(self._ways(name)) - 1:
                self._tries[name] += 1
                moved = True
                if not names:
                    break
        return moved
