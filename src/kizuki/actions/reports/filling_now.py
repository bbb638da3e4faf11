"""A form as the record fills it now: what the case says, with what persons wrote into its boxes over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.reports.meant import Meant, meant_by
from kizuki.actions.reports.writing_boxes import Fillable, day_written
from kizuki.core.forms import Edition, FilledForm, House, fill_form, read_case_document
from kizuki.core.forms.document import CaseDocument
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.gateways.editions import house
from kizuki.store.access.seen import seen
from kizuki.store.access.subjects import keys_seen
from kizuki.store.cases.parts import place_of
from kizuki.store.models import Case, Determination, FactSheet, Report
from kizuki.store.obligations.ledger import newest_answer
from kizuki.store.queries.case_document import case_document, rated_cases
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.reports.on_sheets import rows_with_sheets
from kizuki.store.reports.written import Line, written_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Fillable):
    """What the report of a matter and person is filled from: the case's own document, and what persons wrote."""

    number: int
    answer: Answer
    meant: Meant
    house: House
    line: Line

    @property
    def edition(self) -> Edition:
        """The edition in use on the day of the report."""
        day = self.said("report.reported_on")
        return self.house.edition(self.number, date.fromisoformat(day) if day else None)

    def filled(self) -> tuple[CaseDocument, FilledForm]:
        """The document as it stands and the form filled from it; `Refused` as `fill_form` does."""
        document = read_case_document(self.document())
        return document, self._of(document)

    def filled_from(self, document: Mapping[str, Any]) -> FilledForm:
        """The form filled from a document; `Refused` as `fill_form` does."""
        return self._of(read_case_document(document))

    def _of(self, document: CaseDocument) -> FilledForm:
        at = self.meant.told
        person = "" if at.person is None else str(at.person)
        return fill_form(self.number, document, self.answer, matter=str(at.matter), person=person, house=self.house)


def ground_of(
    viewer: Viewer, case_id: int, form: int, answer: Answer, matter: str | None, person: str | None
) -> Ground:
    """What a form about one matter and person is filled from now, whoever sees it. `answer` is the newest of the case.

    `Refused` where more than one document could be meant, and for a viewer who does not see every case that its rate
    (発生率) counts: a count without them would tell PMDA too little. The words say nothing of why.
    """
    own = house()
    answer = own.on_its_forms(answer)
    meant = meant_by(case_id, form, answer, matter, person)
    _require_all_seen(viewer, rated_cases(PROGRAM, case_id, meant.subject))
    told = _told(case_id, meant)
    at = place_of("report", meant.told.matter_id, meant.told.person_id, meant.line.series)
    line = Line(case_id, str(form), at, int(told["report"].get("number", 1)))
    written = written_in(line)
    if day := day_written(written):  # the company is that of the day that was written
        told = _told(case_id, meant, day)
    return Ground(
        form=form, told=told, written=written, number=form, answer=answer, meant=meant, house=own, line=line
    )


def _told(case_id: int, meant: Meant, on: date | None = None) -> dict[str, Any]:
    """What the case says of the matter and person; of a person with what the sheets of first reports say of them."""
    told = case_document(PROGRAM, case_id, meant.subject, on=on)
    first = told.get("first") or {}
    persons = rows_with_sheets(case_id, first.get("persons")) if meant.told.person_id else []
    return told | {"first": {**first, "persons": persons}} if persons else told


def _require_all_seen(viewer: Viewer, cases: Sequence[int]) -> None:
    if viewer.user_id is not None and keys_seen(viewer, Case, cases) != set(cases):
        raise Refused("for_somebody_else", "this report is for somebody else to write")


def ground_of_report(viewer: Viewer, report: Report, answer: Answer) -> Ground:
    """The ground of a report that stands; one of before names no matter, and is of the only one that can be meant."""
    matter, person = (report.matter, report.person) if report.matter else (None, None)
    return ground_of(viewer, report.case_id, int(report.form), answer, matter, person)


def ground_now(viewer: Viewer, report_id: int) -> Ground | None:
    """The ground of a draft as it stands, for who may see it; None for what is on its way, or of which the case speaks no
    more. `Refused` where the facts changed and were not determined, the form cannot be about anybody any more, or the
    viewer does not see all that it counts."""
    report = seen(PROGRAM, Report).get(pk=report_id)
    if report.state != "draft":
        return None
    ground = ground_of_report(viewer, report, newest_determination(report.case_id)[1])
    return ground if ground.line.number == report.number else None


def newest_determination(case_id: int) -> tuple[int, Answer]:
    """The newest determination of a case and what it says; `Refused` where the facts changed since."""
    made = seen(PROGRAM, Determination).filter(case_id=case_id).select_related("fact_sheet").order_by("-id").first()
    newest = seen(PROGRAM, FactSheet).filter(case_id=case_id).latest("revision").revision
    answer = newest_answer(case_id)
    if made is None or answer is None or made.fact_sheet.revision != newest:
        raise Refused("case", f"its facts (revision {newest}) have not been determined yet")
    return made.pk, answer
