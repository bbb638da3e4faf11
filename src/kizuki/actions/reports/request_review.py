"""Ask for the review of a draft (申請)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.documents import keep_document
from kizuki.actions.obligations.by_report import name_in_report
from kizuki.actions.people.signing import Signature, person_of
from kizuki.actions.reports.draft_form import print_now
from kizuki.actions.reports.moving import Step, subjects_of, take_step, told
from kizuki.actions.reports.waiting_for import close_waiting, waiting_for_step
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Report
from kizuki.store.record.canonical import canonical_json
from kizuki.store.reports.written import HANDED_IN
from kizuki.store.sealing.field import sealed_anew


def request_review(report_id: int, comment: str = "", *, on: date, actor: Actor) -> str:
    """Print the report for good and hand it to whoever signs next: in a chain of three steps the reviewer, in one of
    two the approver. Returns the digest of the document to be signed.

    Who asks becomes its author. `Refused` where required boxes are missing, or the facts changed since the draft.
    """
    report = find(Report, "report", actor=actor, pk=report_id)
    if report.state != "draft":
        raise Refused("report", f"is {report.state}; only a draft is handed in")
    # One of before names no matter: it is of the only one that can be meant.
    matter, person = (report.matter, report.person) if report.matter else (None, None)
    made = print_now(report.case_id, int(report.form), matter=matter, person=person, draft=False, actor=actor)
    if (made.meant.line.series, made.number) != (report.series, report.number):
        raise Refused("report.number", f"the case now speaks of report {made.number}, this is report {report.number}")
    step = Step("request_review", Signature(person_of(actor), None), on, comment=comment)
    with verb("request_review", actor=actor, of=[f"report:{report_id}"]) as act:
        document, subjects = keep_document(made.printed.pdf, "application/pdf")
        values = made.values(document) | {"drafted_at": act.at}
        handed_in = canonical_json(values["fields"])
        sealed = sealed_anew(Report, report_id, fields=values.pop("fields"))
        Report.objects.filter(pk=report_id, state="draft").update(author_id=step.signature.person, **values, **sealed)
        report, _ = take_step(act, report_id, step)
        keep_words(report.case_id, HANDED_IN, handed_in, act.at, place=f"{report_id}|{report.document_id}")
        name_in_report(report)
        close_waiting(act, report, "correct_report")
        kind = "review_report" if report.state == "in_review" else "approve_report"
        act.wait_for(waiting_for_step(kind, report, on))
        act.record(subjects=[*subjects_of(report), *subjects], payload=told(report, step))
    return str(report.document_id)
