"""How a report went out and what stood against it, what PMDA asked back, and what was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Why
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed
from kizuki.store.models.cases import Case
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.incidents import Incident
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.ledger import HarmedPerson
from kizuki.store.models.people import User
from kizuki.store.models.reports import WAYS, Report


class Transmission(models.Model):
    """One attempt to send a report: by which way, when, whether it went, and what proves that (a number of the
    transmission, a document). What went wrong is a text (`transmission:<id>`). `formal` is False for a FAX or mail that
    goes ahead of the formal submission."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="report__case", tells="report__rated__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="way reference",
        subject="transmission",
        export=True,
        opens={"document": Opens("sending")},
        reader="kizuki.store.queries.sending:sending_of",
        texts="transmission:{id}",
    )

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="transmissions")
    way = models.CharField(max_length=12, choices=[(way, way) for way in WAYS])
    at = models.DateTimeField()
    went = models.BooleanField()
    formal = models.BooleanField()
    reference = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="transmissions")
    instead_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by_way")
    """The attempt that failed, because of which this way was taken."""
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="transmissions")
    recorded_at = models.DateTimeField()


class SubmissionCheck(models.Model):
    """What the check found in a report at the moment of its submission: codes, boxes and how each weighs."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="report__case", tells="report__rated__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="findings",
        export=True,
        reader="kizuki.store.queries.sending:sending_of",
    )

    report = models.OneToOneField(Report, on_delete=models.PROTECT, primary_key=True, related_name="check_when_sent")
    findings = JsonField(default=list, shape=list[told.Found])
    checked_at = models.DateTimeField()


class Inquiry(models.Model):
    """A question of PMDA (照会) on a case, after a report or without one: its number, who asked when, and until when an
    answer is wanted (a day, and an hour where they named one). Its points are a text (`inquiry:<id>`)."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="number",
        plain={Why.HOSPITAL: "asked_by"},
        subject="inquiry",
        export=True,
        reader="kizuki.store.queries.inquiries:inquiries_of",
        texts="inquiry:{id}",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inquiries")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="inquiries")
    number = models.CharField(max_length=40, blank=True)
    asked_by = models.CharField(max_length=200)
    asked_on = models.DateField()
    wanted_on = models.DateField()
    wanted_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()


class InquiryAnswer(models.Model):
    """An answer to an inquiry: drawn up as a document, approved by a second person under its digest, sent with its
    proof. What it leads to: a follow-up, or nothing with a reason (text `inquiry_answer:<id>`). Once sent it stands."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="inquiry__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.sent_at IS NOT NULL OR "
            + changed(("id", "inquiry_id", "revision", "document_id", "author_id"))
        ),
        kept=Kept.CASE,
        coded="way reference leads_to",
        subject="inquiry_answer",
        export=True,
        opens={"document": Opens("answer"), "proof": Opens("sending")},
        reader="kizuki.store.queries.inquiries:inquiries_of",
        texts="inquiry_answer:{id}",
    )

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="answers")
    revision = models.PositiveIntegerField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="inquiry_answers")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="inquiry_answers")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="approved_answers")
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="delegated_answers")
    approved_at = models.DateTimeField(null=True)
    single_person = models.BooleanField(default=False)
    way = models.CharField(max_length=12, blank=True, choices=[(way, way) for way in WAYS])
    sent_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    proof = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="answer_proofs")
    leads_to = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "revision"], name="one_answer_per_revision"),
        ]


class SamePerson(models.Model):
    """That a person of one case is a person of another case of the incident: harmed once, told of once a device."""

    duties: ClassVar = Duties(
        belongs=Belongs(incident="incident", case="person__matter__case", tells="same_as__matter__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        subject="same_person",
        export=True,
        reader="kizuki.store.queries.incidents:incident_page",
        texts="same_person:{id}",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="joined_persons")
    person = models.OneToOneField(HarmedPerson, on_delete=models.PROTECT, related_name="joined_as")
    same_as = models.ForeignKey(HarmedPerson, on_delete=models.PROTECT, related_name="joined_by")
    joined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="joined_persons")
    joined_at = models.DateTimeField()
