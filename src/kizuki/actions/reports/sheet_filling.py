"""The sheet of a first report (第一報連絡票) of those who are named, as the record fills it now with what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuki.actions.reports.filling_now import newest_determination
from kizuki.actions.reports.writing_boxes import Fillable
from kizuki.core.facts import read_case
from kizuki.core.forms import Edition, FilledForm, House, fill_first, read_case_document
from kizuki.core.forms.called import called
from kizuki.core.forms.filling import FIRST
from kizuki.core.forms.first_named import rows_named
from kizuki.core.forms.told import persons_in
from kizuki.core.reporting import Determination as Answer
from kizuki.core.reporting.determination import FirstReport
from kizuki.gateways.editions import house
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.parts import Subject
from kizuki.store.queries.case_document import first_document
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.record.clock import JAPAN
from kizuki.store.reports.on_sheets import SHEET
from kizuki.store.reports.written import Line, written_in

SHEET_FILE = "第一報連絡票_"
"""How the name of the file of every sheet begins."""

_SEX = {"male": "男", "female": "女"}


@dataclass(frozen=True, slots=True)
class Whom:
    """Those whom a sheet is for: ids of matters (measures abroad) and persons."""

    matters: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Their ids in one order, whoever named them."""
        return tuple(sorted({*self.matters, *self.persons}))

    @property
    def place(self) -> str:
        """Where what is written on their sheet is kept: another sheet, of others, has another place."""
        names = "+".join(self.names)
        return f"{SHEET}{names if len(names) <= 80 else digest_of(canonical_json(list(self.names)))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGround(Fillable):
    """What the sheet of those who are named is filled from; `called` says on paper who they are."""

    whom: Whom
    called: tuple[str, ...]
    answer: Answer
    house: House
    line: Line

    def file_name(self, edition: int, at: datetime) -> str:
        """What its PDF is called: no id of the record, since the file may leave the house. Each that was drawn up has a
        name of its own, by which the one that was sent is told from the others."""
        return f"{SHEET_FILE}{'・'.join(self.called)}_第{edition}版_{at.astimezone(JAPAN):%Y-%m-%d_%H%M}.pdf"

    def is_named(self, name: str) -> bool:
        """Whether a file of this name is its PDF, of whatever edition; names of before had neither edition nor time, and
        at first ids of the record."""
        return _whom_of(name) in ("・".join(self.called), "-".join(self.whom.names))

    def is_on(self, name: str) -> bool:
        """Whether those whom this sheet is for are on the one whose file has this name, alone or with others."""
        on = _whom_of(name).split("・")
        return self.is_named(name) or (bool(self.called) and all(one in on for one in self.called))

    @property
    def edition(self) -> Edition:
        """The edition of the sheet as it stands."""
        return self.filled().table

    def filled(self) -> FilledForm:
        """The sheet as it stands; `Refused` where it cannot be filled."""
        return self.filled_from(self.document())

    def filled_from(self, document: Mapping[str, Any]) -> FilledForm:
        """The sheet filled from a document."""
        read = read_case_document(document)
        return fill_first(read, self.answer, matters=self.whom.matters, persons=self.whom.persons, house=self.house)


def sheet_ground(case_id: int, matters: Sequence[str], persons: Sequence[str]) -> SheetGround:
    """What the sheet of these is filled from now. Nobody is on it by default: `Refused` lists who can be named where more
    than one could be meant, and where no first report is asked of somebody."""
    _, answer = newest_determination(case_id)
    facts = read_case(newest_facts(case_id).facts)
    rows = rows_named(facts, answer, matters, persons)
    told = first_document(PROGRAM, case_id, _subject(rows, persons_in(facts)))
    whom = Whom(
        tuple(dict.fromkeys(row.matter_id or str(row.matter) for row in rows if row.person is None)),
        tuple(dict.fromkeys(row.person_id or str(row.person) for row in rows if row.person is not None)),
    )
    first = dict(told.get("first") or {})
    # Whoever else the record tells of is not on this sheet; who is on it has a row to be written in.
    first["persons"] = list(_persons(first.get("persons") or (), whom.persons))
    line = Line(case_id, FIRST, whom.place, 1)
    return SheetGround(
        form=FIRST,
        told=told | {"first": first},
        written=written_in(line),
        whom=whom,
        called=tuple(dict.fromkeys(called(facts, row.matter, row.person) for row in rows)),
        answer=answer,
        house=house(),
        line=line,
    )


def _whom_of(name: str) -> str:
    """Those whom a sheet is for, as the name of its file says it; '' for another file."""
    return (
        name.removeprefix(SHEET_FILE).removesuffix(".pdf").partition("_第")[0] if name.startswith(SHEET_FILE) else ""
    )


def _subject(rows: Sequence[FirstReport], persons: int) -> Subject | None:
    """Of whom the parts are taken: of the matter that the sheet is for, and of its only person; None where it is for
    several matters, whose own parts differ."""
    matters = {row.matter_id for row in rows}
    if len(matters) > 1 or not (matter := next(iter(matters))):
        return None
    named = {row.person_id or "" for row in rows}
    person = next(iter(named)) if len(named) == 1 else ""
    return Subject(matter, person, patient=person, one_person=persons <= 1)


def _persons(told: Sequence[Mapping[str, Any]], named: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """A row for each person of the sheet, with what the record tells; one that names nobody is of the only one."""
    for name in named:
        own = next((row for row in told if row.get("id") == name), None)
        nameless = [row for row in told if not row.get("id")]
        if own is None and len(named) == 1 and len(nameless) == 1:
            own = nameless[0]
        sex = (own or {}).get("sex")
        yield {**(own or {}), **({"sex": _SEX.get(sex, sex)} if sex else {}), "id": name}
