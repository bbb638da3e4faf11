"""What finds a sealed text by a part of its words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.sealing.field import CommitmentField, SealedRow, SealedTextField


class SearchKey(SealedRow):
    """The secret under which pairs of letters are kept: one for the whole record, sealed as every text is, so that it
    stays the same when the keys of texts are changed."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.SCRATCH,
        kept=Kept.WORK,
        reader="kizuki.store.searching.index:index_texts",
    )

    secret = SealedTextField()
    secret_commitment = CommitmentField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_search_key")]


class TextGram(models.Model):
    """A pair of letters (`token`: 48 bits of its HMAC) stands in a sealed text: the row `row` of the table `source`
    (`store/searching/index.py`). Each text that was read has one more, `WHOLE`. Nothing rests on it: a hit is opened,
    held against the viewer and read before it is shown."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.SCRATCH,
        kept=Kept.WORK,
        reader="kizuki.store.searching.index:rows_with",
    )

    source = models.SmallIntegerField()
    row = models.BigIntegerField()
    token = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "source", "row"], name="a_pair_once_in_a_text"),
        ]
        indexes: ClassVar = [models.Index(fields=["source", "row"], name="pairs_of_a_text")]
