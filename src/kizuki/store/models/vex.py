"""What suppliers state of vulnerabilities in their products (VEX), as they stated it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import PUBLISHED, Belongs, Chain, Duties, Kept, Opens, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.documents import StoredDocument


class SupplierStatement(models.Model):
    """One statement of a kept VEX document: who says what of which vulnerability in which products, and since when.

    `body` is the statement in canonical JSON (`kizuki.core.vex.VexStatement`), `place` where it stands in the document,
    `stated_at` its instant as its author wrote it, `learned_at` when Kizuki kept it. Signatures are not verified: that
    `author` said it is the word of the document. It stands beside findings, and ends nothing.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.PUBLISHED,
        coded="place stated_at status",
        plain={Why.PUBLISHED: "author body"},
        subject="vex",
        opens={"document": Opens(why=PUBLISHED)},
        reader="kizuki.store.queries.suppliers:statements_beside",
    )

    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT)
    place = models.CharField(max_length=200)
    author = models.TextField(blank=True)
    status = models.CharField(max_length=20)
    stated_at = models.CharField(max_length=40, blank=True)
    body = models.TextField()
    learned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "place"], name="one_statement_per_place"),
        ]


class SupplierStatementName(models.Model):
    """A name of the vulnerability that a statement is about: how it is found."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.THIRD_PARTY,
        kept=Kept.PUBLISHED,
        coded="name",
        reader="kizuki.store.queries.suppliers:statements_beside",
    )

    statement = models.ForeignKey(SupplierStatement, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200, db_index=True)
