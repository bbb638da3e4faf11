"""Free text of the record outside cases, kept apart so that retention can erase it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.sealing.field import CommitmentField, SealedTextField


class KeptText(models.Model):
    """A text of one subject (`information:5`, `incident:3`, `communication:8`): what it is (`summary`, `patient`,
    `finder`, `reason`, …) and its revision. It is erased or stays as it was written."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(("id", "subject", "kind", "revision", "made_at"))
            + f" OR {words_changed('body', commitment='commitment')}",
            spoken_of_as="'text:' || kept.commitment",
            called="text",
        ),
        kept=Kept.CASE,
        coded="subject kind",
        reader="kizuki.store.queries.device_life:device_life",
    )

    subject = models.CharField(max_length=80)
    kind = models.CharField(max_length=24)
    revision = models.PositiveIntegerField()
    body = SealedTextField(blank=True, row=("revision", "kind", "subject"), commitment="commitment")
    commitment = CommitmentField()
    """Digest that names the text without telling it; a text resealed under another key keeps it."""
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "kind", "revision"], name="one_text_per_revision"),
        ]
