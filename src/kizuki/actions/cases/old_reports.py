"""What reports of before ended: each is held against its own determination, for every matter of which it spoke."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kizuki.actions.obligations.by_report import asked_of, owe_alignment
from kizuki.actions.obligations.keeping import Grounds, write_moves
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.ends import SentReport, taken_back, when_answered, when_sent
from kizuki.store.cases.texts import join_texts
from kizuki.store.models import FactSheet, Receipt, Report, ReportObligation, SheetIdentity
from kizuki.store.obligations.identities import with_ids_beside
from kizuki.store.obligations.ledger import answer_of, ledger_of
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """A report of before about one matter: the person (at most one stood in its facts), and what it found, by item."""

    report: Report
    matter: str
    persons: tuple[str, ...]
    findings: Mapping[str, str]

    def named(self, case_id: int) -> dict[int, str]:
        """The obligations of which it spoke, with what it found; a person who was learned of later is none of them."""
        return {
            row.id: self.findings[row.item]
            for row in ledger_of(case_id)
            if row.id is not None
            and (row.kind, row.matter, row.form) == ("item", self.matter, self.report.form)
            and row.item in self.findings
            and row.person in ("", *self.persons)
        }


def end_by_old_reports(act: Act, case_id: int) -> Iterator[str]:
    """Let every report that was sent end what its own determination says on its form, in the order of sending, and
    PMDA's word do the rest. Yields what nobody can tell: `report:3/m7-1`, where several persons stood in one matter."""
    before: dict[str, list[str]] = {}
    rows = Report.objects.filter(case_id=case_id, state="submitted", matter="").exclude(determination=None)
    for report in rows.select_related("submission", "determination__fact_sheet").order_by("submitted_at", "pk"):
        for spoken in _spoken_of(report, before.setdefault(report.form, [])):
            if len(spoken.persons) > 1:
                yield f"report:{report.pk}/{spoken.matter}"
            else:
                _end(act, spoken)


def bind_drafts(act: Act, case_id: int) -> Iterator[str]:
    """Let every report that is on its way name its matter and person, so that it ends what it says when it is sent.
    Yields those that speak of several: they can still be sent, and end nothing."""
    rows = Report.objects.filter(case_id=case_id, matter="").exclude(state="submitted").exclude(determination=None)
    for report in rows.select_related("determination__fact_sheet").order_by("pk"):
        found = _spoken_of(report, [])
        if len(found) != 1 or len(found[0].persons) > 1:
            yield f"report:{report.pk}"
            continue
        named = found[0].named(case_id)
        person = _person_of(case_id, named)
        Report.objects.filter(pk=report.pk).update(matter=found[0].matter, person=person)
        _name(report, named)


def ids_of(sheet: FactSheet) -> dict[str, str]:
    """The id at each place of a sheet of before."""
    return dict(SheetIdentity.objects.filter(sheet=sheet).values_list("place", "identity"))


def facts_of(sheet: FactSheet) -> dict[str, Any]:
    """The facts of a sheet of before in the full form with their ids; its texts are not read."""
    return with_ids_beside(sheet, join_texts(json_of(sheet.facts), {}, "text"))


def _spoken_of(report: Report, before: list[str]) -> list[Spoken]:
    """The matters on its form; a follow-up goes on with those of the reports before it (`before`, which it joins)."""
    assert report.determination is not None
    sheet = report.determination.fact_sheet
    ids = ids_of(sheet)
    found: dict[str, dict[str, str]] = {matter: {} for matter in before} if report.number > 1 else {}
    for duty in answer_of(report.determination.answer).duties:
        if str(duty.form) == report.form:
            found.setdefault(ids[f"matters.{duty.matter}"], {})[duty.item] = duty.finding
    if not found:
        found = {key: {} for place, key in ids.items() if place == "matters.0" and "matters.1" not in ids}
    before += [matter for matter in found if matter not in before]
    persons = {row["id"]: tuple(harm["id"] for harm in row.get("harms") or ()) for row in facts_of(sheet)["matters"]}
    return [Spoken(report, matter, persons.get(matter, ()), items) for matter, items in found.items()]


def _person_of(case_id: int, named: Mapping[int, str]) -> str:
    """The person of whom a report tells: the one whose items it names; '' where it names items of the matter alone."""
    return next((row.person for row in ledger_of(case_id) if row.id in named and row.person), "")


def _end(act: Act, spoken: Spoken) -> None:
    report, case_id = spoken.report, spoken.report.case_id
    grounds = Grounds(basis=f"report:{report.pk}")
    named = spoken.named(case_id)
    sent = _sent(spoken, named, _person_of(case_id, named))
    if sent.purpose == "report":
        write_moves(act, case_id, _found_met(case_id, named), grounds)
        write_moves(act, case_id, _promises_to_others(case_id, sent), grounds)
    moves = list(when_sent(ledger_of(case_id), sent))
    if sent.purpose == "withdrawal":
        moves += [
            move
            for person in {"", *spoken.persons} - {sent.person}
            for move in taken_back(ledger_of(case_id), replace(sent, person=person))
        ]
    rows = write_moves(act, case_id, moves, grounds)
    also = [
        row.pk
        for row, move in zip(rows, moves, strict=True)
        if row.kind == "withdrawal" or (move.name == "ended" and row.pk not in named)
    ]
    sent = replace(sent, named={**named, **dict.fromkeys(also, "")})
    _name(report, sent.named)
    word = Receipt.objects.filter(report=report).order_by("-pk").first()
    if word is not None:
        write_moves(act, case_id, when_answered(ledger_of(case_id), sent, accepted=word.accepted), grounds)
    if sent.purpose == "report" and report.case.state == "open":
        owe_alignment(act, report, sent.matter, sent.person)


def _sent(spoken: Spoken, named: Mapping[int, str], person: str) -> SentReport:
    report = spoken.report
    sent_on: date = report.submission.sent_on
    return SentReport(
        form=report.form,
        matter=spoken.matter,
        person=person,
        act="submit",
        sent_on=sent_on,
        named=named,
        purpose=report.purpose,
        complete=report.status != "incomplete",
        next_report_on=report.next_report_on,
        asked=asked_of(report.case_id),
    )


def _found_met(case_id: int, named: Mapping[int, str]) -> Sequence[Move]:
    """What the report found met was a duty when it was sent, though newer facts leave it open."""
    rows = [row for row in ledger_of(case_id) if row.state == "open" and named.get(row.id or 0) == "met"]
    return [Move("regrade", replace(row, state="owed"), row) for row in rows]


def _promises_to_others(case_id: int, sent: SentReport) -> Sequence[Move]:
    """The report before it may have named nobody, or another one, in the same line: its promise is kept by this one."""
    rows = [
        row
        for row in ledger_of(case_id)
        if (row.kind, row.matter, row.item) == ("follow_up", sent.matter, sent.form)
        and row.running
        and row.person != sent.person
    ]
    return [Move("ended", _ended(row, sent.act), row) for row in rows]


def _ended(row: Value, by: str) -> Value:
    return replace(row, state="ended", ended_by=by, later_on=None)


def _name(report: Report, named: Mapping[int, str]) -> None:
    """For what it speaks: PMDA's word, when it comes, is about these."""
    standing = set(ReportObligation.objects.filter(report=report).values_list("obligation_id", flat=True))
    ReportObligation.objects.bulk_create(
        ReportObligation(report=report, obligation_id=number, finding=finding)
        for number, finding in named.items()
        if number not in standing
    )
