"""Bytes kept as they came or as they were printed, named by their own digest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.guarded import Guarded


class StoredDocument(models.Model):
    """One document; `sha256` is the hexadecimal digest of `content`. Never changed, never removed by the program."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.CONTENT,
        guarded=Guarded(digest="content", spoken_of_as="'document:' || kept.sha256", called="document"),
        kept=Kept.COMPANY,
        coded="sha256 media_type",
        free="content",
        subject="document",
        reader="kizuki.store.queries.binder.binding:binder_of",
    )

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    kept_at = models.DateTimeField(auto_now_add=True)
