"""What keeps a record longer than its period, and what was erased after it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.models.cases import Case
from kizuki.store.models.devices import Device
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedRow, SealedTextField


class LegalHold(SealedRow):
    """A case or device whose texts are erased by nobody (a lawsuit, an inspection) until a person lifts the hold."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", device="device"),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        subject="legal_hold",
        export=True,
        reader="kizuki.store.queries.retention:kept_back",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="holds")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="holds")
    reason = SealedTextField(blank=True)
    reason_commitment = CommitmentField()
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="placed_holds")
    placed_at = models.DateTimeField()
    lifted_because = SealedTextField(blank=True)
    lifted_because_commitment = CommitmentField()
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="lifted_holds")
    lifted_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)


class Erasure(models.Model):
    """A list of what has passed its period (`token` names it), as a person proposed and a second one signed it.

    `rows` say in codes what was erased: the owner (`case:3`), how many texts and documents, by which rule and since when
    it could be. They stay: the stub of what is gone.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.COMPANY,
        coded="token rows",
        subject="erasure",
        reader="kizuki.store.queries.retention:erasures",
    )

    token = models.CharField(max_length=16)
    on = models.DateField()
    rows = JsonField(shape=list[told.Erased])
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed_erasures")
    proposed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="signed_erasures")
    signed_at = models.DateTimeField(null=True)
    single_person = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
