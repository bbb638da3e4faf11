"""Reports of a life in the record: drafted, sent, answered, withdrawn by their verbs; and a case that is a duplicate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.mark_case_duplicate import mark_case_duplicate, sign_case_duplicate
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.actions.reports.record_receipt import Answered, record_receipt
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.sending import Proof, Sending
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.submit_report import submit_report, submit_unapproved
from kizuki.core.clocks import previous_business_day
from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.refusal import Refused
from kizuki.store.models import EndProposal, Receipt, Report
from kizuki.store.obligations.ledger import newest_answer
from tests.actions.obligations.verb_life import VerbLife
from tests.actions.office import PASSWORD
from tests.core.lifecycle.obligations.life import both_find_the_same
from tests.oracle import history as h
from tests.oracle.generate import copied

FAR = timedelta(days=45)


@dataclass
class VerbDraft:
    """A report of the record; `number` is the revision of the facts that it rests on."""

    report: int
    form: str
    matter: str
    person: str
    number: int
    complete: bool
    act: str = ""


@dataclass
class VerbReports(VerbLife):
    """With its reports."""

    sent_by: dict[int, str] = field(default_factory=dict)
    kept: int = 0

    def draft(self, form: str, matter: str, person: str) -> VerbDraft:
        about, whom = self.names[matter], self.names.get(person, "")
        answer = newest_answer(self.case)
        found = [
            duty.finding
            for duty in (answer.duties if answer else ())
            if (str(duty.form), duty.matter_id) == (form, about) and duty.person_id in (None, whom or None)
        ]
        complete = "open" not in found
        last = self.last(form, about, whom)
        said = {"status": "complete" if complete else "incomplete"}
        next_on = None if complete else self.on + timedelta(days=15)
        if last is not None:
            start_follow_up(
                last.pk, status=said["status"], reason="続報", next_report_on=next_on, actor=self.office.ito,  # type: ignore[arg-type]
            )  # fmt: skip
        else:
            more = {} if next_on is None else {"status_reason": "調査中", "next_report_on": next_on.isoformat()}
            told = {"number": 1, **said, **more}
            describe(self.case, {"report": told}, matter=about, person=whom, actor=self.office.ito)
        made = draft_form(self.case, int(form), matter=about, person=whom, actor=self.office.ito)
        row = Report.objects.select_related("determination__fact_sheet").get(pk=made)
        number = row.determination.fact_sheet.revision if row.determination else 0
        return VerbDraft(made, form, matter, person, number, row.status == "complete")

    def last(self, form: str, matter: str, person: str) -> Report | None:
        """The report that a next one follows: the last that was sent and not rejected, unless another was begun."""
        mine = Report.objects.filter(case_id=self.case, form=form, matter=matter, person=person).order_by("pk")
        newest = mine.last()
        if newest is None or newest.state != "submitted":
            return None
        rejected = Receipt.objects.filter(report=newest, accepted=False).exists()
        return None if rejected else newest

    def send(self, draft: VerbDraft) -> None:
        """Approved, or on its last day without approval; time passes until then."""
        row = Report.objects.get(pk=draft.report)
        if row.due_on is None or row.due_on - self.on > FAR:
            raise Refused("report", "its day is far")
        last = previous_business_day(row.due_on)
        if self.on < last:
            self.now += timedelta(days=(last - self.on).days)
        left = self.left(str(row.document_id))
        with self.doing("submit") as act:
            submit_unapproved(row.pk, left, password=PASSWORD, comment="期限", on=self.on, actor=self.office.kato)
        self.was_sent(draft, act, h.ReportSent(
            act=act, on=self.on, by="kato", form=int(draft.form), matter=draft.matter, person=draft.person,
            number=draft.number, complete=draft.complete,
        ))  # fmt: skip

    def left(self, read: str) -> Sending:
        """By the portal, this instant."""
        return Sending("portal", self.on, read, Proof(self.now, reference="20260803-0001"))

    def was_sent(self, draft: VerbDraft, act: str, event: h.ReportSent) -> None:
        draft.act = self.sent_by[draft.report] = act
        self.history.append(event)

    def receive(self, draft: VerbDraft, *, accepted: bool) -> None:
        number = "12345" if accepted else ""
        with self.doing("record_receipt") as act:
            answer = Answered(accepted, self.on, "2026" if accepted else "", number)
            record_receipt(draft.report, answer, on=self.on, actor=self.office.kato)
        self.history.append(h.Receipt(act=act, on=self.on, report=draft.act, accepted=accepted))

    def withdraw(self, draft: VerbDraft) -> VerbDraft:
        """取下げ of a report that was sent: it waits for its approval, and nothing is ended by it."""
        about, whom = self.names[draft.matter], self.names.get(draft.person, "")
        start_follow_up(
            draft.report, status="complete", reason="誤報", purpose="withdrawal", why="did_not_exist",
            actor=self.office.ito,
        )  # fmt: skip
        made = draft_form(self.case, int(draft.form), matter=about, person=whom, actor=self.office.ito)
        request_review(made, on=self.on, actor=self.office.ito)
        read = str(Report.objects.get(pk=made).document_id)
        approve_report(made, read_sha256=read, password=PASSWORD, on=self.on, actor=self.office.tanaka)
        found = VerbDraft(made, draft.form, draft.matter, draft.person, self.number, True)
        with self.doing("withdraw") as act:
            submit_report(made, self.left(read), on=self.on, actor=self.office.kato)
        self.was_sent(found, act, h.ReportSent(
            act=act, on=self.on, by="kato", form=int(draft.form), matter=draft.matter, person=draft.person,
            number=self.number, purpose="withdrawal", withdraws=draft.act,
        ))  # fmt: skip
        return found

    def fax(self, rows: list[Obligation], *, good: bool) -> None:
        sheet = FirstSheet([row.id or 0 for row in rows], "fax", "PMDA 医療機器安全対策課", self.now, good)
        with self.doing("record_first_report") as act:
            record_first_report(self.case, sheet, now=self.now, actor=self.office.kato)
        names = frozenset((row.matter, row.person) for row in rows)
        self.history.append(h.FirstReportSent(act=act, on=self.on, by="kato", names=names, good=good))

    def settle_what_the_oracle_does_not_know(self) -> None:
        """Every act beside: measures, follow-ups, delays, arrivals, approvals afterwards, alignment with the hospital."""
        beside = self.running("beside")
        if beside:
            with self.doing("decide_beside"):
                self.end_by_two(beside, "decide_beside", how="none")
        for row in self.running("judgement"):
            document = copied(self.facts)
            matter = next(one for one in document["matters"] if one["id"] == row.matter)
            matter["judged"] = {**matter.get("judged", {}), row.item: "report"}
            if both_find_the_same(document, self.on):
                self.judge(row, document)
        for row in self.running("late"):
            self.not_fulfilled(row)
        for row in self.running("follow_up"):
            self.give_up(row.matter, row.person)
        for row in self.running("sent_gap"):
            with self.doing("settle_gap"):
                self.end_one(row, "settle_gap")
        for row in self.running("arrival"):
            with self.doing("confirm_arrival"):
                self.end_one(row, "confirm_arrival", on=self.on.isoformat())
        for row in self.running("afterwards_approval"):
            report = Report.objects.get(pk=int(row.item.partition(":")[2]))
            read = str(report.document_id)
            with self.doing("approve_report"):
                approve_report(report.pk, read_sha256=read, password=PASSWORD, on=self.on, actor=self.office.tanaka)

    def duplicate(self) -> None:
        """It tells of the same as a case that was opened for it; two persons say so."""
        facts = {"device": self.facts["device"], "matters": [{"kind": "event", "learned_on": self.on.isoformat()}]}
        entry = CaseEntry(key=f"kept {self.case}", device="pump", title="停止", facts=facts)
        kept = open_case(entry, on=self.on, actor=self.office.ito)
        before, acts = self.rows, dict(self.ends.acts)
        with self.doing("take_over"):
            made = mark_case_duplicate(self.case, kept, "同一の事象", actor=self.office.sato)
            if made is not None:
                read = EndProposal.objects.get(pk=made).sha256
                sign_case_duplicate(made, read_sha256=read, password=PASSWORD, on=self.on, actor=self.office.tanaka)
        self.kept = kept
        newest = {row.key: number for number, row in sorted(before.items(), key=lambda one: one[1].round)}
        for number, row in self.rows_of(kept).items():
            if not row.running and row.key in newest:
                self.ends.note(number, acts.get(newest[row.key], (0, ""))[1])
