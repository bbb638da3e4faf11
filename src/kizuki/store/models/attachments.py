"""Documents that people add to a case, and when a case's records are no longer used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.models.cases import Case
from kizuki.store.models.documents import StoredDocument
from kizuki.store.sealing.field import CommitmentField, SealedTextField


class Attachment(models.Model):
    """A document of a case. Its name is a text that may name persons; its type stands with the document."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(("id", "case_id", "document_id", "attached_at"))
            + f" OR {words_changed('name', commitment='commitment')}",
            spoken_of_as="'text:' || kept.commitment",
        ),
        kept=Kept.CASE,
        export=True,
        opens={"document": Opens("attachment", called="name")},
        reader="kizuki.store.queries.attachments:attachments_of",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="attachments")
    name = SealedTextField(blank=True, row=("case_id", "document_id"), commitment="commitment")
    commitment = CommitmentField()
    attached_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "document"], name="one_attachment_per_document"),
        ]


class RecordUse(models.Model):
    """What a person said of the use of records: ended on a day, or (no day) taken up again. The newest row counts;
    retention counts from it (GVP省令第16条). They are those of a case, or of what never became part of one (`subject`:
    `information:3`, `incident:2` …)."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", sight=Sight.ROWS),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="subject",
        export=True,
        reader="kizuki.store.queries.retention:expired",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="uses")
    subject = models.CharField(max_length=80, blank=True)
    ended_on = models.DateField(null=True)
    said_at = models.DateTimeField()


class Anchor(models.Model):
    """A time stamp (RFC 3161) over the digest of an audit entry: `token` is the DER that the authority answered."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(digest="token", spoken_of_as="'anchor:' || kept.id || ':' || kept.sha256"),
        kept=Kept.COMPANY,
        coded="hash sha256 token",
        plain={Why.PROGRAM: "authority"},
        subject="anchor",
        reader="kizuki.store.queries.anchors:anchors",
    )

    entry = models.ForeignKey("store.AuditEntry", on_delete=models.PROTECT, related_name="anchors")
    hash = models.CharField(max_length=64)
    authority = models.CharField(max_length=300)
    stamped_at = models.DateTimeField()
    token = models.BinaryField()
    sha256 = models.CharField(max_length=64)
