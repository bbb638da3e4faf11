"""Take a case of before into the ledger: ids beside its old sheets, its obligations, and what old reports ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.cases.assessing import assessed, resettle, settle, subject_of
from kizuki.actions.cases.identities import identify, keep_identities
from kizuki.actions.obligations.keeping import Grounds, end, refresh_case, told, write_moves
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.ends import SentReport, when_answered, when_sent
from kizuki.store.canonical import json_of
from kizuki.store.facts import newest_facts
from kizuki.store.identities import full_form, places_of, with_ids_beside
from kizuki.store.ledger import answer_of, ledger_of
from kizuki.store.models import (
    Case,
    CaseDuplicate,
    FactSheet,
    FirstReport,
    NoReportDecision,
    Receipt,
    Report,
    SheetIdentity,
)
from kizuki.store.texts import join_texts


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of it: whether a closed case is open again, and what a person must look at because it is unclear."""

    reopened: bool
    unclear: tuple[str, ...]


def take_into_ledger(case_id: int, *, on: date, actor: Actor) -> TakenIn:
    """Give a case of before its ids and its obligations; a case that has them is left as it is.

    An old report ended what its own determination says on its form. Where several persons stood in one matter, nobody
    can say for which of them it spoke: then the obligation is owed, and a task asks a person to look.
    """
    case = find(Case, "case", pk=case_id)
    if case.settled_by or CaseDuplicate.objects.filter(case=case).exists():
        return TakenIn(False, ())
    with verb("take_into_ledger", actor=actor) as act:
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        _identify_sheets(act, case_id)
        known = newest_facts(case_id)
        sheet = FactSheet.objects.filter(case=case).latest("revision")
        made, moves, _ = settle(act, case, sheet, assessed(known.facts, max(on, known.learned_on)))
        unclear = [*_old_reports(act, case_id), *_old_first_reports(act, case_id)]
        _old_decisions(act, case_id)
        resettle(act, case_id)
        reopened = _state(case)
        if unclear:
            _ask(act, case_id, on)
        refresh_case(case_id)
        act.record(
            subjects=[f"case:{case_id}", subject_of(made)],
            payload={"reopened": reopened, "unclear": unclear, "ledger": told(moves)},
        )
    return TakenIn(reopened, tuple(unclear))


def _identify_sheets(act: Act, case_id: int) -> None:
    """Ids beside every sheet, the oldest first, by content from revision to revision."""
    before: dict[str, Any] | None = None
    for sheet in FactSheet.objects.filter(case_id=case_id).order_by("revision"):
        facts = full_form(join_texts(json_of(sheet.facts), {}, "-"))
        found = identify(case_id, facts, before)
        keep_identities(act, case_id, found)
        SheetIdentity.objects.bulk_create(
            SheetIdentity(sheet=sheet, place=place, identity=key) for place, key in places_of(found.facts)
        )
        before = found.facts


def _old_reports(act: Act, case_id: int) -> Iterator[str]:
    rows = Report.objects.filter(case_id=case_id, state="submitted", matter="")
    for report in rows.select_related("submission", "determination__fact_sheet").order_by("submitted_at", "pk"):
        if report.determination is None:
            continue
        word = Receipt.objects.filter(report=report).order_by("-pk").first()
        accepted = word.accepted if word else None
        matters = _matters_of(report)
        for matter, findings in matters.items():
            persons = _persons(report.determination.fact_sheet, matter)
            if len(persons) > 1:
                yield f"report:{report.pk}/{matter}"
                continue
            yield from _one_old_report(act, report, matter, findings, accepted=accepted)


def _one_old_report(
    act: Act, report: Report, matter: str, findings: Mapping[str, str], *, accepted: bool | None
) -> Iterator[str]:
    named = {
        row.id: findings[row.item]
        for row in ledger_of(report.case_id)
        if row.kind == "item" and row.matter == matter and row.form == report.form and row.item in findings
    }
    sent = SentReport(
        form=report.form, matter=matter, person="", act="submit", sent_on=report.submission.sent_on,
        named={number: finding for number, finding in named.items() if number is not None},
        purpose=report.purpose, complete=report.status != "incomplete", next_report_on=report.next_report_on,
    )  # fmt: skip
    grounds = Grounds(basis=f"report:{report.pk}")
    if report.purpose == "withdrawal":
        yield f"report:{report.pk}/{matter}"
        return
    write_moves(act, report.case_id, when_sent(ledger_of(report.case_id), sent), grounds)
    if accepted is not None:
        write_moves(act, report.case_id, when_answered(ledger_of(report.case_id), sent, accepted=accepted), grounds)


def _matters_of(report: Report) -> dict[str, dict[str, str]]:
    """By matter, what the report's own determination finds of each item on its form."""
    assert report.determination is not None
    ids = _ids_of(report.determination.fact_sheet)
    found: dict[str, dict[str, str]] = {}
    for duty in answer_of(report.determination.answer).duties:
        if str(duty.form) == report.form:
            found.setdefault(ids[f"matters.{duty.matter}"], {})[duty.item] = duty.finding
    return found


def _old_first_reports(act: Act, case_id: int) -> Iterator[str]:
    for sent in FirstReport.objects.filter(case_id=case_id, delivered=True, matter__isnull=False).order_by("pk"):
        sheet = FactSheet.objects.filter(case_id=case_id, made_at__lte=sent.at).order_by("-revision").first()
        key = _ids_of(sheet).get(f"matters.{sent.matter}") if sheet else None
        rows = [row for row in ledger_of(case_id) if row.kind == "first_report" and row.running and row.matter == key]
        in_sheet = set(_persons(sheet, key)) if sheet and key else set()
        mine = [row for row in rows if row.person in in_sheet or not row.person]
        if len(mine) > 1:
            yield f"first_report:{sent.pk}"
            continue
        end(act, case_id, mine, "record_first_report", Grounds(basis=f"first_report:{sent.pk}"))


def _old_decisions(act: Act, case_id: int) -> None:
    """A no-report that was decided by two persons has confirmed the class."""
    decided = NoReportDecision.objects.filter(case_id=case_id, state="decided").first()
    if decided is None:
        return
    rows: Sequence[Value] = [row for row in ledger_of(case_id) if row.kind == "class_confirmation" and row.running]
    end(act, case_id, rows, "decide_no_report", Grounds(basis=f"no_report:{decided.pk}"))


def _state(case: Case) -> bool:
    """A case that was closed and owes nothing stays closed."""
    if case.state != "closed":
        return False
    owes = any(value.running for value in ledger_of(case.pk))
    Case.objects.filter(pk=case.pk).update(state="open" if owes else "closed")
    return owes


def _ask(act: Act, case_id: int, on: date) -> None:
    act.wait_for(
        Waiting("look_at_old_reports", f"case:{case_id}", "ledger", "safety_manager", case=case_id, due_on=on)
    )


def _ids_of(sheet: FactSheet) -> dict[str, str]:
    return dict(SheetIdentity.objects.filter(sheet=sheet).values_list("place", "identity"))


def _persons(sheet: FactSheet, matter: str) -> list[str]:
    facts = with_ids_beside(sheet, join_texts(json_of(sheet.facts), {}, "-"))
    row = next((one for one in facts["matters"] if one["id"] == matter), None)
    return [harm["id"] for harm in (row or {}).get("harms") or ()]
