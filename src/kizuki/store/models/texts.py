"""Free text of the record outside cases, kept apart so that retention can erase it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.guarded import Guarded, changes_other_than_erasing
from kizuki.store.models.sealed_text import SealedTextField


class KeptText(models.Model):
    """A text of one subject (`information:5`, `incident:3`, `communication:8`): what it is (`summary`, `patient`,
    `finder`, `reason`, …) and its revision. It is erased or stays as it was written."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changes_other_than_erasing(
                ("id", "subject", "kind", "revision", "commitment", "made_at"), text="body"
            ),
            spoken_of_as="'text:' || kept.commitment",
            called="text",
        ),
        kept=Kept.CASE,
        coded="subject kind commitment",
        reader="kizuki.store.queries.device_life:device_life",
    )

    subject = models.CharField(max_length=80)
    kind = models.CharField(max_length=24)
    revision = models.PositiveIntegerField()
    body = SealedTextField(blank=True, row=("revision", "kind", "subject"), commitment="commitment")
    commitment = models.CharField(max_length=64, blank=True)
    """Digest that names the text without telling it; a text resealed under another key keeps it."""
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "kind", "revision"], name="one_text_per_revision"),
        ]
