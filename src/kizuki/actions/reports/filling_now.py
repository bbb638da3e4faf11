"""A form as the record fills it now: what the case says, with what persons wrote into its boxes over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.reports.meant import Meant, meant_by
from kizuki.core.forms import Edition, FilledForm, House, fill_form, read_case_document
from kizuki.core.forms.document import CaseDocument
from kizuki.core.forms.writing import told_at, written_over
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.gateways.editions import house
from kizuki.store.access.seen import seen
from kizuki.store.cases.parts import place_of
from kizuki.store.models import Determination, FactSheet, Report
from kizuki.store.obligations.ledger import newest_answer
from kizuki.store.queries.case_document import case_document
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.reports.written import Line, Written, tag_of, values, written_in


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form is filled from: the case's own document (`told`), and what persons wrote over it by key."""

    case: int
    form: int
    answer: Answer
    meant: Meant
    house: House
    told: Mapping[str, Any]
    line: Line
    written: Mapping[str, Written]

    @property
    def edition(self) -> Edition:
        """The edition in use on the day of the report."""
        day = self.said("report.reported_on")
        return self.house.edition(self.form, date.fromisoformat(day) if day else None)

    def said(self, key: str) -> Any:
        """What stands at a key of the record now, as it was written or as the case says it."""
        return self.written[key].value if key in self.written else told_at(self.told, key)

    def tag(self, key: str) -> str:
        """What names the value of a box that is being read."""
        return tag_of(self.said(key))

    def filled(self, over: Mapping[str, Any] | None = None, without: str = "") -> tuple[CaseDocument, FilledForm]:
        """The document and the form filled from it, with further values by key, and without what was written at one.

        `Refused` as `fill_form` does.
        """
        standing = {key: value for key, value in values(self.written).items() if key != without}
        document = read_case_document(written_over(self.told, standing | dict(over or {})))
        at = self.meant.told
        person = "" if at.person is None else str(at.person)
        form = fill_form(self.form, document, self.answer, matter=str(at.matter), person=person, house=self.house)
        return document, form


def ground_of(case_id: int, form: int, answer: Answer, matter: str | None, person: str | None) -> Ground:
    """What a form about one matter and person is filled from now. `answer` is the newest of the case.

    `Refused` where more than one document could be meant.
    """
    own = house()
    answer = own.on_its_forms(answer)
    meant = meant_by(case_id, form, answer, matter, person)
    told = case_document(PROGRAM, case_id, meant.subject)
    at = place_of("report", meant.told.matter_id, meant.told.person_id, meant.line.series)
    line = Line(case_id, str(form), at, int(told["report"].get("number", 1)))
    return Ground(case_id, form, answer, meant, own, told, line, written_in(line))


def ground_of_report(report: Report, answer: Answer) -> Ground:
    """The ground of a report that stands; one of before names no matter, and is of the only one that can be meant."""
    matter, person = (report.matter, report.person) if report.matter else (None, None)
    return ground_of(report.case_id, int(report.form), answer, matter, person)


def ground_now(report_id: int) -> Ground | None:
    """The ground of a draft as it stands, for who may see it; None for what is on its way, or of which the case speaks no
    more. `Refused` where the facts changed and were not determined, or the form cannot be about anybody any more."""
    report = seen(PROGRAM, Report).get(pk=report_id)
    if report.state != "draft":
        return None
    ground = ground_of_report(report, newest_determination(report.case_id)[1])
    return ground if ground.line.number == report.number else None


def newest_determination(case_id: int) -> tuple[int, Answer]:
    """The newest determination of a case and what it says; `Refused` where the facts changed since."""
    made = seen(PROGRAM, Determination).filter(case_id=case_id).select_related("fact_sheet").order_by("-id").first()
    newest = seen(PROGRAM, FactSheet).filter(case_id=case_id).latest("revision").revision
    answer = newest_answer(case_id)
    if made is None or answer is None or made.fact_sheet.revision != newest:
        raise Refused("case", f"its facts (revision {newest}) have not been determined yet")
    return made.pk, answer
