"""The audit chain: one entry per verb, each holding the digest of the one before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Length

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight, Why
from kizuki.store.guarded import Guarded


class AuditEntry(models.Model):
    """What was done, when and by whom, in codes and ids only.

    `subjects` and `payload` are canonical JSON exactly as hashed; `hash` is SHA-256 over the canonical JSON of all
    other columns (`store.audit.chain`). `seq` counts from 1 without gaps. `commitments` is the digest of the
    commitments of this entry, '' where it changed no row of evidence (and in entries of before).
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.CHAIN,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="at actor verb subjects payload previous_hash hash commitments",
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
    commitments = models.CharField(max_length=64, blank=True, db_default="")


class AuditSubject(models.Model):
    """An index into the chain: which entries speak of a subject (`case:12`). Derived from the entries."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.CHAIN,
        guarded=Guarded(),
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


class Commitment(models.Model):
    """How one row of evidence stood when the verb of an entry ended: `digest` is that of the row
    (`store.audit.rows`), '' where the row is gone. The newest one is how the row stands."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.CHAIN,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="table_name row_key digest",
        reader="kizuki.store.audit.verifying:verify_record",
    )

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="commitment_rows", db_index=False)
    table_name = models.CharField(max_length=64)
    row_key = models.CharField(max_length=200)
    """The row's primary key as text."""
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "table_name", "row_key"], name="one_commitment_per_row"),
        ]
        indexes: ClassVar = [
            # Shorter keys first: numbers as text come in the order of numbers, as their tables are read.
            models.Index("table_name", Length("row_key"), "row_key", "entry", name="commitment_by_row"),
        ]


class JournalLine(models.Model):
    """A change of a row of evidence, as a trigger saw it. The verb that holds the pen takes its own lines away when
    it commits to their rows; a line that stays is a change that no verb made."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.CHAIN,
        kept=Kept.WORK,
        coded="table_name row_key operation token",
        plain={Why.PROGRAM: "before"},
        reader="kizuki.store.audit.verifying:verify_record",
    )

    table_name = models.CharField(max_length=64)
    row_key = models.CharField(max_length=200)
    operation = models.CharField(max_length=8)
    token = models.CharField(max_length=64, db_index=True)
    before = models.TextField(default="", db_default="")
    """How the row stood that a verb changes or takes out, for as long as the verb runs: sealed texts by their commitment
    or sealed; '' in what anybody else ever sees."""


class Pen(models.Model):
    """SQLite: the token of the verb that is writing; without a row nobody is. PostgreSQL keeps it with the
    transaction (`kizuki.verb`)."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.CHAIN,
        kept=Kept.WORK,
        coded="token",
        reader="kizuki.store.audit.verifying:verify_record",
    )

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.CharField(max_length=64)
