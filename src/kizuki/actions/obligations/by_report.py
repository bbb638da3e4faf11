"""What a report is written for, what it ends when it is sent, and what PMDA's word on it does.

All of it happens to the ledger of the case that goes on: a report of a duplicate speaks for what the kept case took over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kizuki.actions.cases.assessing import resettle
from kizuki.actions.obligations.keeping import Grounds, end, refresh_case, write_moves
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.acts import LISTED
from kizuki.core.lifecycle.obligations.ends import SentReport, when_answered, when_sent
from kizuki.core.lifecycle.obligations.moving import next_round
from kizuki.core.lifecycle.obligations.rows import Key
from kizuki.core.lifecycle.obligations.wanted import coded
from kizuki.core.lifecycle.obligations.withdrawing import to_withdraw
from kizuki.store.models import Case, Determination, Obligation, Receipt, Report, ReportObligation, Submission
from kizuki.store.obligations.ledger import answer_of, goes_on_at, ledger_of
from kizuki.store.reports.named import findings_of


def name_in_report(report: Report) -> None:
    """Write for which obligations a draft speaks: those of its matter and person on its form, as its own determination
    finds them. A newer draft of the same report writes them anew; what was sent stays."""
    ReportObligation.objects.filter(report=report).delete()
    findings = _findings(report)
    ReportObligation.objects.bulk_create(
        ReportObligation(
            report=report, obligation_id=row.kept_as, finding=findings.get((row.item, row.person), "not_met")
        )
        for row in ledger_of(goes_on_at(report.case_id))
        if _speaks_for(report, row)
    )


def report_sent(act: Act, report: Report, sent_on: date) -> tuple[Move, ...]:
    """End, or carry on, what the report names. Called inside the verb that sends it, after its submission was kept."""
    case_id = goes_on_at(report.case_id)
    moves = when_sent(ledger_of(case_id), _sent(report, act.name, sent_on))
    rows = write_moves(act, case_id, moves, Grounds(basis=f"report:{report.pk}"))
    named = set(ReportObligation.objects.filter(report=report).values_list("obligation_id", flat=True))
    ReportObligation.objects.bulk_create(
        ReportObligation(report=report, obligation=row)
        for row, move in zip(rows, moves, strict=True)
        if move.name == "ended" and row.pk not in named
    )
    if report.purpose == "report":
        owe_alignment(act, report, report.matter, report.person)
        if case_id != report.case_id:
            moves = (*moves, *_to_withdraw(act, report, case_id))
    return (*moves, *resettle(act, case_id))


def _to_withdraw(act: Act, report: Report, case_id: int) -> list[Move]:
    """What left for a case that had become a duplicate meanwhile is to be withdrawn as well (取下げ: 重複)."""
    owed = to_withdraw(ledger_of(case_id), report.matter, report.person, report.form)
    if owed is None:
        return []
    moves = [Move("open", owed)]
    write_moves(act, case_id, moves, Grounds(basis=f"report:{report.pk}"))
    return moves


def report_answered(act: Act, report: Report, *, accepted: bool) -> tuple[Move, ...]:
    """What was sent ends with PMDA's acceptance; what it rejected is owed anew, with the original days."""
    step = Submission.objects.get(report=report)
    sender = "submit_unapproved" if step.before_approval else "submit"
    case_id = goes_on_at(report.case_id)
    moves: tuple[Move, ...] = ()
    for sent in _by_subject(report, _sent(report, sender, step.sent_on)):
        answered = when_answered(ledger_of(case_id), sent, accepted=accepted)
        write_moves(act, case_id, answered, Grounds(basis=f"report:{report.pk}"))
        moves += answered
    if accepted and report.purpose == "not_reportable":
        moves = (*moves, *_list_in_form_12(act, report, case_id))
    return (*moves, *resettle(act, case_id))


def _sent(report: Report, act: str, sent_on: date) -> SentReport:
    sent_at = Submission.objects.filter(report=report)
    others = _that_stand(report)
    case_id = goes_on_at(report.case_id)
    named = ReportObligation.objects.filter(report=report, obligation__case=case_id)
    return SentReport(
        form=report.form,
        matter=report.matter,
        person=report.person,
        act=act if act in ("submit", "submit_unapproved") else "submit",
        sent_on=sent_on,
        named=dict(named.values_list("obligation_id", "finding")),
        purpose=report.purpose,
        why=report.withdrawal_why,
        complete=report.status != "incomplete",
        next_report_on=report.next_report_on,
        asked=asked_of(case_id),
        carried_on=_named_by(others, "open"),
        met_on=_named_by(others, "met"),
        followed=others.filter(
            form=report.form, person=report.person, submission__at__gt=Subquery(sent_at.values("at")[:1])
        ).exists(),
    )


def _named_by(reports: QuerySet[Report], finding: str) -> frozenset[int]:
    rows = ReportObligation.objects.filter(report__in=reports, finding=finding)
    return frozenset(rows.values_list("obligation_id", flat=True))


def _that_stand(report: Report) -> QuerySet[Report]:
    """The other reports of its matter that were sent, and neither rejected nor withdrawn; a withdrawal takes back the
    whole series of reports that it is of."""
    mine = Report.objects.filter(case_id=report.case_id, matter=report.matter, state="submitted")
    series = {"form": OuterRef("form"), "person": OuterRef("person"), "series": OuterRef("series")}
    found = (
        mine.filter(purpose="report")
        .exclude(pk=report.pk)
        .exclude(pk__in=Receipt.objects.filter(accepted=False).values("report_id"))
        .exclude(Exists(mine.filter(purpose="withdrawal", **series)))
    )
    if report.purpose != "withdrawal":
        return found
    return found.exclude(form=report.form, person=report.person, series=report.series)


def _by_subject(report: Report, sent: SentReport) -> Iterator[SentReport]:
    """A report of before names no matter itself and may speak of several: one for each that it was written to."""
    if report.matter:
        yield sent
        return
    rows = Obligation.objects.filter(pk__in=sent.named).order_by("pk").values_list("matter", "person", "pk")
    for matter in dict.fromkeys(row[0] for row in rows):
        mine = [row for row in rows if row[0] == matter]
        person = next((row[1] for row in mine if row[1]), "")
        named = {number: sent.named[number] for _, _, number in mine}
        yield replace(sent, matter=matter, person=person, named=named)


def _speaks_for(report: Report, row: Value) -> bool:
    if row.kind != "item" or not row.running or row.form != report.form:
        return False
    return row.matter == report.matter and row.person in ("", report.person)


def _findings(report: Report) -> dict[tuple[str, str], str]:
    """What the determination behind the report says of each item of its matter, by item and person."""
    if report.determination_id is None:
        return {}
    answer = answer_of(Determination.objects.get(pk=report.determination_id).answer)
    return findings_of(answer, report.form, report.matter)


def asked_of(case_id: int) -> frozenset[Key]:
    """The keys of the items that the newest determination of a case asks for."""
    return frozenset(_asked(case_id))


def _asked(case_id: int) -> Iterable[Key]:
    made = Determination.objects.filter(case_id=case_id).order_by("-pk").first()
    if made is None:
        return
    for duty, code in coded(answer_of(made.answer).duties):
        yield "item", duty.matter_id or "", duty.person_id or "", code


def owe_alignment(act: Act, report: Report, matter: str, person: str) -> None:
    """Notification 4(1): the hospital's own report and ours must agree at the time of reporting."""
    hospital = Case.objects.filter(pk=report.case_id).values_list("hospital_id", flat=True).first()
    if hospital is None:
        return
    key = ("alignment", matter, person, report.form)
    case_id = goes_on_at(report.case_id)
    standing = [row for row in ledger_of(case_id) if row.key == key]
    if any(row.running for row in standing):
        return
    number = next_round(standing)
    row = Value("alignment", "open", matter, person, report.form, report.form, round=number)
    write_moves(act, case_id, [Move("open", row)], Grounds(basis=f"report:{report.pk}"))


def _list_in_form_12(act: Act, report: Report, case_id: int) -> list[Move]:
    """報告対象外 that fell to 第3号ロ・ハ is listed in form 12."""
    fell = [key for key in _asked(case_id) if key[1:3] == (report.matter, report.person)]
    if not any(key[3] in LISTED for key in fell):
        return []
    key = ("form_12_listing", report.matter, report.person, "12")
    standing = [row for row in ledger_of(case_id) if row.key == key]
    if any(row.running for row in standing):
        return []
    row = Value(*("form_12_listing", "open", report.matter, report.person, "12", "12"), round=len(standing) + 1)
    moves = [Move("open", row)]
    write_moves(act, case_id, moves, Grounds(basis=f"report:{report.pk}"))
    return moves


def afterwards_approval(act: Act, report: Report) -> None:
    """What was sent without approval is approved afterwards (後閲): owed until it is, and no task can hide it."""
    row = Value("afterwards_approval", "open", report.matter, report.person, f"report:{report.pk}", report.form)
    case_id = goes_on_at(report.case_id)
    write_moves(act, case_id, [Move("open", row)], Grounds(basis=f"report:{report.pk}"))
    refresh_case(case_id)


def approved_afterwards(act: Act, report: Report) -> None:
    """The approval was given."""
    case_id = goes_on_at(report.case_id)
    found = [row for row in ledger_of(case_id) if row.kind == "afterwards_approval" and row.running]
    mine = [row for row in found if row.item == f"report:{report.pk}"]
    end(act, case_id, mine, "approve_report", Grounds(basis=f"report:{report.pk}"))
    refresh_case(case_id)
