"""A report held against the record on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.core.facts import Case as Facts
from kizuki.core.facts import Matter, read_case
from kizuki.core.forms.changes import Change, changes
from kizuki.core.forms.checking import Finding, Said, ToCheck, check_report, refusal_of
from kizuki.core.forms.open_points import OpenPoint, level_of_harm, open_points
from kizuki.core.forms.told import Told, narrowed, told_at
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.core.reporting import Duty
from kizuki.store.access.seen import seen
from kizuki.store.models import Report
from kizuki.store.obligations.identities import with_ids_beside
from kizuki.store.obligations.ledger import answer_of
from kizuki.store.queries.checking.around import first_sheet, hospital, is_related, newer_information, recorded
from kizuki.store.queries.checking.of_the_day import keep_out, ours, product, told_of, ways
from kizuki.store.queries.checking.of_the_line import corrections, earlier, periods, said_beside, siblings
from kizuki.store.queries.checking.papers import attachments, paper
from kizuki.store.queries.listed import listed_for_check
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of
from kizuki.store.reports.lines import Line, line_of
from kizuki.store.reports.standing import earliest_of


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """The findings on a report as of a day, `on`; `refusal` is why it cannot be sent as it is (None: it can),
    `open_points` what it leaves open, `changes` what it says otherwise than the last that was accepted."""

    report_id: int
    case_id: int
    form: str
    edition: str
    number: int
    on: date
    findings: tuple[Finding, ...]
    refusal: Refused | None
    open_points: tuple[OpenPoint, ...]
    changes: tuple[Change, ...]


def check_of(viewer: Viewer, report_id: int, on: date) -> CheckedReport | None:
    """The check of a report on a day; None where the viewer sees none of this number. One that was submitted is held
    against the day on which it went: nobody sends it today."""
    report = (
        seen(viewer, Report)
        .filter(pk=report_id)
        .select_related("case__device", "case__hospital", "determination__fact_sheet", "submission")
        .first()
    )
    if report is None:
        return None
    if report.state == "submitted" and (sent := getattr(report, "submission", None)) is not None:
        on = sent.sent_on
    facts, answer = _told_by(report)
    told = _subject(report, facts)
    line = line_of(report.case_id, int(report.form), told, facts) if facts else Line((report,), {})
    duties = _duties(report, answer, told)
    own = narrowed(int(report.form), facts, answer, told).matters[0] if facts and answer else None
    points = open_points(duties, own) if own else ()
    it = _situation(_Ground(viewer, report, on, line, own, duties, points))
    findings = check_report(it)
    accepted = next((one for one in reversed(line.current) if one.pk != report.pk and line.words.get(one.pk)), None)
    return CheckedReport(
        report_id=report.pk,
        case_id=report.case_id,
        form=report.form,
        edition=report.edition,
        number=report.number,
        on=on,
        findings=findings,
        refusal=refusal_of(it, findings),
        open_points=points if it.complete is not True else (),
        changes=changes(accepted.fields, report.fields, corrections(report)) if accepted else (),
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """A report with what it rests on."""

    viewer: Viewer
    report: Report
    on: date
    line: Line
    own: Matter | None
    duties: tuple[Duty, ...]
    points: tuple[OpenPoint, ...]


def _situation(it: _Ground) -> ToCheck:
    report, own, viewer = it.report, it.own, it.viewer
    beside = said_beside(report)
    boxes = {box["id"]: Said(box["id"], box["value"], box["state"], box["source"] or "") for box in report.fields}
    return ToCheck(
        form=report.form,
        on=it.on,
        boxes=boxes,
        purpose=report.purpose,
        complete={"complete": True, "incomplete": False}.get(report.status),
        number=report.number,
        next_report_on=report.next_report_on,
        learned_on=earliest_of(report),
        persons=len([harm for harm in own.harms if harm.severity.value is not None]) if own else 0,
        related_has_source=own is not None and is_related(own),
        delay_reason="reason" in beside,
        delay_prevention="prevention" in beside,
        open_points=len(it.points),
        level_told=own is None or bool(level_of_harm(own)),
        product=product(viewer, report.case.device, it.on),
        earlier=earlier(report, it.line),
        due_on=report.due_on,
        periods=periods(it.duties),
        siblings=siblings(viewer, report),
        listed=listed_for_check(viewer, report.case_id, report.matter, report.person),
        first=first_sheet(report),
        recorded=recorded(viewer, report),
        keep_out=keep_out(viewer, told=told_of(viewer, case=report.case_id)),
        ours=ours(viewer, report.case_id),
        hospital=hospital(viewer, report),
        attachments=attachments(viewer, report, boxes),
        paper=paper(report, newer_information(viewer, report)),
        ways=ways(viewer, it.on),
    )


def _told_by(report: Report) -> tuple[Facts | None, Answer | None]:
    """The facts and the answer that the report rests on; None for one of before."""
    made = report.determination
    if made is None:
        return None, None
    facts = with_ids_beside(made.fact_sheet, json_of(made.fact_sheet.facts))
    try:
        return read_case(facts), answer_of(made.answer)
    except Refused:
        return None, None  # facts of a version that this one refuses: nothing of them is judged


def _subject(report: Report, facts: Facts | None) -> Told:
    """The matter and person of the report in its own facts."""
    for at, matter in enumerate(facts.matters if facts else ()):
        if facts is None or matter.id != report.matter:
            continue
        named = next((place for place, harm in enumerate(matter.harms) if harm.id == report.person), None)
        return told_at(facts, at, named)
    return Told(0, None, report.matter, report.person)


def _duties(report: Report, answer: Answer | None, told: Told) -> tuple[Duty, ...]:
    if answer is None:
        return ()
    return tuple(
        duty
        for duty in answer.duties
        if str(duty.form) == report.form and duty.matter == told.matter and duty.person in (None, told.person)
    )
