"""Draft a report: fill the form from the case and keep it as printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.documents import keep_document
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.forms import FilledForm, fill_form, form_json, read_case_document
from kizuki.core.forms.document import CaseDocument
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.gateways.typst import PrintedForm, print_form
from kizuki.store.clocks import newest_answer
from kizuki.store.models import Case, Determination, FactSheet, Receipt, Report
from kizuki.store.models.reports import PURPOSES
from kizuki.store.queries.case_document import case_document
from kizuki.store.queries.viewer import PROGRAM


@dataclass(frozen=True, slots=True)
class Printing:
    """A form as it is now filled and printed, and what it rests on."""

    determination: int
    answer: Answer
    document: CaseDocument
    filled: FilledForm
    printed: PrintedForm

    @property
    def number(self) -> int:
        """The number of the report among those of the case: 1 is the first."""
        return self.document.report.number or 1

    def values(self, document: Any) -> dict[str, Any]:
        """The columns of its report."""
        report = self.document.report
        return {
            "determination_id": self.determination,
            "edition": self.filled.edition,
            "fields": form_json(self.filled, "ja")["fields"],
            "missing": list(self.filled.missing),
            "document": document,
            "pages": self.printed.pages,
            "status": report.status.value if report.status else "",
            "next_report_on": report.next_report_on,
            "due_on": _due_on(self.answer, self.filled.number),
        }


def print_now(case_id: int, form: int, *, draft: bool) -> Printing:
    """Fill and print a form from what is known now; slow, so before any transaction.

    `Refused` where the case has not been determined since its facts changed, or where required boxes are missing and
    it is to be no draft.
    """
    find(Case, "case", pk=case_id)
    determination, answer = _newest_determination(case_id)
    document = read_case_document(case_document(PROGRAM, case_id))
    filled = fill_form(form, document, answer)
    return Printing(determination, answer, document, filled, print_form(filled, draft=draft))


def draft_form(case_id: int, number: int, *, purpose: str | None = None, actor: Actor) -> int:
    """Fill form `number` from what is known of the case, print it as a draft and keep both. Returns the report's id.

    The report is the one that the case's `report.number` names (1 without it); its draft is replaced, one that is on
    its way or submitted is not: then `Refused`. After PMDA rejected it a new attempt begins. The same print twice
    changes nothing. `purpose` is one of PURPOSES; without it the draft keeps the one it has, at first `report`.
    """
    if purpose is not None and purpose not in PURPOSES:
        raise Refused("purpose", f"{purpose!r} is not one of: {', '.join(PURPOSES)}")
    made = print_now(case_id, number, draft=True)
    with verb("draft_form", actor=actor) as act:
        Case.objects.select_for_update().get(pk=case_id)
        key: dict[str, Any] = {"case_id": case_id, "form": str(number), "number": made.number}
        standing = Report.objects.filter(**key).order_by("-attempt").first()
        key["attempt"] = _attempt(standing)
        if standing is not None and (standing.document_id, standing.determination_id, standing.purpose) == (
            made.printed.sha256,
            made.determination,
            purpose or standing.purpose,
        ):
            act.unchanged()
            return int(standing.pk)
        document, subjects = keep_document(made.printed.pdf, "application/pdf")
        values = made.values(document) | {"drafted_at": act.at}
        if purpose is not None:
            values["purpose"] = purpose
        if actor.code.startswith("user:"):
            values["author_id"] = int(actor.code.removeprefix("user:"))
        report, _ = Report.objects.update_or_create(**key, defaults=values)
        act.record(
            subjects=[f"case:{case_id}", f"report:{report.pk}", *subjects],
            payload={
                "form": report.form,
                "edition": report.edition,
                "number": made.number,
                "missing": len(made.filled.missing),
                "sha256": document.sha256,
            },
        )
    return int(report.pk)


def _newest_determination(case_id: int) -> tuple[int, Answer]:
    made = Determination.objects.filter(case_id=case_id).select_related("fact_sheet").order_by("-id").first()
    newest = FactSheet.objects.filter(case_id=case_id).latest("revision").revision
    answer = newest_answer(case_id)
    if made is None or answer is None or made.fact_sheet.revision != newest:
        raise Refused("case", f"its facts (revision {newest}) have not been determined yet")
    return made.pk, answer


def _due_on(answer: Answer, form: int) -> date | None:
    """The earliest day among the duties, met or open, that this form answers."""
    days = [duty.due_on for duty in answer.duties if duty.form == form and duty.due_on is not None]
    return min(days, default=None)


def _attempt(standing: Report | None) -> int:
    """Which attempt a draft belongs to; `Refused` where the report is on its way, or was sent and not rejected."""
    if standing is None:
        return 1
    if standing.state == "draft":
        return standing.attempt
    word = Receipt.objects.filter(report=standing).order_by("-pk").first()
    if standing.state == "submitted" and word is not None and not word.accepted:
        return standing.attempt + 1
    said = "has been submitted" if standing.state == "submitted" else f"is {standing.state}; pull it back first"
    raise Refused("report.number", f"report {standing.number} on form {standing.form} {said}")
