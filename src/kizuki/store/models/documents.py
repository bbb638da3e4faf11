"""Bytes kept as they came or as they were printed, named by their own digest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import document_changed
from kizuki.store.models.recorded_at import RecordedAtField
from kizuki.store.sealing.field import SealedBinaryField


class StoredDocument(models.Model):
    """One document; `sha256` is the hexadecimal digest of `content`. Never changed, never removed by the program."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=document_changed(),
            digest="content",
            spoken_of_as="'document:' || kept.sha256",
            called="document",
        ),
        kept=Kept.COMPANY,
        coded="sha256 media_type",
        subject="document",
        reader="kizuki.store.queries.binder.binding:binder_of",
    )

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    content = SealedBinaryField(row=("sha256",), commitment="sha256", published="published")
    published = models.BooleanField(null=True)
    """Others published it (a feed, a list of components): it stands in the clear. Null: kept by a version of before."""
    erased_at = models.DateTimeField(null=True)
    kept_at = RecordedAtField(auto_now_add=True)
