"""Reports to PMDA: a draft may change, what was submitted may not; each step to it stays as it was taken."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.lifecycle.report import STATES
from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Why
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.models.cases import Case, Determination, Narrative
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedJsonField, SealedRow

PURPOSES = ("report", "not_reportable", "withdrawal")
"""A report of the case, 報告対象外 (it is no longer reportable), 取下げ (there was no such case of ours)."""

WITHDRAWALS = ("duplicate", "another_product_of_ours", "not_our_device", "did_not_exist")
"""Why a report is withdrawn: the same happening told twice, another 品目 of ours, no device of ours, nothing was."""

WAYS = ("portal", "fax", "mail", "post", "in_person")


class Report(SealedRow):
    """A report on one form, of one matter of a case and at most one person (ids such as `m3-1`, `p3-2`; '' is none).

    `number` is its 報告回数: 1 is the first report, 2 the first follow-up (追加報告). A report that PMDA rejected is sent
    again under its number: the next `attempt`. What follows a 取下げ is a first report again: the next `series`. Reports
    of before name no matter and no person. After submission the row stands as it is; what PMDA answers and who approves
    afterwards are rows of their own.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", tells="rated__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.submitted_at IS NOT NULL AND ("
            + changed(
                (
                    *(
                        "id",
                        "case_id",
                        "form",
                        "edition",
                        "matter",
                        "person",
                        "series",
                        "number",
                        "attempt",
                        "purpose",
                    ),
                    *("withdrawal_why", "state", "status", "missing", "document_id", "pages", "drafted_at"),
                ),
                ("determination_id", "author_id"),
                ("next_report_on", "due_on", "submitted_at"),
            )
            + f" OR {words_changed('fields')})"
        ),
        kept=Kept.CASE,
        coded="form edition matter person purpose withdrawal_why state status missing",
        subject="report",
        export=True,
        opens={"document": Opens(door="report-pdf")},
        reader="kizuki.store.queries.binder.binding:binder_of",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, null=True, related_name="reports")
    form = models.CharField(max_length=8)
    edition = models.CharField(max_length=40)
    matter = models.CharField(max_length=16, blank=True, default="")
    person = models.CharField(max_length=16, blank=True, default="")
    series = models.PositiveIntegerField(default=1)
    number = models.PositiveIntegerField()
    attempt = models.PositiveIntegerField(default=1)
    purpose = models.CharField(max_length=16, default="report", choices=[(value, value) for value in PURPOSES])
    withdrawal_why = models.CharField(
        max_length=24, blank=True, default="", choices=[(why, why) for why in WITHDRAWALS]
    )
    state = models.CharField(max_length=16, default="draft", choices=[(state, state) for state in STATES])
    status = models.CharField(max_length=12, blank=True)
    """`complete` (完了) or `incomplete` (未完了) as the form says; empty where it does not say yet."""
    next_report_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="reports")
    fields = SealedJsonField(default=dict, blank=True)
    fields_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)
    missing = JsonField(default=list, shape=told.CODES)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="reports")
    pages = models.PositiveSmallIntegerField()
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "form", "matter", "person", "series", "number", "attempt"],
                name="one_report_per_attempt",
            ),
        ]


class RatedCase(models.Model):
    """A case that the rate (発生率) in a report counts: who does not see every one does not see the report."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="report__case", tells="report__rated__case"),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        export=True,
        reader="kizuki.actions.reports.rated:tell_of_rated",
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="rated")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rated")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "case"], name="one_row_per_report_and_rated_case")
        ]


class ReportStep(models.Model):
    """A move of a report as it was taken: by whom (and for whom), on which bytes; a comment stands in a narrative."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="report__case", tells="report__rated__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="move state_before state_after signed_sha256",
        export=True,
        reader="kizuki.store.queries.reports:report_life",
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    move = models.CharField(max_length=24)
    state_before = models.CharField(max_length=16)
    state_after = models.CharField(max_length=16)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="report_steps")
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="delegated_steps")
    signed_sha256 = models.CharField(max_length=64, blank=True)
    single_person = models.BooleanField(default=False)
    comment = models.ForeignKey(Narrative, on_delete=models.PROTECT, null=True, related_name="report_steps")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "position"], name="one_step_per_position"),
        ]


class Submission(models.Model):
    """That a report was sent: how, on which day, for which duties of its own determination.

    What it speaks for is a row each (`ReportObligation`); `covers` holds pairs of item and position in rows of before.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(case="report__case", tells="report__rated__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="way covers",
        export=True,
        reader="kizuki.store.queries.reports:report_life",
    )

    report = models.OneToOneField(Report, on_delete=models.PROTECT, primary_key=True, related_name="submission")
    way = models.CharField(max_length=12, choices=[(way, way) for way in WAYS])
    sent_on = models.DateField()
    covers = JsonField(shape=told.COVERED)
    before_approval = models.BooleanField(default=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="submissions")
    at = models.DateTimeField()


class Receipt(models.Model):
    """What PMDA answered: that it took the report, under which number, or that it did not and why."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="report__case", tells="report__rated__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="receipt_year receipt_number registration_no identification_no message",
        subject="pmda_receipt",
        export=True,
        opens={"document": Opens("receipt")},
        reader="kizuki.store.queries.binder.ways:signatures",
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="receipts")
    accepted = models.BooleanField()
    received_on = models.DateField()
    receipt_year = models.CharField(max_length=8, blank=True)
    receipt_number = models.CharField(max_length=40, blank=True)
    registration_no = models.CharField(max_length=40, blank=True)
    identification_no = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=80, blank=True, default="")
    """The number of the transmission that PMDA's answer names."""
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="receipts")
    """The answer (ACK) as it was received."""
    at = models.DateTimeField()


class FirstReport(models.Model):
    """A prompt first report (第一報) that went out: to whom, by which way, how it ended. For which deaths and measures
    it was is a row each (`FirstReportObligation`)."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="way",
        plain={Why.HOSPITAL: "addressee"},
        subject="first_report",
        export=True,
        opens={"document": Opens("sending")},
        reader="kizuki.store.queries.binder.ways:signatures",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="first_reports")
    matter = models.PositiveIntegerField(null=True)
    """The place of its matter in the facts, in rows of before matters had ids; nothing writes it any more."""
    way = models.CharField(max_length=12, choices=[(way, way) for way in WAYS])
    addressee = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    delivered = models.BooleanField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="first_reports")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="first_reports")
    at = models.DateTimeField()
