"""The audit chain: one entry per verb, each holding the digest of the one before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight


class AuditEntry(models.Model):
    """What was done, when and by whom, in codes and ids only.

    `subjects` and `payload` are canonical JSON exactly as hashed; `hash` is SHA-256 over the canonical JSON of all
    other columns (`store.audit.chain`). `seq` counts from 1 without gaps.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.CHAIN,
        kept=Kept.COMPANY,
        coded="at actor verb subjects payload previous_hash hash",
        reader="kizuki.store.queries.binder.binding:binder_of",
    )

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=27)
    """Instant in UTC, ISO 8601 with microseconds."""
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=64)
    subjects = models.TextField()
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)


class AuditSubject(models.Model):
    """An index into the chain: which entries speak of a subject (`case:12`). Derived from the entries."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.CHAIN,
        kept=Kept.COMPANY,
        coded="subject",
        reader="kizuki.store.queries.case_export:case_proof",
    )

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="subject_rows")
    subject = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "entry"], name="one_row_per_subject_and_entry"),
        ]
