"""What somebody has typed into a form and not yet sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedJsonField, SealedRow


class FormDraft(SealedRow):
    """The fields of one form as one person left them: scratch, seen by nobody else, gone once the form is sent."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.OWN, person="person"),
        chain=Chain.SCRATCH,
        # It goes of itself within a month (`store.people.form_drafts`); this is for one that was left in a record of old.
        kept=Kept.OWN,
        ends="changed_at",
        coded="place",
        subject="form_draft",
        reader="kizuki.store.people.form_drafts:drafts_at",
    )

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="form_drafts")
    place = models.CharField(max_length=200)
    """The path of the page, `#`, and what names the form on it."""
    said = SealedJsonField(default=dict, blank=True)
    said_commitment = CommitmentField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "place"], name="one_draft_of_a_form_per_person"),
        ]
