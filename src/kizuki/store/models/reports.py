"""Reports to PMDA: a draft may change, what was submitted may not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.models.cases import Case, Determination
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField

STATES = ("draft", "submitted")


class Report(models.Model):
    """A report of a case on one form: `number` 1 is the first report, 2 the first follow-up (追加報告)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, null=True, related_name="reports")
    form = models.CharField(max_length=8)
    edition = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, default="draft", choices=[(state, state) for state in STATES])
    fields = JsonField()
    missing = JsonField(default=list)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="reports")
    pages = models.PositiveSmallIntegerField()
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "form", "number"], name="one_report_per_number"),
        ]
