"""A desk at which cases are kept by hand: people in their roles, and the acts of a day in one line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.describe import describe
from kizuki.actions.obligations.confirm_class import confirm_class
from kizuki.actions.obligations.end_obligation import end_obligation
from kizuki.actions.obligations.propose_end import propose_end
from kizuki.actions.obligations.sign_change import sign_change
from kizuki.actions.obligations.sign_end import sign_end
from kizuki.actions.people.signing import person_of
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.actions.reports.record_receipt import Answered, record_receipt
from kizuki.actions.reports.submit_report import submit_unapproved
from kizuki.actions.verb import Actor
from kizuki.core.lifecycle.obligations import Obligation
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, EndProposal, Report, ReportStep
from kizuki.store.obligations.changes import changes_of
from kizuki.store.obligations.classes import class_shown
from kizuki.store.obligations.ledger import ledger_of, live_of
from tests.actions.office import PASSWORD, Office, sending
from tests.actions.record import company_and_pump, opened_case
from tests.planted import planted

ON = date(2026, 6, 16)
"""A Tuesday: fifteen days after a matter that was learned on 1 June."""

NOW = datetime(2026, 6, 16, 1, tzinfo=UTC)


def event(**values: Any) -> dict[str, Any]:
    """A domestic event, learned on 1 June, foreseeable, of which nobody knows yet whether anybody was harmed."""
    return {
        "kind": "event",
        "learned_on": "2026-06-01",
        "locus": "domestic",
        "malfunction_predictable": True,
        "potential": "death",
        **values,
    }


def harmed(severity: str = "death", **values: Any) -> dict[str, Any]:
    """A person, foreseeable and without a trend."""
    plain = {"predictable": True, "trend_unpredictable": False, "trend_hazard": False}
    return {"severity": severity, **plain, **values}


class Desk:
    """Everybody is at work; `ito` types, `sato` is the safety manager, `tanaka` the general manager."""

    def __init__(self) -> None:
        company_and_pump()
        self.office = Office()

    def open(self, *matters: dict[str, Any], key: str = "case", **device: Any) -> int:
        facts = {"device": {"own": True, "designated": False, **device}, "matters": list(matters)}
        return opened_case(key, facts)

    def answer(
        self,
        case: int,
        change: Callable[[list[dict[str, Any]]], object],
        *,
        reason: str = "",
        tells: Sequence[str] = (),
        by: Actor | None = None,
    ) -> None:
        """Change the matters of a case as they stand, ids and all; `tells` names joined information that they tell."""
        known = newest_facts(case)
        change(known.facts["matters"])
        actor = by or self.office.ito
        answer_facts(case, known.facts, revision=known.revision, on=ON, reason=reason, tells=tells, actor=actor)

    def matters(self, case: int) -> list[str]:
        return [row["id"] for row in newest_facts(case).facts["matters"]]

    def persons(self, case: int, place: int = 0) -> list[str]:
        return [row["id"] for row in newest_facts(case).facts["matters"][place].get("harms") or ()]

    def draft(
        self, case: int, person: str = "", *, matter: str = "", next_on: date | None = None, on_form: int = 8
    ) -> int:
        """A draft about one matter and person: complete, or incomplete with the day of the next."""
        about = matter or self.matters(case)[0]
        told: dict[str, Any] = {"number": 1, "status": "incomplete" if next_on else "complete"}
        if next_on:
            told |= {"status_reason": "調査中", "next_report_on": next_on.isoformat()}
        describe(case, {"report": told}, matter=about, person=person, actor=self.office.ito)
        return draft_form(case, on_form, matter=about, person=person, actor=self.office.ito)

    def approved(self, report: int) -> str:
        """Approved by another than who typed it, whatever boxes are missing; returns the digest that was signed."""
        row = Report.objects.get(pk=report)
        with planted():
            Report.objects.filter(pk=report).update(state="approved")
            ReportStep.objects.create(
                report=row, position=row.steps.count() + 1, move="approve", state_before="in_approval",
                state_after="approved", person_id=person_of(self.office.tanaka), signed_sha256=row.document_id, at=NOW,
            )  # fmt: skip
        return str(row.document_id)

    def settled(self, case: int) -> None:
        """What the check had found in the reports that were sent is put right."""
        for row in owed(case, "sent_gap"):
            self.end(case, row, "settle_gap")

    def send(self, report: int, *, on: date | None = None, left_on: date | None = None) -> None:
        """It leaves on its last day, without waiting for approval; `left_on` is the day that is said of it."""
        row = Report.objects.get(pk=report)
        day = on or row.due_on or ON
        left = sending("portal", left_on or day, str(row.document_id))
        submit_unapproved(report, left, password=PASSWORD, comment="期限", on=day, actor=self.office.kato)

    def received(self, report: int, *, accepted: bool = True, on: date = date(2026, 7, 10)) -> None:
        number = "12345" if accepted else ""
        record_receipt(
            report, Answered(accepted, on, "2026" if accepted else "", number), on=on, actor=self.office.kato
        )

    def fax(self, case: int, *rows: Obligation, delivered: bool = True) -> None:
        """A first report for those that are named."""
        named = [row.id or 0 for row in rows]
        sheet = FirstSheet(named, "fax", "PMDA 医療機器安全対策課", NOW, delivered)
        record_first_report(case, sheet, now=NOW, actor=self.office.kato)

    def confirm(self, case: int, matter: str = "", person: str = "") -> None:
        about = matter or self.matters(case)[0]
        read = class_shown(case, about, person).sha256
        confirm_class(case, about, person, read_sha256=read, actor=self.office.sato)

    def sign(self, case: int, *, by: Actor | None = None) -> None:
        """A second person signs every change that waits."""
        read = changes_of(case).sha256
        sign_change(case, read_sha256=read, password=PASSWORD, on=ON, actor=by or self.office.tanaka)

    def end(self, case: int, row: Obligation, act: str, **said: Any) -> None:
        """One person ends an obligation."""
        end_obligation(case, [row.id or 0], act, said, reason="記録による", actor=self.office.sato)

    def end_by_two(self, case: int, rows: list[Obligation], act: str, **said: Any) -> None:
        """One proposes, another signs."""
        ids = [row.id or 0 for row in rows]
        made = propose_end(case, ids, act, said, reason="記録による", actor=self.office.sato)
        read = EndProposal.objects.get(pk=made).sha256
        sign_end(made, read_sha256=read, password=PASSWORD, on=ON, actor=self.office.tanaka)


def owed(case: int, kind: str = "", item: str = "") -> list[Obligation]:
    """What is live, of one kind and item."""
    return [row for row in live_of(case) if kind in ("", row.kind) and item in ("", row.item)]


def one(case: int, kind: str, item: str = "", person: str = "") -> Obligation:
    """The newest row of a kind."""
    rows = [row for row in ledger_of(case) if row.kind == kind and item in ("", row.item)]
    rows = [row for row in rows if person in ("", row.person)]
    return max(rows, key=lambda row: (row.round, row.id or 0))


def clock(case: int) -> tuple[str, date | None, int]:
    """What home shows of a case."""
    row = Case.objects.get(pk=case)
    return row.clock, row.clock_on, row.clock_rank
