"""Draft a report: fill the form from the case and keep it as printed."""

from __future__ import annotations

from typing import Any

from kizuki.actions.documents import keep_document
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.forms import FilledForm, fill_form, form_json, read_case_document
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.gateways.typst import PrintedForm, print_form
from kizuki.store.models import Case, Determination, FactSheet, Report
from kizuki.store.queries.case_document import case_document
from kizuki.store.queries.cases import answer_of
from kizuki.store.queries.viewer import PROGRAM


def draft_form(case_id: int, number: int, *, actor: Actor) -> int:
    """Fill form `number` from what is known of the case, print it as a draft and keep both. Returns the report's id.

    The report is the one that the case's `report.number` names (1 without it); its draft is replaced, a submitted one
    is not: then `Refused`, as where the case has not been determined since its facts changed. The same print twice
    changes nothing.
    """
    find(Case, "case", pk=case_id)
    made, answer = _newest_determination(case_id)
    document = read_case_document(case_document(PROGRAM, case_id))
    filled = fill_form(number, document, answer)
    # Printing takes its time, so it comes before the transaction; the verb keeps the bytes.
    printed = print_form(filled, draft=True)
    return _keep(case_id, document.report.number or 1, made, filled, printed, actor)


def _newest_determination(case_id: int) -> tuple[int, Answer]:
    made = Determination.objects.filter(case_id=case_id).select_related("fact_sheet").order_by("-id").first()
    newest = FactSheet.objects.filter(case_id=case_id).latest("revision").revision
    if made is None or made.fact_sheet.revision != newest:
        raise Refused("case", f"its facts (revision {newest}) have not been determined yet")
    return made.pk, answer_of(made.answer)


def _keep(
    case_id: int, report_number: int, determination: int, filled: FilledForm, printed: PrintedForm, actor: Actor
) -> int:
    key: dict[str, Any] = {"case_id": case_id, "form": str(filled.number), "number": report_number}
    with verb("draft_form", actor=actor) as act:
        standing = Report.objects.select_for_update().filter(**key).first()
        if standing is not None and standing.state != "draft":
            raise Refused("report.number", f"report {report_number} on form {filled.number} has been submitted")
        if standing is not None and (standing.document_id, standing.determination_id) == (
            printed.sha256,
            determination,
        ):
            act.unchanged()
            return int(standing.pk)
        document, subjects = keep_document(printed.pdf, "application/pdf")
        values: dict[str, Any] = {
            "determination_id": determination,
            "edition": filled.edition,
            "fields": form_json(filled, "ja")["fields"],
            "missing": list(filled.missing),
            "document": document,
            "pages": printed.pages,
            "drafted_at": act.at,
        }
        report, _ = Report.objects.update_or_create(**key, defaults=values)
        act.record(
            subjects=[f"case:{case_id}", f"report:{report.pk}", *subjects],
            payload={
                "form": report.form,
                "edition": report.edition,
                "number": report_number,
                "missing": len(filled.missing),
                "sha256": document.sha256,
            },
        )
    return int(report.pk)
