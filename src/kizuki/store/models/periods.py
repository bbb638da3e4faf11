"""Periodic reports (様式第11・第12): of a device and its survey period, with steps, submissions and receipts as of any
report."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.lifecycle.report import STATES
from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed
from kizuki.store.models.cases import Case
from kizuki.store.models.devices import Device
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.ledger import Obligation
from kizuki.store.models.people import User
from kizuki.store.models.reports import WAYS
from kizuki.store.models.taken_over import RunningPeriod


class PeriodReport(models.Model):
    """A report on form 11 or 12 about a device and a survey period (調査単位期間). `number` 1 is the report, 2 the first
    follow-up; a rejected one is sent again as the next `attempt`. After submission the row stands as it is. What the
    company says in it (opinion, measures, remarks) are texts (`period_report:<id>`).
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="device", tells="told__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.submitted_at IS NOT NULL OR "
            + changed(("device_id", "period_id", "form", "number", "attempt"), (), ("first_on",))
        ),
        kept=Kept.DEVICE,
        coded="form edition state missing",
        subject="period_report",
        texts="period_report:{id}",
        opens={"document": Opens(door="period-report-pdf")},
        reader="kizuki.store.queries.period_reports:period_page",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="period_reports")
    period = models.ForeignKey(RunningPeriod, on_delete=models.PROTECT, related_name="reports")
    form = models.CharField(max_length=2)
    first_on = models.DateField()
    """The first day of its period."""
    number = models.PositiveIntegerField()
    attempt = models.PositiveIntegerField(default=1)
    edition = models.CharField(max_length=40)
    state = models.CharField(max_length=16, default="draft", choices=[(state, state) for state in STATES])
    due_on = models.DateField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="period_reports")
    missing = JsonField(default=list, shape=told.CODES)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="period_reports")
    pages = models.PositiveSmallIntegerField()
    events = models.PositiveIntegerField()
    """How many events it tells of; 0 is a nil report."""
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["device", "form", "first_on", "number", "attempt"], name="one_period_report_per_attempt"
            ),
        ]


class PeriodReportObligation(models.Model):
    """An obligation handed over to a period that a report of it names: its submission ends exactly those."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="report__device", tells="report__told__case"),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        reader="kizuki.store.queries.period_reports:period_page",
    )

    report = models.ForeignKey(PeriodReport, on_delete=models.PROTECT, related_name="obligations")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="period_reports")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "obligation"], name="one_row_per_period_report_and_obligation"),
        ]


class ToldCase(models.Model):
    """A case of which a periodic report tells, or which it counts: who does not see every one does not see the report."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="report__device", tells="report__told__case"),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        reader="kizuki.actions.periods.handed_over:tell_of_cases",
    )

    report = models.ForeignKey(PeriodReport, on_delete=models.PROTECT, related_name="told")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="told")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "case"], name="one_row_per_period_report_and_case"),
        ]


class PeriodReportStep(models.Model):
    """A move of a periodic report as it was taken: by whom (and for whom), on which bytes; a comment is a text
    (`period_report_step:<id>`)."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="report__device", tells="report__told__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="move state_before state_after signed_sha256",
        subject="period_report_step",
        texts="period_report_step:{id}",
        reader="kizuki.store.queries.period_reports:period_page",
    )

    report = models.ForeignKey(PeriodReport, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    move = models.CharField(max_length=24)
    state_before = models.CharField(max_length=16)
    state_after = models.CharField(max_length=16)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="period_report_steps")
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_sha256 = models.CharField(max_length=64, blank=True)
    single_person = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "position"], name="one_period_step_per_position"),
        ]


class PeriodSubmission(models.Model):
    """That a periodic report was sent: by which way, on which day, and what proves it (a number of the transmission, a
    document)."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="report__device", tells="report__told__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="way reference",
        opens={"document": Opens("sending")},
        reader="kizuki.store.queries.period_reports:period_page",
    )

    report = models.OneToOneField(PeriodReport, on_delete=models.PROTECT, primary_key=True, related_name="submission")
    way = models.CharField(max_length=12, choices=[(way, way) for way in WAYS])
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    reference = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="period_proofs")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="period_submissions")
    at = models.DateTimeField()


class PeriodReceipt(models.Model):
    """What PMDA answered to a periodic report: that it took it, under which number, or that it did not."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="report__device", tells="report__told__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="receipt_year receipt_number",
        subject="period_receipt",
        reader="kizuki.store.queries.period_reports:period_page",
    )

    report = models.ForeignKey(PeriodReport, on_delete=models.PROTECT, related_name="receipts")
    accepted = models.BooleanField()
    received_on = models.DateField()
    receipt_year = models.CharField(max_length=8, blank=True)
    receipt_number = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
