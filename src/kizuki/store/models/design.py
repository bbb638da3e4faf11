"""Design information (設計情報等, notification 4(3)) of a release: dated entries in versions, and what rests on them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.devices.design import FACTS, KINDS
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Why
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.models.advisories import Assessment
from kizuki.store.models.cases import Case
from kizuki.store.models.devices import Release
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedRow, SealedTextField


class DesignEntry(SealedRow):
    """One version of what is known of a release's design under a kind and a title: on which day, in words, in a file.

    A version never changes but for `current`, from true to false; `gone` says that it no longer is so (a port that was
    closed). `digest` is the SHA-256 of kind, title, words, file and `gone`: what a quote is of.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="release__device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(
                ("id", "release_id", "kind", "title", "number", "gone", "digest", "dated_on", "entered_at"),
                ("entered_by_id",),
            )
            + " OR COALESCE(NEW.document_id, '') <> COALESCE(OLD.document_id, '')"
            + f" OR {words_changed('body')} OR (NEW.current AND NOT OLD.current)"
        ),
        kept=Kept.DEVICE,
        coded="kind digest",
        plain={Why.DEVICE: "title"},
        subject="design",
        opens={"document": Opens("design")},
        reader="kizuki.store.queries.design:design_of_release",
    )

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="design")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    title = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    dated_on = models.DateField()
    body = SealedTextField(blank=True)
    body_commitment = CommitmentField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="design")
    gone = models.BooleanField(default=False)
    current = models.BooleanField(default=True)
    digest = models.CharField(max_length=64)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "kind", "title", "number"], name="one_design_entry_per_version"
            ),
            models.UniqueConstraint(
                fields=["release", "kind", "title"],
                condition=models.Q(current=True),
                name="one_current_design_entry",
            ),
        ]


class DesignQuote(models.Model):
    """That an answer rests on a version of design information: a fact of a matter of a case, or an assessment."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", device="entry__release__device", advisory="assessment__advisory"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="matter fact",
        subject="design_quote",
        export=True,
        reader="kizuki.store.queries.design:quotes_of_case",
    )

    entry = models.ForeignKey(DesignEntry, on_delete=models.PROTECT, related_name="quotes")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="design_quotes")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="design_quotes")
    matter = models.CharField(max_length=80, blank=True)
    fact = models.CharField(max_length=24, choices=[(fact, fact) for fact in FACTS])
    quoted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    quoted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=True) ^ models.Q(assessment__isnull=True),
                name="a_quote_is_of_a_case_or_an_assessment",
            ),
        ]
